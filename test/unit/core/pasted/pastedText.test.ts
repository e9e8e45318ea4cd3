import assert from 'node:assert/strict';
import { isPaste } from '../../../../src/core/pasted/pastedText';

describe('isPaste', () => {
  const changes: readonly (readonly [before: string, after: string, isPasted: boolean])[] = [
    ['', 'h', false],
    ['https', 'https:', false],
    ['https', 'http', false],
    ['', 'https://a.example', true],
    ['https://old.example/v1', 'https://new.example/v1', false],
    ['a', 'aa', false],
    ['something new', 'https://a.example', true],
    ['same', 'same', false],
  ];
  for (const [before, after, isPasted] of changes) {
    it(`tells a paste from typing: “${before}” → “${after}”`, () => assert.equal(isPaste(before, after), isPasted));
  }
});
