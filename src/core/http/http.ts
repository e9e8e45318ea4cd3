import type { Clock } from '../clock';
import type { Timeouts } from '../endpoints/endpoints';
import { assertAllowedAddress } from './addresses';
import { decoded } from './decode';
import type { Observer, OpenReply } from './exchange';
import { isRedirect, MAX_HOPS, redirected, redirectTarget } from './redirect';
import type { Transport } from './transport';

/** A reply whose head has arrived. The body must be read to its end or left early (`break`), which closes the connection. */
export interface HttpReply {
  readonly status: number;
  /** Lower case, with parameters; empty where the server sent none. */
  readonly contentType: string;
  /** A header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
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

/** What all requests of one attempt have in common. The token takes the place of an `Authorization` among the headers. */
export interface HttpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly token: string | undefined;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  readonly observer: Observer;
}

/** `Http` bound to an address and a token, so that no wire ever sees either. */
export function bindHttp(transport: Transport, target: HttpTarget): Http {
  const { timeouts, clock, observer } = target;
  const headers: Readonly<Record<string, string>> = {
    'user-agent': 'endpoint-chat',
    // Compression would hold back a stream until a block is full.
    'accept-encoding': 'identity',
    ...lowerCaseNames(target.headers),
    ...(target.token === undefined ? {} : { authorization: `Bearer ${target.token}` }),
  };

  async function send(
    method: 'GET' | 'POST',
    path: string,
    more: { readonly headers: Readonly<Record<string, string>>; readonly body?: string },
    signal: AbortSignal,
  ): Promise<HttpReply> {
    const request = { method, headers: { ...more.headers, ...headers }, timeouts, clock, signal, observer };
    let url = resolve(target.url, path);
    for (let hops = 0; ; hops++) {
      assertAllowedAddress(url);
      const reply = await transport.send({ ...request, url, ...(more.body === undefined ? {} : { body: more.body }) });
      observer.onReply(reply.status);
      if (!isRedirect(reply)) return readable(reply);
      reply.discard();
      const next = redirectTarget(reply, method, url);
      if (hops === MAX_HOPS) throw redirected(reply, url, next);
      url = next;
    }
  }

  return {
    post: (path, body, signal) => {
      const accept = { accept: 'text/event-stream, application/json', 'content-type': 'application/json' };
      return send('POST', path, { headers: accept, body: JSON.stringify(body) }, signal);
    },
    get: (path, signal) => send('GET', path, { headers: { accept: 'application/json' } }, signal),
  };
}

function readable(reply: OpenReply): HttpReply {
  try {
    return { ...reply, body: decoded(reply.body, reply.header('content-encoding') ?? '') };
  } catch (error) {
    reply.discard();
    throw error;
  }
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
