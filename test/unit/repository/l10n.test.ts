import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isRecord } from '../../../src/core/unknown';
import { placesIn, translationKeys } from '../../support/translationKeys';

/** VS Code's names for them. English is in the code. */
const LANGUAGES = ['id', 'zh-cn'];

function readWords(file: string): ReadonlyMap<string, string> {
  const words: unknown = JSON.parse(readFileSync(file, 'utf8'));
  assert.ok(isRecord(words));
  return new Map(
    Object.entries(words).map(([key, value]) => {
      assert.ok(typeof value === 'string' && value.trim() !== '', `${file}: ${key}`);
      return [key, value];
    }),
  );
}

/** What has to be mended, and where. */
function comparison(file: string, there: Iterable<string>, wanted: Iterable<string>): readonly string[] {
  const [has, needs] = [new Set(there), new Set(wanted)];
  return [
    ...[...needs].filter(key => !has.has(key)).map(key => `${file} lacks: ${key}`),
    ...[...has].filter(key => !needs.has(key)).map(key => `${file} has what nothing asks for: ${key}`),
  ];
}

for (const language of LANGUAGES) {
  describe(`the translation into ${language}`, () => {
    const bundle = readWords(`l10n/bundle.l10n.${language}.json`);

    it('has every sentence of the code, and none that the code does not have', () => {
      assert.deepEqual(comparison(`l10n/bundle.l10n.${language}.json`, bundle.keys(), translationKeys()), []);
    });

    it('has the same places to fill in each sentence', () => {
      for (const [key, words] of bundle) assert.deepEqual(placesIn(words), placesIn(key), key);
    });

    it('keeps the brackets of what the page takes apart', () => {
      const hasNumber = (words: string): boolean => /\[[^\]]*\{time\}[^\]]*\]/.test(words);
      for (const [key, words] of bundle) assert.equal(hasNumber(words), hasNumber(key), key);
    });

    it('has every title and description of the manifest', () => {
      const manifest = readWords('package.nls.json');
      const translated = readWords(`package.nls.${language}.json`);
      assert.deepEqual(comparison(`package.nls.${language}.json`, translated.keys(), manifest.keys()), []);
      for (const [key, words] of translated) assert.deepEqual(placesIn(words), placesIn(manifest.get(key) ?? ''), key);
    });
  });
}
