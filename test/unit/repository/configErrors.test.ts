import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'));
const source = new Map(
  files.map(name => [name.replaceAll(path.sep, '/'), readFileSync(path.join('src', name), 'utf8')]),
);
const wordsOf = (name: string): string => source.get(name) ?? assert.fail(`${name} is gone`);

/** The object literals of `config` errors, with the file that each stands in. */
const literals = [...source].flatMap(([name, text]) =>
  [...text.matchAll(/\{[^{}]*\bkind: 'config',[^{}]*(\{[^{}]*\}[^{}]*)*\}/g)].map(([literal]) => ({ name, literal })),
);

/** And of errors of kind `internal` that are made on purpose. */
const internal = [...source].flatMap(([name, text]) =>
  [...text.matchAll(/new ChatError\(\s*\{\s*kind: 'internal',[^}]*\}/g)].map(([literal]) => ({ name, literal })),
);

describe('an error of the configuration', () => {
  it('has a code, wherever it is made', () => {
    assert.ok(literals.length >= 10, 'the errors are found');
    for (const { name, literal } of literals) assert.match(literal, /\bcode\b/, `${name}: ${literal}`);
  });

  it('has words of its own for each code', () => {
    const words = wordsOf('vscode/errorWords.ts') + wordsOf('vscode/tokenErrorWords.ts');
    const used = literals.flatMap(({ literal }) => [...literal.matchAll(/CODES\.(\w+)/g)].map(([, code]) => code));
    assert.ok(used.includes('plainHttp'));
    for (const code of used) assert.ok(words.includes(`case CODES.${code}:`), code);
  });

  it('has words of its own also where the store or a list cannot do what was asked', () => {
    assert.ok(internal.length >= 4, 'the errors are found');
    for (const { name, literal } of internal) assert.match(literal, /\bcode\b/, `${name}: ${literal}`);
    const texts = internal.map(({ name }) => wordsOf(name));
    const used = texts.flatMap(text => [...text.matchAll(/CODES\.(\w+)/g)].map(([, code]) => code));
    const words = wordsOf('vscode/errorWords.ts');
    assert.ok(used.includes('nameNotSaved') && used.includes('conversationGone'));
    for (const code of used) assert.ok(words.includes(`case CODES.${code}:`), code);
  });

  it('has words for everything that is wrong with an address or an entry', () => {
    const words = wordsOf('vscode/faultWords.ts');
    const addresses = [...source.values()].flatMap(text => [...text.matchAll(/addressFault\('(\w+)'/g)]);
    const entries = [...wordsOf('core/endpoints/endpoints.ts').matchAll(/\bcode: '([A-Z_]+)'/g)];
    const faults = [...addresses, ...entries].map(([, fault]) => fault);
    assert.ok(faults.includes('ADDRESS_EMPTY') && faults.includes('NAME_TAKEN'));
    for (const fault of faults) assert.ok(words.includes(`${fault}: vscode.l10n.t(`), fault);
  });
});
