import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets the event loop turn until it is so. What never happens ends with the test's own time limit. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await nextTurn();
}
