import { createServer, type Server, type Socket } from 'node:net';
import { type Connections, LOOPBACK, listen } from './listening';

export interface FaultyServerOptions {
  /** The address to listen on; 127.0.0.1 when left out. */
  readonly host?: string;
}

/** A TCP server with which nobody gets anywhere. */
export interface FaultyServer {
  readonly host: string;
  readonly port: number;
  readonly connections: () => Connections;
  readonly close: () => Promise<void>;
}

/** Accepts connections, listens to all that is said, and never answers: neither a TLS handshake nor a request. */
export function startSilentServer(options?: FaultyServerOptions): Promise<FaultyServer> {
  // It has to read: a connection that is not read is not seen to close.
  return start(options, socket => void socket.resume());
}

/** Resets every connection as soon as it is there. */
export function startResetServer(options?: FaultyServerOptions): Promise<FaultyServer> {
  return start(options, socket => void socket.resetAndDestroy());
}

async function start(
  { host = LOOPBACK }: FaultyServerOptions = {},
  greet: (socket: Socket) => void,
): Promise<FaultyServer> {
  const server: Server = createServer(socket => {
    // A client that hangs up rudely is what these servers are for.
    socket.on('error', () => {});
    greet(socket);
  });
  const { port, connections, close } = await listen(server, host);
  return { host, port, connections, close };
}
