import type { Clock } from '../clock';
import { isLoopback } from '../endpoints/endpoints';
import { configuredProxy, isProxyUrl } from './proxy';

/** VS Code's network settings, and what of VS Code can help. Read afresh for every request. */
export interface NetworkSettings {
  /** `http.proxy`; empty where none is set. */
  readonly proxy: string;
  /** `http.noProxy`. */
  readonly noProxy: readonly string[];
  /** `http.proxySupport`. */
  readonly proxySupport: 'off' | 'on' | 'override' | 'fallback';
  /** `http.proxyAuthorization`: the whole value of the `Proxy-Authorization` header. */
  readonly proxyAuthorization?: string;
  /** `http.proxyStrictSSL`: whether the certificate of a proxy is verified. That of an endpoint always is. */
  readonly proxyStrictSsl: boolean;
  /** `http.systemCertificates`. */
  readonly systemCertificates: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** VS Code's own choice of a proxy, which knows the system's settings and PAC files. Undocumented, so it may be missing. */
  readonly resolveProxy?: (url: string) => Promise<string | undefined>;
  /** The system's certificates, PEM, where Node itself cannot tell. */
  readonly systemCertificateList?: () => Promise<readonly string[]>;
}

/**
 * The way to an endpoint. `orHost`: whether the system wants a proxy is not known; when there is no direct way, the host's
 * own `fetch` may find one.
 */
export type Route =
  | { readonly via: 'direct'; readonly orHost: boolean }
  | {
      readonly via: 'proxy';
      /** Without user name and password. */
      readonly proxy: string;
      /** The `Proxy-Authorization` header. */
      readonly authorization?: string;
    };

/** Milliseconds that VS Code's resolver may take: a PAC file may hang. */
const RESOLVER_PATIENCE = 2000;

const DIRECT: Route = { via: 'direct', orHost: false };

/** The way to an address: as VS Code itself would go, else by its settings and the environment (rows N2 to N4). */
export async function chooseRoute(address: string, settings: NetworkSettings, clock: Clock): Promise<Route> {
  if (isLoopback(address) || settings.proxySupport === 'off') return DIRECT;
  const chosen = (await askResolver(address, settings, clock)) ?? configuredProxy(new URL(address), settings);
  if (chosen === undefined) return { via: 'direct', orHost: true };
  return chosen === 'direct' ? DIRECT : throughProxy(new URL(chosen), settings);
}

/** The resolver's answer as `configuredProxy` gives one: undefined where there is no resolver, or none that answers. */
async function askResolver(
  address: string,
  { resolveProxy }: NetworkSettings,
  clock: Clock,
): Promise<string | 'direct' | undefined> {
  if (!resolveProxy) return undefined;
  return new Promise(resolve => {
    const cancel = clock.after(RESOLVER_PATIENCE, () => resolve(undefined));
    const answered = async (): Promise<void> => {
      const proxy = await resolveProxy(address);
      if (!proxy) return resolve('direct');
      const url = proxy.includes('://') ? proxy : `http://${proxy}`;
      // A PAC file may answer nonsense, which is as good as no answer.
      resolve(isProxyUrl(url) ? url : undefined);
    };
    answered()
      .catch(() => resolve(undefined))
      .finally(cancel);
  });
}

function throughProxy(url: URL, { proxyAuthorization }: NetworkSettings): Route {
  const { username, password } = url;
  url.username = '';
  url.password = '';
  // One kind under three names, as VS Code has it. None of ours: `dispatchers` says so, or the host is asked.
  if (/^socks5?h?:$/.test(url.protocol)) url.protocol = 'socks5:';
  const authorization = username === '' ? proxyAuthorization : basic(username, password);
  return { via: 'proxy', proxy: url.href, ...(authorization ? { authorization } : {}) };
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString('base64')}`;
}

/** A percent sign in a password may stand for itself. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
