import { fourWriters } from '../../../support/durability/fourWriters';
import { killTest } from '../../../support/durability/killTest';

// The same in full: npm run test:durability.
describe('a window that is killed while it writes (P3)', function () {
  this.timeout(120_000);

  it('loses nothing that was said to be on disk, and leaves nothing unreadable', () =>
    killTest({ kills: 24, compactAfter: 200, pieces: 20, atOnce: 2 }));

  it('the same while a file is written anew with fewer records', () =>
    killTest({ kills: 12, compactAfter: 3, pieces: 4, atOnce: 2 }));
});

describe('four windows that write into one conversation (P5)', function () {
  this.timeout(120_000);

  it('lose none of 800 questions', () => fourWriters(200));
});
