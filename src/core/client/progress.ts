import type { ChatEvent } from '../chat';
import type { Clock } from '../clock';

/** Seconds without a word, within an answer, before it is said that nothing comes. */
const QUIET = 10;

/** What the events do not tell: where the request stands, and how to end it when nobody reads on. */
export interface ProgressOptions {
  /** What the request is doing while nothing of its answer has come. */
  readonly phase: () => 'connecting' | 'waiting';
  readonly clock: Clock;
  /** The reader has left: whatever is under way must end. */
  readonly leave: () => void;
}

/**
 * The events, and a `progress` for each second in which none came: from the first second before the answer, from the tenth
 * within it. Signs of life without a word (comments, pings) are not events, so they do not hide a silence (row R3).
 */
export async function* withProgress(
  events: AsyncGenerator<ChatEvent, void, undefined>,
  { phase, clock, leave }: ProgressOptions,
): AsyncGenerator<ChatEvent, void, undefined> {
  let since = clock.now();
  let begun = false;
  let ended = false;
  const reader = createPatientReader(events, clock);
  try {
    for (;;) {
      const result = await reader.next(nextTick(since, clock.now(), begun));
      if (result === 'nothing yet') {
        const seconds = Math.round((clock.now() - since) / 1000);
        yield { type: 'progress', progress: { phase: begun ? 'silent' : phase(), seconds } };
        continue;
      }
      if (result.done) {
        ended = true;
        return;
      }
      since = clock.now();
      begun = true;
      yield result.value;
    }
  } finally {
    reader.stop();
    if (!ended) leave();
    await events.return();
  }
}

/** When the next second is worth telling. */
function nextTick(since: number, now: number, begun: boolean): number {
  const elapsed = now - since;
  const first = begun ? QUIET * 1000 : 1000;
  return elapsed < first - 500 ? since + first : now + 1500 - ((elapsed + 500) % 1000);
}

type Result<T> = IteratorResult<T, void>;

interface Waiter<T> {
  readonly resolve: (result: Result<T> | 'nothing yet') => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads the next item, or gives up at a time; then the same item is still awaited by the next call. One
 * timer runs on over many items: to set and clear one for each would cost more than to read it.
 */
function createPatientReader<T>(items: AsyncGenerator<T, void, undefined>, clock: Clock) {
  let pending: Promise<Result<T>> | undefined;
  let waiter: Waiter<T> | undefined;
  let dueAt = 0;
  let timerAt: number | undefined;
  let cancel = (): void => undefined;

  function onTimer(): void {
    timerAt = undefined;
    if (!waiter) return;
    if (clock.now() < dueAt) watch();
    else settle(({ resolve }) => resolve('nothing yet'));
  }

  function watch(): void {
    if (timerAt !== undefined && timerAt <= dueAt) return;
    cancel();
    timerAt = dueAt;
    // Time goes on between two looks at the clock.
    cancel = clock.after(Math.max(0, dueAt - clock.now()), onTimer);
  }

  function settle(how: (waiter: Waiter<T>) => void): void {
    const awaiting = waiter;
    waiter = undefined;
    if (awaiting) how(awaiting);
  }

  function onResult(result: Result<T>): void {
    settle(({ resolve }) => {
      pending = undefined;
      resolve(result);
    });
  }

  function onError(error: unknown): void {
    settle(({ reject }) => {
      pending = undefined;
      reject(error);
    });
  }

  return {
    next(until: number): Promise<Result<T> | 'nothing yet'> {
      dueAt = until;
      watch();
      return new Promise((resolve, reject) => {
        waiter = { resolve, reject };
        pending ??= items.next();
        // Of an item that was awaited before, whoever comes second finds nobody waiting.
        pending.then(onResult, onError);
      });
    },
    stop: () => cancel(),
  };
}
