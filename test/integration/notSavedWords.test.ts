import assert from 'node:assert/strict';
import { notSavedWords } from '../../src/vscode/words';

describe('That nothing could be saved', () => {
  const words = (code: string) => notSavedWords(Object.assign(new Error(`${code}: write`), { code }));

  it('is said with its reason, in words where the system has only a code', () => {
    assert.equal(words('ENOSPC'), 'Not saved: the disk is full.');
    assert.equal(words('EROFS'), 'Not saved: VS Code may not write into the folder of its extensions.');
    assert.equal(words('EIO'), 'Not saved: EIO: write');
  });
});
