import type { Socket } from 'node:net';
import buildConnector, {
  type Connector,
  type ConnectorOptions,
  type SocketConnector,
} from 'undici/lib/core/connect.js';
import { guardedLookup } from './addresses';

/** Milliseconds until a connection must stand, its TLS handshake included. */
export const CONNECT_TIMEOUT = 10_000;

/** No connection carries a second request; one that is left over, as after an abort, would stay open for four seconds. */
export const ONCE = { keepAliveTimeout: 1 };

/**
 * Milliseconds for which a connection that was made ahead may wait for its request. Shorter than any server's own patience
 * (five seconds is the shortest in use), so that a question never meets a connection that is just being closed.
 */
const WARM_FOR = 4000;

/** The connections of one direct way: each for a single request, made when that comes or up to four seconds ahead. */
export interface Connections {
  /** What undici connects with. */
  readonly connect: Connector;
  /** Connects ahead, so that the next request to this origin waits for no handshake. */
  warm(url: URL): void;
  close(): void;
}

/** What a request travels on: the socket that was made for it, from the first attempt to connect. */
export interface Carrier {
  socket: Socket | undefined;
}

/** That of the request which is being dispatched. */
let dispatched: Carrier | undefined;

/**
 * Dispatches a request and notes its socket. undici makes it within that call, and does not say for whom. Without it a request
 * that is given up could not be: undici would go on connecting for up to ten seconds, and after an abort it connects once
 * more, for nobody (row R32).
 */
export function carry(dispatch: () => void): Carrier {
  const carrier: Carrier = { socket: undefined };
  dispatched = carrier;
  try {
    dispatch();
  } finally {
    dispatched = undefined;
  }
  return carrier;
}

function noteSocket(socket: Socket): void {
  if (dispatched) dispatched.socket = socket;
}

/** How every connection of ours is made: both address families at once, and never to a forbidden address. */
export function connector(tls: ConnectorOptions): SocketConnector {
  const connect = buildConnector({
    timeout: CONNECT_TIMEOUT,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 250,
    lookup: guardedLookup,
    ...tls,
  });
  return (target, callback) => {
    const socket = connect(target, callback);
    noteSocket(socket);
    return socket;
  };
}

type Callback = Parameters<Connector>[1];
type Target = Parameters<Connector>[0];

interface Warm {
  /** The request has come: it gets the connection now, or as soon as it stands. */
  take(callback: Callback): void;
  discard(): void;
}

/** `tls` brings the trusted authorities, where there is TLS. At most one connection to each origin waits for its request. */
export function createConnections(tls: ConnectorOptions): Connections {
  const connectNow = connector(tls);
  const warmed = new Map<string, Warm>();

  function connect(target: Target, callback: Callback): void {
    const key = keyOf(target);
    const warm = warmed.get(key);
    warmed.delete(key);
    if (warm) warm.take(callback);
    else connectNow(target, callback);
  }

  function warm(url: URL): void {
    const target = targetOf(url);
    const key = keyOf(target);
    if (warmed.has(key)) return;
    const ahead = connectAhead(connectNow, target, () => {
      if (warmed.get(key) === ahead) warmed.delete(key);
    });
    warmed.set(key, ahead);
  }

  return {
    connect,
    warm,
    close() {
      for (const ahead of warmed.values()) ahead.discard();
      warmed.clear();
    },
  };
}

/** Connects, and keeps the connection for a request. `onGone`: it failed, was closed, or waited for too long. */
function connectAhead(connect: SocketConnector, target: Target, onGone: () => void): Warm {
  let stands = false;
  let taker: Callback | undefined;

  function discard(): void {
    clearTimeout(timer);
    socket.destroy();
    onGone();
  }
  const timer = setTimeout(discard, WARM_FOR);
  timer.unref();

  const socket = connect(target, (...result) => {
    if (taker) {
      taker(...result);
    } else if (result[0]) {
      discard();
    } else {
      stands = true;
      // Before a request a server says nothing; if it does, or hangs up, the connection is of no use.
      socket.once('readable', discard).once('close', discard);
    }
  });

  return {
    discard,
    take(callback) {
      clearTimeout(timer);
      noteSocket(socket);
      if (!stands) {
        taker = callback;
        return;
      }
      socket.off('readable', discard).off('close', discard);
      // Not before this call is over: undici would take the connection, and never come to the request that waits for it.
      queueMicrotask(() => callback(null, socket));
    },
  };
}

/** One connection for its own sake. */
export function connectOnce(connect: Connector, url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connect(targetOf(url), (error, socket) => {
      if (error) reject(error);
      else resolve(socket);
    });
  });
}

function targetOf(url: URL): Target {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  return { hostname, host: url.host, protocol: url.protocol, port: url.port };
}

function keyOf({ protocol, hostname, port }: Target): string {
  return `${protocol}//${hostname}:${port}`;
}
