/** Time as core sees it, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once, after so many milliseconds, unless cancelled by the function that it returns. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Kept: time is asked for with every piece of an answer, and to read this again takes as long as to read the time. */
const { timeOrigin } = performance;

/** The time of this computer. It never goes back, and may differ from `Date.now` once somebody has set that. */
export const systemClock: Clock = {
  // Not `Date.now`: a limit must not depend on whether somebody sets the computer's clock.
  now: () => timeOrigin + performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves after so many milliseconds; rejects with the reason of the abort when that comes first. */
export function sleep(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const cancel = clock.after(milliseconds, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    function abort(): void {
      cancel();
      reject(signal.reason);
    }
    signal.addEventListener('abort', abort, { once: true });
  });
}
