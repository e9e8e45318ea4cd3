import assert from 'node:assert/strict';
import { insertedLength } from '../../../../src/core/pasted/pastedText';

describe('insertedLength', () => {
  const changes: readonly (readonly [before: string, after: string, inserted: number])[] = [
    ['', 'h', 1],
    ['https', 'https:', 1],
    ['https', 'http', 0],
    ['', 'https://a.example', 17],
    ['https://old.example/v1', 'https://new.example/v1', 3],
    ['a', 'aa', 1],
    ['something new', 'https://a.example', 17],
    ['same', 'same', 0],
  ];
  for (const [before, after, inserted] of changes) {
    it(`tells typing from a paste: “${before}” → “${after}”`, () =>
      assert.equal(insertedLength(before, after), inserted));
  }
});
