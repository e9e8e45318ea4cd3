import type { Clock } from '../clock';
import type { Timeouts } from '../endpoints/endpoints';
import { ChatError } from '../errors';

/** Watches over a request: one limit until the first byte, another between any two. */
export interface Watchdog {
  /** Bytes came. */
  feed(): void;
  stop(): void;
}

/** `timeouts` are in seconds. `onTimeout` gets an error of kind `timeout`, and has to end the request itself. */
export interface WatchdogOptions {
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  readonly request: string;
  /** While true, it is not the server who keeps us waiting. */
  readonly heldUp: () => boolean;
  readonly onTimeout: (error: ChatError) => void;
}

/**
 * undici's own limits are coarse, end at 300 s where the host has patched them, and cannot be told apart. This one sets one
 * timer for each limit, not one for each chunk.
 */
export function startWatchdog({ timeouts, clock, request, heldUp, onTimeout }: WatchdogOptions): Watchdog {
  let fedAt = clock.now();
  let phase: 'firstByte' | 'idle' = 'firstByte';
  let cancel = watch(timeouts.firstByte * 1000);

  function watch(milliseconds: number): () => void {
    return clock.after(milliseconds, () => {
      const seconds = timeouts[phase];
      const left = heldUp() ? seconds * 1000 : fedAt + seconds * 1000 - clock.now();
      if (left > 0) cancel = watch(left);
      else onTimeout(tooSlow(phase, seconds, request));
    });
  }

  return {
    feed() {
      fedAt = clock.now();
      if (phase === 'idle') return;
      phase = 'idle';
      cancel();
      cancel = watch(timeouts.idle * 1000);
    },
    stop: () => cancel(),
  };
}

function tooSlow(phase: 'firstByte' | 'idle', seconds: number, request: string): ChatError {
  const message =
    phase === 'firstByte' ? `No reply within ${seconds} seconds.` : `Nothing more came for ${seconds} seconds.`;
  return new ChatError({ kind: 'timeout', limit: { phase, seconds }, message, request });
}
