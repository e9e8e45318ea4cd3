import type { NetworkSettings } from '../../../../src/core/http/route';

/** Where a proxy can be written down. */
export const PLACES = ['http.proxy', 'https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;
export type Place = (typeof PLACES)[number];

export interface ProxyCase {
  readonly what: string;
  readonly url: string;
  /** Where proxies are written down, a different one in each place. */
  readonly written: readonly Place[];
  readonly noProxy?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly expected: Place | 'direct';
}

const URL_OF_CASES = 'https://api.example.test/v1';

/** VS Code's rules for the choice of a proxy, one case each (row N2). */
export const PROXY_CASES: readonly ProxyCase[] = [
  { what: 'nothing is set', url: URL_OF_CASES, written: [], expected: 'direct' },
  { what: 'http.proxy is set', url: URL_OF_CASES, written: ['http.proxy'], expected: 'http.proxy' },
  { what: 'all are set', url: URL_OF_CASES, written: PLACES, expected: 'http.proxy' },
  {
    what: 'the environment sets all',
    url: URL_OF_CASES,
    written: ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'],
    expected: 'https_proxy',
  },
  {
    what: 'HTTPS_PROXY is set beside those for http',
    url: URL_OF_CASES,
    written: ['HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'],
    expected: 'HTTPS_PROXY',
  },
  {
    what: 'only those for http are set',
    url: URL_OF_CASES,
    written: ['http_proxy', 'HTTP_PROXY'],
    expected: 'http_proxy',
  },
  { what: 'HTTP_PROXY alone is set', url: URL_OF_CASES, written: ['HTTP_PROXY'], expected: 'HTTP_PROXY' },
  {
    what: 'http.noProxy names the host',
    url: URL_OF_CASES,
    written: ['http.proxy', 'https_proxy'],
    noProxy: ['API.example.test'],
    expected: 'direct',
  },
  {
    what: 'NO_PROXY names the domain',
    url: URL_OF_CASES,
    written: ['http.proxy', 'https_proxy'],
    environment: { NO_PROXY: 'other.test, .example.test' },
    expected: 'direct',
  },
  {
    what: 'http.noProxy names another host, and NO_PROXY all',
    url: URL_OF_CASES,
    written: ['http.proxy'],
    noProxy: ['other.test'],
    environment: { NO_PROXY: '*' },
    expected: 'http.proxy',
  },
  {
    what: 'no_proxy names another host, and NO_PROXY all',
    url: URL_OF_CASES,
    written: ['HTTPS_PROXY'],
    environment: { no_proxy: 'ample.test,xapi.example.test', NO_PROXY: '*' },
    expected: 'HTTPS_PROXY',
  },
  {
    what: 'http.noProxy names the host with another port',
    url: URL_OF_CASES,
    written: ['http.proxy'],
    noProxy: ['api.example.test:8443'],
    expected: 'http.proxy',
  },
  {
    what: 'http.noProxy names the host with its port',
    url: URL_OF_CASES,
    written: ['http.proxy'],
    noProxy: ['api.example.test:443'],
    expected: 'direct',
  },
  { what: 'it is plain http', url: 'http://api.example.test/v1', written: ['https_proxy'], expected: 'https_proxy' },
];

/** The settings of a case, with the proxies that stand in the places. */
export function settingsOf(
  { written, noProxy = [], environment = {} }: ProxyCase,
  proxyIn: (place: Place) => string,
): Pick<NetworkSettings, 'proxy' | 'noProxy' | 'environment'> {
  const variables = written.filter(place => place !== 'http.proxy').map(place => [place, proxyIn(place)] as const);
  return {
    proxy: written.includes('http.proxy') ? proxyIn('http.proxy') : '',
    noProxy,
    environment: { ...environment, ...Object.fromEntries(variables) },
  };
}
