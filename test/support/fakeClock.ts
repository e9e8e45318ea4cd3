import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../src/core/clock';

/** Time that stands still until a test moves it on. */
export interface FakeClock extends Clock {
  /** Timers that are set and have neither run nor been cancelled. */
  readonly timers: number;
  /** The milliseconds that each of them has left. */
  readonly pending: readonly number[];
  /** How often a timer was set so far. */
  readonly timersSet: number;
  /**
   * Moves on by so many milliseconds. Timers that come due on the way run in order, each at its own time; between them
   * promises settle, so that a timer set by the reaction to another runs on the same way.
   */
  advance(milliseconds: number): Promise<void>;
  /** Moves on to the next timer and runs it. */
  advanceToNext(): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Begins at a date, as `Date.now` does: whoever takes it for a duration gets a nonsensical one. */
export function createFakeClock(start = Date.UTC(2026, 10, 22)): FakeClock {
  let time = start;
  const timers = new Set<Timer>();
  let timersSet = 0;

  /** Of two that are due at one time, the one that was set first. */
  function earliest(): Timer | undefined {
    let found: Timer | undefined;
    for (const timer of timers) if (found === undefined || timer.at < found.at) found = timer;
    return found;
  }

  async function run(timer: Timer): Promise<void> {
    timers.delete(timer);
    time = Math.max(time, timer.at);
    timer.callback();
    await nextTurn();
  }

  return {
    now: () => time,
    after(milliseconds, callback) {
      // As Node's timers have it: whole milliseconds, and at least one.
      const timer: Timer = { at: time + Math.max(1, Math.trunc(milliseconds)), callback };
      timers.add(timer);
      timersSet++;
      return () => void timers.delete(timer);
    },
    get timers() {
      return timers.size;
    },
    get pending() {
      return [...timers].map(({ at }) => at - time);
    },
    get timersSet() {
      return timersSet;
    },
    async advance(milliseconds) {
      const end = time + milliseconds;
      await nextTurn();
      for (let due = earliest(); due && due.at <= end; due = earliest()) await run(due);
      time = Math.max(time, end);
    },
    async advanceToNext() {
      await nextTurn();
      const next = earliest();
      if (!next) throw new Error('There is no timer to run.');
      await run(next);
    },
  };
}
