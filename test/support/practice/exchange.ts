import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Who ended an exchange, and when, on the clock of `performance.now()`. */
export interface Ended {
  readonly by: 'client' | 'server';
  readonly at: number;
}

/** A request as the practice server got it, and what became of it. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query, if there was one. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed JSON of `text`; undefined when it is none. */
  readonly body: unknown;
  /** On the clock of `performance.now()`. */
  readonly receivedAt: number;
  /** The client hung up before the reply was over. */
  readonly closedByClient: boolean;
  /** Settles when the reply is over or the connection is gone, whichever comes first. */
  readonly ended: Promise<Ended>;
}

/** A request whose reply is still to be given. */
export interface Exchange {
  readonly request: RecordedRequest;
  readonly response: ServerResponse;
  /** The TCP connection, also under TLS: breaking it says no goodbye. */
  readonly connection: Socket;
  /** Aborted when the connection is gone or the server closes. */
  readonly gone: AbortSignal;
  /** The server has said all it will: closing the connection from now on is no longer the client's doing. */
  readonly finish: () => void;
  /** The server closes: whatever the script waits for, it is over. */
  readonly abandon: () => void;
}

/** Reads the whole request. */
export async function receive(
  incoming: IncomingMessage,
  response: ServerResponse,
  connection: Socket,
): Promise<Exchange> {
  const gone = new AbortController();
  const { promise: ended, settle, current } = endedOnce();
  const finish = (): void => settle('server');
  response.once('close', () => {
    settle('client');
    // Also emitted after a proper end, when the connection lives on and a script may have plans for it.
    if (!response.writableFinished) gone.abort();
  });

  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  const request: RecordedRequest = {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    text,
    body: parse(text),
    receivedAt: performance.now(),
    ended,
    get closedByClient() {
      return current()?.by === 'client';
    },
  };
  function abandon(): void {
    finish();
    gone.abort();
  }
  return { request, response, connection, gone: gone.signal, finish, abandon };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface EndedOnce {
  readonly promise: Promise<Ended>;
  readonly settle: (by: Ended['by']) => void;
  readonly current: () => Ended | undefined;
}

function endedOnce(): EndedOnce {
  let current: Ended | undefined;
  let resolve: (ended: Ended) => void = () => {};
  const promise = new Promise<Ended>(resolvePromise => {
    resolve = resolvePromise;
  });
  function settle(by: Ended['by']): void {
    current ??= { by, at: performance.now() };
    resolve(current);
  }
  return { promise, settle, current: () => current };
}
