import type { SecureContext } from 'node:tls';
import openTunnel from 'undici/lib/api/api-connect.js';
import type { Connector } from 'undici/lib/core/connect.js';
import type { Dispatcher } from 'undici/lib/dispatcher/agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
import { ChatError, CODES } from '../errors';
import { CONNECT_TIMEOUT, connector, ONCE } from './connections';
import type { Route } from './route';

/** The connections through one proxy. */
export function createProxyDispatcher(
  { proxy, authorization }: Extract<Route, { via: 'proxy' }>,
  secureContext: SecureContext | undefined,
  verifyProxy: boolean,
): Dispatcher {
  const { protocol } = new URL(proxy);
  if (protocol !== 'http:' && protocol !== 'https:') throw unsupportedProxy(protocol);
  const tls = secureContext ? { secureContext } : {};
  const proxyTls = { ...tls, rejectUnauthorized: verifyProxy };
  const connectToProxy = connector(proxyTls);
  const connect: Connector = (target, callback) =>
    connectToProxy(target, (error, socket) => (error ? callback(new ProxyError(error), null) : callback(null, socket)));
  return new ProxyAgent({
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
class ProxyError extends Error {
  constructor(cause: Error) {
    super(`The proxy could not be reached: ${cause.message}`, { cause });
    this.name = 'ProxyError';
  }
}
