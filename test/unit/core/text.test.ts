import assert from 'node:assert/strict';
import { beginningOf } from '../../../src/core/text';

describe('The beginning of a text', () => {
  for (const [text, most, beginning] of [
    ['short', 10, 'short'],
    ['four', 4, 'four'],
    ['longer', 4, 'long'],
    ['abc😀', 4, 'abc'],
    ['abc😀', 5, 'abc😀'],
    ['ab😀😀', 5, 'ab😀'],
    ['', 3, ''],
  ] as const) {
    it(`ends in no half of a character: ${text} in ${most}`, () => assert.equal(beginningOf(text, most), beginning));
  }
});
