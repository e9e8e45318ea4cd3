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

for (const language of LANGUAGES) {
  describe(`the translation into ${language}`, () => {
    const bundle = readWords(`l10n/bundle.l10n.${language}.json`);

    it('has every sentence of the code, and none that the code does not have', () => {
      assert.deepEqual([...bundle.keys()].toSorted(), [...translationKeys()].toSorted());
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
      assert.deepEqual([...translated.keys()].toSorted(), [...manifest.keys()].toSorted());
      for (const [key, words] of translated) assert.deepEqual(placesIn(words), placesIn(manifest.get(key) ?? ''), key);
    });
  });
}
