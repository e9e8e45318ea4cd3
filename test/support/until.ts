import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two looks, at most: whoever looks all the time takes the core away from what is waited for. */
const LONGEST_PAUSE = 50;

/** Waits until it is so. What never happens ends with the test's own time limit. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let pauses = 0; !(await isSo()); pauses++) await pause(Math.min(pauses, LONGEST_PAUSE));
}
