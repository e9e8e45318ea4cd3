import type { ChatEvent } from '../chat';
import { type Clock, sleep } from '../clock';
import { type ChatError, isChatError } from '../errors';

/** How often a request is made in all. */
const ATTEMPTS = 3;

/** Seconds. A server that wants more patience is shown instead of waited for. */
const LONGEST_WAIT = 60;

/** Seconds before the second and the third attempt, at most; the chance in it keeps many clients from coming at once. */
const BACK_OFF: readonly number[] = [2, 8];
const SHORTEST_BACK_OFF = 0.5;

const OVERLOADED: ReadonlySet<number> = new Set([500, 502, 503, 504, 529]);

/**
 * Runs `attempt`, and again where the server could not answer for the moment: only before anything came, and at most twice
 * (rows R25 and R26). Counts down before each, so that a user can see why nothing happens, and stop it.
 */
export async function* withRetries(
  attempt: () => AsyncGenerator<ChatEvent, void, undefined>,
  { clock, signal, random = Math.random }: RetryOptions,
): AsyncGenerator<ChatEvent, void, undefined> {
  for (let number = 1; ; number++) {
    let begun = false;
    try {
      for await (const event of attempt()) {
        begun ||= event.type !== 'progress';
        yield event;
      }
      return;
    } catch (error) {
      if (begun || signal.aborted || number === ATTEMPTS || !isChatError(error)) throw error;
      const wait = secondsUntilRetry(error, number, random());
      if (wait === undefined) throw error;
      yield* countDown(wait, { clock, signal }, { attempt: number + 1, error });
      // Or the last second of the countdown would be shown until the first one of the attempt.
      yield { type: 'progress', progress: { phase: 'connecting', seconds: 0 } };
    }
  }
}

/** An abort ends a countdown at once: then the reason of the abort is thrown. */
export interface RetryOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/** How long to wait before the next attempt; undefined when there must be none. `failed`: attempts so far. */
export function secondsUntilRetry({ details }: ChatError, failed: number, random: number): number | undefined {
  const { kind, status, retryAfterSeconds, fault } = details;
  const busy = kind === 'rateLimited' || (status !== undefined && OVERLOADED.has(status));
  if (busy && retryAfterSeconds !== undefined) {
    return retryAfterSeconds <= LONGEST_WAIT ? retryAfterSeconds : undefined;
  }
  // A limit that does not say when it ends may be one for the month.
  if (kind === 'rateLimited' || !(busy || fault === 'reset')) return undefined;
  const longest = BACK_OFF[failed - 1] ?? LONGEST_WAIT;
  // Whole milliseconds, as timers have them: a countdown would show a second more for a fraction of one.
  return Math.round(1000 * (SHORTEST_BACK_OFF + random * (longest - SHORTEST_BACK_OFF))) / 1000;
}

async function* countDown(
  seconds: number,
  { clock, signal }: RetryOptions,
  { attempt, error }: { readonly attempt: number; readonly error: ChatError },
): AsyncGenerator<ChatEvent, void, undefined> {
  // Counted, not read off the clock: timers are a little early or late, and a clock that is set would change the wait.
  const whole = Math.ceil(seconds);
  for (let left = whole; left > 0; left--) {
    const progress = { phase: 'retry', seconds: left, attempt, attempts: ATTEMPTS } as const;
    yield { type: 'progress', progress: { ...progress, error: error.details } };
    await sleep(clock, left === whole ? 1000 * (1 - whole + seconds) : 1000, signal);
  }
}
