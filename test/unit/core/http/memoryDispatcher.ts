import type { DispatchController } from 'undici/lib/dispatcher/agent.js';
import type { ExchangeDispatcher } from '../../../../src/core/http/exchange';

/** undici without a network: takes one request, and the test says what comes back. */
export interface MemoryDispatcher extends ExchangeDispatcher {
  readonly head: () => void;
  readonly data: (bytes: number) => void;
  readonly end: () => void;
  /** The reader has asked for no more for now. */
  readonly paused: () => boolean;
  /** The connection was given up by the client. */
  readonly aborted: () => boolean;
}

export function memoryDispatcher(): MemoryDispatcher {
  let handler: Parameters<ExchangeDispatcher['dispatch']>[1] = {};
  let paused = false;
  let reason: Error | null = null;
  const controller: DispatchController = {
    get aborted() {
      return reason !== null;
    },
    get paused() {
      return paused;
    },
    get reason() {
      return reason;
    },
    abort(given) {
      reason = given;
      handler.onResponseError?.(controller, given);
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
    },
  };
  return {
    dispatch(_options, given) {
      handler = given;
      handler.onRequestStart?.(controller, {});
      return true;
    },
    head: () => handler.onResponseStart?.(controller, 200, { 'content-type': 'text/event-stream' }),
    data: bytes => handler.onResponseData?.(controller, Buffer.alloc(bytes, ':')),
    end: () => handler.onResponseEnd?.(controller, {}),
    paused: () => paused,
    aborted: () => reason !== null,
  };
}
