import { fourWriters } from '../support/durability/fourWriters';
import { killTest } from '../support/durability/killTest';

describe('a window that is killed while it writes (P3)', () => {
  it('1,000 times while an answer comes', () => killTest({ kills: 1000, compactAfter: 200, pieces: 20, atOnce: 4 }));

  it('200 times while a file is written anew', () => killTest({ kills: 200, compactAfter: 3, pieces: 4, atOnce: 4 }));
});

describe('four windows that write into one conversation (P5)', () => {
  for (let round = 1; round <= 10; round++) it(`lose none of 800 questions (${round} of 10)`, () => fourWriters(200));
});
