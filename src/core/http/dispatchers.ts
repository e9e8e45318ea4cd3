import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import Agent, { type Dispatcher } from 'undici/lib/dispatcher/agent.js';
import { trustedAuthorities } from './certificates';
import { connectOnce, connector, createConnections, ONCE } from './connections';
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

/** One for each client. Keeps a way to each origin, made when it is first needed and anew where the route or the settings have changed. */
export function createDispatchers(): Dispatchers {
  const ways = new Map<string, Way>();
  const open = new Set<Dispatcher>();
  const trust = createTrust();

  async function wayTo(url: URL, route: Route, settings: NetworkSettings): Promise<Way> {
    const { systemCertificates, environment, proxyStrictSsl } = settings;
    const secured = url.protocol === 'https:' || (route.via === 'proxy' && route.proxy.startsWith('https:'));
    const context = secured ? await trust(settings) : undefined;
    const createWay = route.via === 'direct' ? directWay : await proxyWay(route, proxyStrictSsl);
    const key = JSON.stringify([route, systemCertificates, environment['NODE_EXTRA_CA_CERTS'], proxyStrictSsl]);
    const current = ways.get(url.origin);
    if (current?.key === key) return current;
    // Not closed: undici forgets the running requests of what it closes, and we could not end them any more. No connection
    // is used twice, so nothing of it stays open.
    current?.cool();
    const way = createWay(key, context);
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

function directWay(key: string, secureContext: SecureContext | undefined): Way {
  const connections = createConnections(secureContext ? { secureContext } : {});
  const dispatcher = new Agent({ ...ONCE, connect: connections.connect });
  return { key, dispatcher, warm: connections.warm, cool: connections.close };
}

/** Loaded where there is a proxy: a first request without one does not wait for what it does not need. */
async function proxyWay(route: Extract<Route, { via: 'proxy' }>, verifyProxy: boolean): Promise<typeof directWay> {
  const { createProxyDispatcher } = await import('./proxyDispatcher');
  return (key, secureContext) => {
    const dispatcher = createProxyDispatcher(route, secureContext, verifyProxy);
    return { key, dispatcher, warm: () => undefined, cool: () => undefined };
  };
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
