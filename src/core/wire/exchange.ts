import Agent, { type DispatchController, type Dispatcher } from 'undici/lib/dispatcher/agent.js';
import type { Timeouts } from '../endpoints';
import { ByteQueue } from './byteQueue';
import type { HttpReply } from './http';
import { networkError } from './networkError';

export type { Dispatcher };

/** Milliseconds until a connection must stand, its TLS handshake included. */
const CONNECT_TIMEOUT = 10_000;

/** The connections of this extension alone; the process-wide ones are left untouched. */
export function createDispatcher(): Dispatcher {
  return new Agent({
    connect: { timeout: CONNECT_TIMEOUT, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 250 },
  });
}

export interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal;
}

/**
 * One request and its reply, over undici's `dispatch`: the cheapest way through undici (a third less CPU per event than its
 * `request`), and the only one that lets go of the socket at once when aborted. Redirects are not followed.
 *
 * @throws ChatError of kind `network` or `timeout`, or the reason of the abort
 */
export function exchange(
  dispatcher: Dispatcher,
  { method, url, headers, body, timeouts, signal }: Exchange,
): Promise<HttpReply> {
  const request = `${method} ${url.origin}${url.pathname}`;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    let controller: DispatchController | undefined;
    let begun = false;
    const queue = new ByteQueue({
      pause: () => controller?.pause(),
      resume: () => controller?.resume(),
      // Left before its end: the server must see that nobody reads any more.
      close: () => controller?.abort(new Error('The reply is no longer read.')),
    });
    const settle = (): void => signal.removeEventListener('abort', abort);
    function abort(): void {
      settle();
      // Before the connection is let go: that reports an error of its own, and the first one counts.
      queue.fail(signal.reason);
      reject(signal.reason);
      controller?.abort(new Error('Aborted.'));
    }
    signal.addEventListener('abort', abort);

    const options = {
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers,
      body: body ?? null,
      headersTimeout: timeouts.firstByte * 1000,
      bodyTimeout: timeouts.idle * 1000,
      // A connection that the server is about to close must not swallow a question: no POST on a used one.
      reset: method === 'POST',
    };
    dispatcher.dispatch(options, {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) started.abort(new Error('Aborted.'));
      },
      onResponseStart(_controller, status, replyHeaders) {
        if (status < 200) return;
        begun = true;
        const contentType = String(replyHeaders['content-type'] ?? '').toLowerCase();
        resolve({ status, contentType, request, body: queue });
      },
      onResponseData: (_controller, chunk) => queue.push(chunk),
      onResponseEnd() {
        settle();
        queue.end();
      },
      onResponseError(_controller, error) {
        settle();
        const failure = networkError(error, { request, begun });
        queue.fail(failure);
        reject(failure);
      },
    });
  });
}
