import type { Clock } from '../../../../src/core/clock';

/** How many times faster than the world's the clock runs. */
const SPEED = 20;

/**
 * Time that flies: a countdown of seconds is over in milliseconds, and the limits of a request keep their proportions to it.
 * A clock that calls back at once would let every limit run out.
 */
export function fastClock(): Clock {
  const started = performance.now();
  return {
    now: () => (performance.now() - started) * SPEED,
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds / SPEED);
      return () => clearTimeout(timer);
    },
  };
}
