import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { chooseRoute } from '../../../../src/core/http/route';
import { createFakeClock } from '../../../support/fakeClock';
import { PROXY_CASES, type ProxyCase, settingsOf } from './proxyCases';

const CACHE = '.vscode-test';
const WITHIN = ['node_modules', 'code-server', 'lib', 'vscode', 'node_modules', '@vscode', 'proxy-agent'];

/** VS Code's own resolver, in the VS Code that the host tests have downloaded. */
function findResolver(): string | undefined {
  const versions = existsSync(CACHE) ? readdirSync(CACHE).filter(name => name.startsWith('code-server-')) : [];
  return versions.map(name => path.resolve(CACHE, name, ...WITHIN)).find(existsSync);
}

/** Runs in a process of its own: the resolver brings an undici that takes the place of Node's process-wide dispatcher. */
const PROGRAM = `
  const [, file, cases] = process.argv;
  const { createProxyResolver } = require(file);
  const nothing = () => {};
  const log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
  const resolve = ({ url, proxy, noProxy, environment }) => createProxyResolver({
    getProxyURL: () => proxy,
    getNoProxyConfig: () => noProxy,
    env: environment,
    isUseHostProxyEnabled: () => false,
    loadSystemCertificatesFromNode: () => true,
    addCertificatesV1: () => false,
    addCertificatesV2: () => false,
    proxyResolveTelemetry: nothing,
    log,
  }).resolveProxyURL(url);
  Promise.all(JSON.parse(cases).map(resolve)).then(found => console.log(JSON.stringify(found.map(url => url ?? null))));
`;

const proxyIn = (place: string): string => `http://${place.toLowerCase().replace(/\W|_/g, '-')}.test:3128`;

/** What a proxy can be written as. */
const SCHEMES = ['http', 'https', 'socks', 'socks5', 'socks5h', 'HTTP', 'gopher', ''];

const MORE: readonly (Omit<ProxyCase, 'written' | 'expected'> & { readonly proxy: string })[] = [
  ...SCHEMES.map(scheme => ({
    what: `the scheme "${scheme}"`,
    url: 'https://a.test',
    proxy: `${scheme}://p.test:1080`,
  })),
  { what: 'credentials', url: 'https://a.test', proxy: 'http://me:secret@p.test:3128' },
  ...['localhost', '127.0.0.1', '[::1]'].map(host => ({
    what: `the address ${host}`,
    url: `http://${host}:11434/v1`,
    proxy: 'http://p.test',
  })),
  ...[
    'a.test',
    '.a.test',
    'A.TEST',
    'test',
    'b.a.test',
    ' a.test ',
    'a.test:443',
    'a.test:80',
    ':443',
    '*',
    '*.test',
  ].map(entry => ({
    what: `http.noProxy "${entry}"`,
    url: 'https://a.test',
    proxy: 'http://p.test',
    noProxy: [entry],
  })),
  ...['a.test', 'x.test,a.test', 'x.test, A.test', '*', '', 'a.test:443', 'a.test:444'].map(list => ({
    what: `NO_PROXY "${list}"`,
    url: 'https://a.test',
    proxy: 'http://p.test',
    environment: { NO_PROXY: list },
  })),
];

describe('the choice of a proxy, compared with VS Code’s own (N2)', () => {
  const file = findResolver();
  const cases = [
    ...PROXY_CASES.map(proxyCase => ({ ...proxyCase, ...settingsOf(proxyCase, proxyIn) })),
    ...MORE.map(more => ({ noProxy: [], environment: {}, ...more })),
  ];
  let found: readonly unknown[] = [];

  before(async () => {
    if (file === undefined) return;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', PROGRAM, file, JSON.stringify(cases)]);
    const parsed: unknown = JSON.parse(stdout);
    found = Array.isArray(parsed) ? parsed : [];
  });

  if (file === undefined) {
    it('is the same (pending: no VS Code is here; `npm test host` downloads one)');
    return;
  }
  for (const [index, { what, url, proxy, noProxy, environment }] of cases.entries()) {
    it(`is the same for ${what}`, async () => {
      const settings = { proxy, noProxy, environment, proxySupport: 'on', proxyStrictSsl: true } as const;
      const route = await chooseRoute(url, { ...settings, systemCertificates: false }, createFakeClock());
      const theirs = found[index];
      assert.notEqual(theirs, undefined);
      assert.deepEqual(inOurForm(theirs), route.via === 'proxy' ? route.proxy : undefined);
    });
  }
});

/** Without credentials. It has one name for every kind of SOCKS 5, as we have. */
function inOurForm(theirs: unknown): string | undefined {
  if (typeof theirs !== 'string') return undefined;
  const url = new URL(theirs);
  url.username = '';
  url.password = '';
  if (url.protocol === 'socks:') url.protocol = 'socks5:';
  return url.href;
}
