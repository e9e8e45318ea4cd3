import { once } from 'node:events';
import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';

/** A reply as it came over the wire, in the pieces in which the parser handed it on. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly pieces: readonly Buffer[];
  readonly body: Buffer;
  /** The code of the error that ended it, such as ECONNRESET; undefined for a proper end. */
  readonly failure: string | undefined;
}

export interface Asking {
  readonly body?: unknown;
  readonly token?: string;
  readonly agent?: Agent | false;
  /** The authorities to trust, as PEM, instead of the usual ones. */
  readonly ca?: string | readonly string[];
  /** Asks on this connection, such as a tunnel, whatever the host of the URL. */
  readonly connection?: Duplex;
  /** What the request line asks for, where that is not the path of the URL. */
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks once, on a connection of its own, and reads until the end, whatever that is. */
export async function exchangeWith(url: string, asking: Asking = {}): Promise<Received> {
  const { response } = await open(url, asking);
  const pieces: Buffer[] = [];
  let failure: string | undefined;
  response.on('data', (piece: Buffer) => pieces.push(piece));
  response.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code ?? error.message;
  });
  // An error comes before the close that it causes.
  await new Promise(resolve => response.once('close', resolve));
  return { status: response.statusCode ?? 0, headers: response.headers, pieces, body: Buffer.concat(pieces), failure };
}

/** Asks and waits for the head of the reply; nothing is read yet. */
export async function open(
  url: string,
  { body, token, agent = false, ca, connection, target, headers = {} }: Asking = {},
): Promise<{ readonly request: ClientRequest; readonly response: IncomingMessage }> {
  const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(ca !== undefined && { ca: [ca].flat() }),
    ...(target !== undefined && { path: target }),
    // Node takes the connection from the agent where there is one.
    ...(connection ? { createConnection: () => connection } : { agent }),
  });
  if (token !== undefined) request.setHeader('Authorization', `Bearer ${token}`);
  request.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (!response) throw new Error('No response.');
  // Connections break in these tests: that is what they look at.
  request.on('error', () => {});
  response.on('error', () => {});
  return { request, response };
}

/** The JSON events of a stream, and whether `[DONE]` ended it. */
export function readEvents(body: Buffer): { readonly events: readonly unknown[]; readonly done: boolean } {
  const data = body
    .toString()
    .split('\n\n')
    .filter(event => event !== '')
    .map(event => event.slice('data: '.length));
  return {
    events: data.filter(event => event !== '[DONE]').map(event => JSON.parse(event)),
    done: data.at(-1) === '[DONE]',
  };
}
