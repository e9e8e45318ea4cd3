import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import openTunnel from 'undici/lib/api/api-connect.js';
import type { Connector } from 'undici/lib/core/connect.js';
import Agent, { type Dispatcher } from 'undici/lib/dispatcher/agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
import { ChatError, CODES } from '../errors';
import { trustedAuthorities } from './certificates';
import { CONNECT_TIMEOUT, connectOnce, connector, createConnections } from './connections';
import type { NetworkSettings, Route } from './route';

/** The connections of this extension alone; the process-wide ones are left untouched. */
export interface Dispatchers {
  /** The way to an origin as the settings have it now. Requests on an older way run on to their end (row N8). */
  to(url: URL, route: Route, settings: NetworkSettings): Promise<Dispatcher>;
  /** Connects ahead where that can be done, for a request that will probably come. */
  warm(url: URL, route: Route, settings: NetworkSettings): Promise<void>;
  /** Makes a connection for itself, to see whether one comes about; to an endpoint, or to a `proxy`. */
  probe(url: URL, settings: NetworkSettings, to: 'endpoint' | 'proxy'): Promise<Socket>;
  /** Ends every connection. */
  close(): Promise<void>;
}

interface Way {
  readonly key: string;
  readonly dispatcher: Dispatcher;
  warm(url: URL): void;
  /** Gives up what was connected ahead. */
  cool(): void;
}

export function createDispatchers(): Dispatchers {
  const ways = new Map<string, Way>();
  const open = new Set<Dispatcher>();
  const trust = createTrust();

  async function wayTo(url: URL, route: Route, settings: NetworkSettings): Promise<Way> {
    const { systemCertificates, environment, proxyStrictSsl } = settings;
    const secured = url.protocol === 'https:' || (route.via === 'proxy' && route.proxy.startsWith('https:'));
    const context = secured ? await trust(settings) : undefined;
    const key = JSON.stringify([route, systemCertificates, environment['NODE_EXTRA_CA_CERTS'], proxyStrictSsl]);
    const current = ways.get(url.origin);
    if (current?.key === key) return current;
    // Not closed: undici forgets the running requests of what it closes, and we could not end them any more. No connection
    // is used twice, so nothing of it stays open.
    current?.cool();
    const way = route.via === 'direct' ? directWay(key, context) : proxyWay(key, route, context, proxyStrictSsl);
    ways.set(url.origin, way);
    open.add(way.dispatcher);
    return way;
  }

  return {
    to: async (url, route, settings) => (await wayTo(url, route, settings)).dispatcher,
    warm: async (url, route, settings) => (await wayTo(url, route, settings)).warm(url),
    async probe(url, settings, to) {
      if (url.protocol !== 'https:') return connectOnce(connector({}), url);
      const rejectUnauthorized = to === 'endpoint' || settings.proxyStrictSsl;
      return connectOnce(connector({ secureContext: await trust(settings), rejectUnauthorized }), url);
    },
    async close() {
      for (const way of ways.values()) way.cool();
      ways.clear();
      await Promise.all([...open].map(dispatcher => dispatcher.destroy()));
      open.clear();
    },
  };
}

/** No connection carries a second request; one that is left over, as after an abort, would stay open for four seconds. */
const ONCE = { keepAliveTimeout: 1 };

function directWay(key: string, secureContext: SecureContext | undefined): Way {
  const connections = createConnections(secureContext ? { secureContext } : {});
  const dispatcher = new Agent({ ...ONCE, connect: connections.connect });
  return { key, dispatcher, warm: connections.warm, cool: connections.close };
}

function proxyWay(
  key: string,
  { proxy, authorization }: Extract<Route, { via: 'proxy' }>,
  secureContext: SecureContext | undefined,
  verifyProxy: boolean,
): Way {
  const { protocol } = new URL(proxy);
  if (protocol !== 'http:' && protocol !== 'https:') throw unsupportedProxy(protocol);
  const tls = secureContext ? { secureContext } : {};
  const proxyTls = { ...tls, rejectUnauthorized: verifyProxy };
  const connectToProxy = connector(proxyTls);
  const connect: Connector = (target, callback) =>
    connectToProxy(target, (error, socket) => (error ? callback(new ProxyError(error), null) : callback(null, socket)));
  const dispatcher = new ProxyAgent({
    ...ONCE,
    uri: proxy,
    ...(authorization ? { token: authorization } : {}),
    // Plain http is forwarded, as VS Code does it: many proxies open tunnels to port 443 only.
    proxyTunnel: false,
    requestTls: tls,
    proxyTls,
    // For tunnels. undici's entry, which we never load, is what gives its classes `connect`.
    clientFactory: origin =>
      Object.assign(new Pool(origin, { headersTimeout: CONNECT_TIMEOUT, connect }), { connect: openTunnel }),
    // For what goes through a tunnel, and for what is forwarded: that goes to the proxy itself.
    factory: (origin, options) => new Pool(origin, String(origin) === proxy ? { ...ONCE, connect } : options),
  });
  return { key, dispatcher, warm: () => undefined, cool: () => undefined };
}

/** undici's SOCKS hangs on a silent server and drops the password; VS Code's own `fetch` may know such a proxy. */
function unsupportedProxy(protocol: string): ChatError {
  return new ChatError({
    kind: 'network',
    fault: 'proxy',
    code: CODES.proxyKind,
    message: `Proxies of the kind ${protocol.replace(':', '')} are not supported.`,
  });
}

/** The proxy itself could not be reached; without this it would look as if the endpoint could not. */
export class ProxyError extends Error {
  constructor(cause: Error) {
    super(`The proxy could not be reached: ${cause.message}`, { cause });
    this.name = 'ProxyError';
  }
}

/** The trusted authorities as one context for all connections: to read some hundred certificates takes a while. */
function createTrust(): (settings: NetworkSettings) => Promise<SecureContext> {
  let known: { readonly key: string; readonly context: Promise<SecureContext> } | undefined;
  return settings => {
    const key = JSON.stringify([settings.systemCertificates, settings.environment['NODE_EXTRA_CA_CERTS']]);
    if (known?.key !== key) {
      const context = trustedAuthorities(settings).then(ca => createSecureContext({ ca: [...ca] }));
      known = { key, context };
    }
    return known.context;
  };
}
