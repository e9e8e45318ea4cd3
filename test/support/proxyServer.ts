import {
  type ClientRequest,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ServerCertificate } from './certificates';
import { type Connections, createWebServer, LOOPBACK, listen, originOf } from './listening';

export interface ProxyServerOptions {
  /** The address to listen on; 127.0.0.1 when left out. */
  readonly host?: string;
  /** Clients speak TLS with the proxy itself. Without a host its `url` then says `localhost`. */
  readonly tls?: ServerCertificate;
  /** The exact `Proxy-Authorization` that every request must bring; 407 otherwise. */
  readonly authorization?: string;
  /** The status with which every CONNECT is answered, instead of a tunnel. */
  readonly refuse?: number;
  /** Takes every CONNECT and never answers it. */
  readonly stall?: boolean;
  /**
   * Where a target is really to be found, both as `host:port`: the proxy's own DNS, and a fixed port for what runs on
   * any free one. Every target is what it says when left out.
   */
  readonly resolve?: (target: string) => string;
}

/** A request as the proxy got it, before it decided on it. */
export interface ProxyRequest {
  /** `CONNECT`, or the method of a request that is to be forwarded. */
  readonly method: string;
  /** `host:port` of a CONNECT, else the whole URL. */
  readonly target: string;
  /** Its `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

/** A forward proxy: tunnels for CONNECT, and forwards requests for `http:` addresses. */
export interface ProxyServer {
  /** The origin, such as `http://127.0.0.1:51234` or `https://localhost:51234`. */
  readonly url: string;
  /** Every request so far, in order of arrival; grows by itself. What happens inside a tunnel is none. */
  readonly requests: readonly ProxyRequest[];
  /** Those of clients; the ones to origins are not counted. */
  readonly connections: () => Connections;
  /** Breaks all connections, tunnels too. */
  readonly close: () => Promise<void>;
}

const CHALLENGE = { 'Proxy-Authenticate': 'Basic realm="practice proxy"' };

export async function startProxyServer(options: ProxyServerOptions = {}): Promise<ProxyServer> {
  const { host, tls, authorization, refuse, stall = false, resolve = target => target } = options;
  const requests: ProxyRequest[] = [];

  /** Notes a request down and tells whether it may pass. */
  function admit({ method = '', url = '', headers }: IncomingMessage): boolean {
    const given = headers['proxy-authorization'];
    requests.push({ method, target: url, authorization: given });
    return authorization === undefined || given === authorization;
  }

  const server = createWebServer(tls, (incoming, response) => {
    if (!admit(incoming)) return answer(response, 407, CHALLENGE);
    const target = readUrl(incoming.url ?? '');
    if (target?.protocol !== 'http:') return answer(response, 400);
    forward(incoming, response, target, locate(resolve(`${target.hostname}:${target.port || 80}`)));
  });

  server.on('connect', (incoming, client, head) => {
    // Once a tunnel breaks there is nobody left to tell; `close` follows and does what is needed.
    client.on('error', () => {});
    if (!admit(incoming)) return answerConnect(client, 407, CHALLENGE);
    if (refuse !== undefined) return answerConnect(client, refuse);
    if (stall) return ignore(client);
    if (!readUrl(`http://${incoming.url}`)) return answerConnect(client, 400);
    tunnel(client, head, locate(resolve(incoming.url ?? '')));
  });

  const listening = await listen(server, host ?? LOOPBACK);
  return {
    url: originOf(listening.port, host, tls),
    requests,
    connections: listening.connections,
    close: listening.close,
  };
}

interface Location {
  readonly host: string;
  readonly port: number;
}

/** Takes `host:port` apart; an IPv6 address is in brackets. */
function locate(authority: string): Location {
  const { hostname, port } = new URL(`http://${authority}`);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 80) };
}

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function tunnel(client: Duplex, head: Buffer, to: Location): void {
  const origin = connect({ ...to, allowHalfOpen: true });
  const refused = (): void => answerConnect(client, 502);
  origin.once('error', refused);
  client.once('close', () => origin.destroy());
  origin.once('connect', () => {
    origin.off('error', refused);
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    // What the client sent right after its CONNECT came with it.
    if (head.length > 0) origin.write(head);
    join(client, origin);
  });
}

/** Passes on what either side says, an end included; where one breaks, the other has to break. */
function join(client: Duplex, origin: Socket): void {
  origin.on('error', () => client.destroy());
  client.pipe(origin);
  origin.pipe(client);
}

/** Reads on, or it would not see the client hang up. */
function ignore(client: Duplex): void {
  client.resume();
  client.once('end', () => client.end());
}

function forward(incoming: IncomingMessage, response: ServerResponse, target: URL, to: Location): void {
  const { method } = incoming;
  // RFC 9112, 3.2.2: the host is the target's, whatever the client's own header says.
  const headers = { ...endToEnd(incoming.headers), host: target.host, via: '1.1 practice-proxy' };
  const path = `${target.pathname}${target.search}`;
  const request: ClientRequest = httpRequest({ ...to, method, path, headers, agent: false });
  request.once('response', reply => {
    response.writeHead(reply.statusCode ?? 502, endToEnd(reply.headers));
    // The head must not wait for the first bytes of the body, which may take a model a minute.
    response.flushHeaders();
    reply.once('error', () => response.destroy());
    reply.pipe(response);
  });
  request.on('error', () => {
    if (response.headersSent) response.destroy();
    else answer(response, 502);
  });
  response.once('close', () => request.destroy());
  incoming.pipe(request);
}

/** RFC 9110, 7.6.1, and what is meant for the proxy itself. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

function answer(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { ...headers, 'Content-Length': 0 }).end();
}

/** Ends the connection too: `node:http` reads no second request after a CONNECT. */
function answerConnect(client: Duplex, status: number, headers: Readonly<Record<string, string>> = {}): void {
  const all = { ...headers, 'Content-Length': 0, Connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  client.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('')}\r\n`);
  ignore(client);
}
