import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds that may be worked in one go: with a piece of work behind them, less than a frame of sixty in a second. */
const IN_ONE_GO = 4;

/**
 * To be called between pieces of long work: lets everything else have its turn, when that has waited for some milliseconds. Of
 * several who work side by side, one goes on in each turn: all of them at once would make as many pieces of one go.
 */
export function createBreathe(): () => Promise<void> {
  let last = performance.now();
  let turn: Promise<void> = Promise.resolve();
  return async () => {
    if (performance.now() - last < IN_ONE_GO) return;
    turn = turn.then(() => nextTurn());
    await turn;
    last = performance.now();
  };
}
