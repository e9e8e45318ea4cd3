import { type ChatError, isChatError } from '../errors';
import { ByteQueue } from './byteQueue';
import { type Exchange, type OpenReply, requestLine } from './exchange';
import { networkError } from './networkError';
import { startWatchdog } from './watchdog';

/** The host's `fetch`. Passed in, so that a test can take its place. */
export type HostFetch = (url: URL, init: RequestInit) => Promise<Response>;

/**
 * One request over the host's own `fetch`, where only that can get through: VS Code patches it, asks for a proxy's password
 * and knows Kerberos. It gives up after 300 s of silence whatever our limits are, and takes no options of its transport
 * (row N9), so it is never the first choice. Redirects are not followed.
 *
 * @throws ChatError as `exchange` does, or the reason of the abort
 */
export async function hostExchange(hostFetch: HostFetch, options: Exchange): Promise<OpenReply> {
  const { method, url, headers, body, timeouts, clock, signal } = options;
  const request = requestLine(options);
  const giveUp = new AbortController();
  const abort = (): void => giveUp.abort(signal.reason);
  if (signal.aborted) throw signal.reason;
  signal.addEventListener('abort', abort);

  let begun = false;
  const queue = new ByteQueue({
    pause: () => undefined,
    resume: () => watchdog.feed(),
    close: () => giveUp.abort(),
  });
  const onTimeout = (error: ChatError): void => giveUp.abort(error);
  const watchdog = startWatchdog({ timeouts, clock, request, heldUp: () => queue.full, onTimeout });
  function settle(): void {
    watchdog.stop();
    signal.removeEventListener('abort', abort);
  }
  function failure(error: unknown): unknown {
    if (signal.aborted) return signal.reason;
    const { reason } = giveUp.signal;
    if (isChatError(reason)) return reason;
    return networkError(error, { request, begun });
  }

  try {
    options.observer.onSent();
    const init = { method, headers, body: body ?? null, redirect: 'manual', signal: giveUp.signal } as const;
    const reply = await hostFetch(url, init);
    begun = true;
    void read(reply);
    return {
      status: reply.status,
      contentType: (reply.headers.get('content-type') ?? '').toLowerCase(),
      // It has decompressed the body already.
      header: name => (name === 'content-encoding' ? undefined : (reply.headers.get(name) ?? undefined)),
      request,
      body: queue,
      discard: () => giveUp.abort(),
    };
  } catch (error) {
    settle();
    throw failure(error);
  }

  async function read(reply: Response): Promise<void> {
    try {
      for await (const chunk of reply.body ?? []) {
        watchdog.feed();
        queue.push(chunk);
      }
      queue.end();
    } catch (error) {
      queue.fail(failure(error));
    } finally {
      settle();
    }
  }
}
