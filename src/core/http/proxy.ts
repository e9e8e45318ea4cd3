import type { NetworkSettings } from './route';

type Configured = Pick<NetworkSettings, 'proxy' | 'noProxy' | 'environment'>;

/**
 * The proxy for an address by VS Code's settings and the environment, `direct` where they exclude the address, undefined
 * where they say nothing. In VS Code's own order: `http.noProxy` (with it, NO_PROXY counts no more) or NO_PROXY; `http.proxy`;
 * https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY, whatever the scheme (vscode-proxy-agent, `useProxySettings`).
 */
export function configuredProxy(url: URL, { proxy, noProxy, environment }: Configured): string | 'direct' | undefined {
  const excluded = noProxy.length > 0 ? noProxy : (environment['no_proxy'] || environment['NO_PROXY'] || '').split(',');
  const candidates = [
    proxy,
    environment['https_proxy'] ||
      environment['HTTPS_PROXY'] ||
      environment['http_proxy'] ||
      environment['HTTP_PROXY'] ||
      '',
  ];
  const chosen = candidates.map(candidate => candidate.trim()).find(isProxyUrl);
  if (isExcluded(url, excluded)) return 'direct';
  return chosen;
}

/** Whether VS Code would take this for a proxy. */
export function isProxyUrl(text: string): boolean {
  return /^(https?|socks(4a?|5h?)?):\/\/./i.test(text) && URL.canParse(text);
}

/** Entries are names, with everything below them, and perhaps a port: `corp.example`, `.corp.example`, `host:8080`, `*`. */
function isExcluded(url: URL, entries: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = `.${url.hostname.toLowerCase()}`;
  return entries
    .map(entry => entry.trim().toLowerCase())
    .some(entry => {
      if (entry === '*') return true;
      const [name = '', wantedPort] = entry.split(':', 2);
      if (name === '') return false;
      const domain = name.startsWith('.') ? name : `.${name}`;
      return host.endsWith(domain) && (!wantedPort || wantedPort === port);
    });
}
