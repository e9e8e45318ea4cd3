import assert from 'node:assert/strict';
import { createBreathe } from '../../../../src/core/store/breathe';

/** Work that takes longer than may be worked in one go. */
function work(): void {
  const end = performance.now() + 6;
  while (performance.now() < end);
}

describe('long work that breathes', () => {
  it('lets others have their turn between the pieces of several who work side by side', async () => {
    const breathe = createBreathe();
    let turn = 0;
    let isWorking = true;
    // Comes before them in each turn, as it was there first.
    setImmediate(function count() {
      turn++;
      if (isWorking) setImmediate(count);
    });
    const turns: number[] = [];
    async function worker(): Promise<void> {
      for (let piece = 0; piece < 3; piece++) {
        work();
        await breathe();
        turns.push(turn);
      }
    }
    await Promise.all([worker(), worker(), worker()]);
    isWorking = false;
    assert.equal(turns.length, 9);
    assert.equal(new Set(turns).size, 9, `turns ${turns.join(' ')}`);
  });

  it('goes on at once while it has not worked for long', async () => {
    const breathe = createBreathe();
    work();
    await breathe();
    let isLater = false;
    setImmediate(() => {
      isLater = true;
    });
    await breathe();
    assert.equal(isLater, false);
  });
});
