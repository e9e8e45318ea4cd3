import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
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
  /** The key that every request must bring. Without it anyone may ask. */
  readonly token?: string;
  /** About 40 tokens a second when left out. */
  readonly pace?: Pace;
}

/** A local server that speaks both protocols and can be told to misbehave. */
export interface PracticeServer {
  /** The origin, such as `http://127.0.0.1:51234`. */
  readonly url: string;
  /** Every request so far, in order of arrival; grows by itself. */
  readonly requests: readonly RecordedRequest[];
  /** Queues a reply for the next request that it is meant for. Each is used once. */
  readonly script: (reply: ScriptedReply) => void;
  /** The first request that no earlier call has given out, as soon as there is one. */
  readonly nextRequest: () => Promise<RecordedRequest>;
  readonly connections: () => { readonly accepted: number; readonly open: number };
  /** Breaks all connections. Rejects with the first error in a script, such as a header that cannot be sent. */
  readonly close: () => Promise<void>;
}

export async function startPracticeServer(options: PracticeServerOptions = {}): Promise<PracticeServer> {
  const { port = 0, host = '127.0.0.1', token, pace = LIFELIKE } = options;
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
    const exchange = await receive(incoming, response).catch(() => undefined);
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

  const server = createServer((incoming, response) => void handle(incoming, response));
  const sockets = trackSockets(server);
  server.listen(port, host);
  await once(server, 'listening');

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const exchange of running) exchange.abandon();
    for (const socket of sockets.open) socket.destroy();
    waiters.close();
    await closed;
    if (failures.length > 0) throw failures[0];
  }

  return {
    url: origin(server, host),
    requests,
    script: reply => void scripts.push(reply),
    nextRequest: waiters.next,
    connections: () => ({ accepted: sockets.accepted(), open: sockets.open.size }),
    close,
  };
}

function origin(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The practice server has no port.');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

function trackSockets(server: Server): { readonly open: ReadonlySet<Socket>; readonly accepted: () => number } {
  const open = new Set<Socket>();
  let accepted = 0;
  server.on('connection', socket => {
    accepted += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return { open, accepted: () => accepted };
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
