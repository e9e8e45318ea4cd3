import type { Timeouts } from '../endpoints';
import { type Dispatcher, exchange } from './exchange';

/** A reply whose head has arrived. The body must be read to its end or left early (`break`), which closes the connection. */
export interface HttpReply {
  readonly status: number;
  /** Lower case, with parameters; empty where the server sent none. */
  readonly contentType: string;
  /** Method and address without query, for messages: `POST https://host/v1/chat/completions`. */
  readonly request: string;
  /** Throws `ChatError` when the connection breaks, and the reason of the abort when it was aborted. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Requests to one endpoint. `path` is relative to the endpoint's chat address; empty means that address itself. */
export interface Http {
  post(path: string, body: unknown, signal: AbortSignal): Promise<HttpReply>;
  get(path: string, signal: AbortSignal): Promise<HttpReply>;
}

export interface HttpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly token: string | undefined;
  readonly timeouts: Timeouts;
}

/** `Http` bound to an address and a token, so that no wire ever sees either. */
export function bindHttp(dispatcher: Dispatcher, target: HttpTarget): Http {
  const headers: Readonly<Record<string, string>> = {
    'user-agent': 'endpoint-chat',
    // Compression would hold back a stream until a block is full.
    'accept-encoding': 'identity',
    ...lowerCaseNames(target.headers),
    ...(target.token === undefined ? {} : { authorization: `Bearer ${target.token}` }),
  };
  return {
    post: (path, body, signal) =>
      exchange(dispatcher, {
        method: 'POST',
        url: resolve(target.url, path),
        headers: { accept: 'text/event-stream, application/json', 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        timeouts: target.timeouts,
        signal,
      }),
    get: (path, signal) =>
      exchange(dispatcher, {
        method: 'GET',
        url: resolve(target.url, path),
        headers: { accept: 'application/json', ...headers },
        timeouts: target.timeouts,
        signal,
      }),
  };
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function resolve(base: string, path: string): URL {
  if (path === '') return new URL(base);
  const url = new URL(path, base);
  // Gateways carry such things as `api-version` in the query; they hold for every path.
  url.search = new URL(base).search;
  return url;
}
