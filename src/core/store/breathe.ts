import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds that may be worked in one go. */
const IN_ONE_GO = 5;

/** To be called between pieces of long work: lets everything else have its turn, when that has waited for some milliseconds. */
export function createBreathe(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < IN_ONE_GO) return;
    await nextTurn();
    last = performance.now();
  };
}
