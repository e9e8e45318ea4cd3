import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Server as NetServer, Socket } from 'node:net';
import type { ServerCertificate } from './certificates';

/** Where servers listen unless told otherwise. */
export const LOOPBACK = '127.0.0.1';

/** Counts TCP connections, also those on which no TLS handshake or request ever succeeded. */
export interface Connections {
  readonly accepted: number;
  readonly open: number;
}

/** A server that is up. */
export interface Listening {
  readonly port: number;
  readonly connections: () => Connections;
  /** The TCP connection that carries a socket: under TLS they are two objects, and only this one can be reset. */
  readonly carrierOf: (socket: Socket) => Socket;
  /** Breaks all connections. */
  readonly close: () => Promise<void>;
}

/** Any free port when it is 0. */
export async function listen(server: NetServer, host: string, port = 0): Promise<Listening> {
  const open = new Set<Socket>();
  let accepted = 0;
  server.on('connection', socket => {
    accepted += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');

  function carrierOf(socket: Socket): Socket {
    if (open.has(socket)) return socket;
    const carrier = [...open].find(candidate => remoteOf(candidate) === remoteOf(socket));
    return carrier ?? socket;
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  }

  return {
    port: address.port,
    connections: () => ({ accepted, open: open.size }),
    carrierOf,
    close,
  };
}

/** An HTTP server, or an HTTPS one where there is a certificate. */
export function createWebServer(tls: ServerCertificate | undefined, listener: RequestListener): Server {
  return tls ? createSecureServer({ key: tls.key, cert: tls.cert }, listener) : createServer(listener);
}

/** `localhost` under TLS when no host was asked for: certificates are mostly for names. */
export function originOf(port: number, host: string | undefined, tls: ServerCertificate | undefined): string {
  const name = host ?? (tls ? 'localhost' : LOOPBACK);
  return `${tls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Tells apart all connections that a server has at one time. */
function remoteOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
