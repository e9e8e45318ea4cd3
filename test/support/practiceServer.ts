import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerCertificate } from './certificates';
import { type Connections, createWebServer, LOOPBACK, listen, originOf } from './listening';
import { type Exchange, type RecordedRequest, receive } from './practice/exchange';
import { LIFELIKE, type Pace } from './practice/pace';
import { play } from './practice/play';
import { practiceReply } from './practice/routes';
import type { ScriptedReply } from './scriptedReply';

export type { RecordedRequest } from './practice/exchange';
export type { Pace } from './practice/pace';

export interface PracticeServerOptions {
  /** Any free one when left out. */
  readonly port?: number;
  /** The address to listen on; 127.0.0.1 when left out. */
  readonly host?: string;
  /** Speaks HTTPS. Without a host its `url` then says `localhost`, so that a certificate for that name will do. */
  readonly tls?: ServerCertificate;
  /** The key that every request must bring. Without it anyone may ask. */
  readonly token?: string;
  /** About 40 tokens a second when left out. */
  readonly pace?: Pace;
}

/** A local server that speaks both protocols and can be told to misbehave. */
export interface PracticeServer {
  /** The origin, such as `http://127.0.0.1:51234` or `https://localhost:51234`. */
  readonly url: string;
  /** Every request so far, in order of arrival; grows by itself. */
  readonly requests: readonly RecordedRequest[];
  /** Queues a reply for the next request that it is meant for. Each is used once. */
  readonly script: (reply: ScriptedReply) => void;
  /** The first request that no earlier call has given out, as soon as there is one. */
  readonly nextRequest: () => Promise<RecordedRequest>;
  readonly connections: () => Connections;
  /** Breaks all connections. Rejects with the first error in a script, such as a header that cannot be sent. */
  readonly close: () => Promise<void>;
}

export async function startPracticeServer(options: PracticeServerOptions = {}): Promise<PracticeServer> {
  const { port, host, tls, token, pace = LIFELIKE } = options;
  const requests: RecordedRequest[] = [];
  const scripts: ScriptedReply[] = [];
  const failures: unknown[] = [];
  const running = new Set<Exchange>();
  const waiters = createWaiters();

  function replyTo(request: RecordedRequest): ScriptedReply {
    const index = scripts.findIndex(script => script.when?.(request) ?? true);
    const [script] = index < 0 ? [] : scripts.splice(index, 1);
    return script ?? practiceReply(request, token, pace);
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    // A client that goes away before its request is complete has asked nothing.
    const connection = listening.carrierOf(incoming.socket);
    const exchange = await receive(incoming, response, connection).catch(() => undefined);
    if (!exchange) return;
    running.add(exchange);
    requests.push(exchange.request);
    waiters.offer(exchange.request);
    try {
      await play(replyTo(exchange.request), exchange);
    } catch (error) {
      failures.push(error);
      incoming.socket.destroy();
    } finally {
      running.delete(exchange);
    }
  }

  const server = createWebServer(tls, (incoming, response) => void handle(incoming, response));
  const listening = await listen(server, host ?? LOOPBACK, port);
  let closing = false;

  async function close(): Promise<void> {
    if (closing) return;
    closing = true;
    for (const exchange of running) exchange.abandon();
    waiters.close();
    await listening.close();
    if (failures.length > 0) throw failures[0];
  }

  return {
    url: originOf(listening.port, host, tls),
    requests,
    script: reply => void scripts.push(reply),
    nextRequest: waiters.next,
    connections: listening.connections,
    close,
  };
}

interface Waiters {
  readonly offer: (request: RecordedRequest) => void;
  readonly next: () => Promise<RecordedRequest>;
  readonly close: () => void;
}

/** Hands every request to one caller, whichever of the two comes first. */
function createWaiters(): Waiters {
  const unclaimed: RecordedRequest[] = [];
  const waiting: { readonly resolve: (request: RecordedRequest) => void; readonly reject: (reason: Error) => void }[] =
    [];

  function offer(request: RecordedRequest): void {
    const waiter = waiting.shift();
    if (waiter) waiter.resolve(request);
    else unclaimed.push(request);
  }

  function next(): Promise<RecordedRequest> {
    const request = unclaimed.shift();
    if (request) return Promise.resolve(request);
    const promise = new Promise<RecordedRequest>((resolve, reject) => waiting.push({ resolve, reject }));
    // Who no longer awaits it must not end the whole test run with an unhandled rejection.
    promise.catch(() => {});
    return promise;
  }

  function close(): void {
    for (const waiter of waiting.splice(0))
      waiter.reject(new Error('The practice server closed before a request came.'));
  }

  return { offer, next, close };
}
