import assert from 'node:assert/strict';
import { languageIdOf } from '../../../../src/core/code/languageIds';

const known = ['plaintext', 'typescript', 'typescriptreact', 'shellscript', 'python', 'cpp', 'dockerfile', 'Log'];

describe('languageIdOf', () => {
  for (const [word, id] of [
    ['typescript', 'typescript'],
    ['TS', 'typescript'],
    ['tsx', 'typescriptreact'],
    ['bash', 'shellscript'],
    ['c++', 'cpp'],
    ['log', 'Log'],
    ['', 'plaintext'],
    ['rust', 'plaintext'],
    ['__proto__', 'plaintext'],
    ['constructor', 'plaintext'],
    ['../../.vscode/settings.json', 'plaintext'],
  ] as const) {
    it(`${word || 'nothing'}: ${id}`, () => assert.equal(languageIdOf(word, known), id));
  }
});
