import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as tls from 'node:tls';
import { promisify } from 'node:util';
import { trustedAuthorities } from '../../../../src/core/http/certificates';
import type { NetworkSettings } from '../../../../src/core/http/route';
import { createSelfSigned, createTestAuthority, type TestAuthority } from '../../../support/certificates';
import type { PracticeServer } from '../../../support/practiceServer';
import { VSCODE_STAND_IN } from '../../../support/vscodeStandIn';
import { ask, endpoint, failureOf, never } from '../client/clientSetup';
import { answerOf, type Lab, NAME, openLab } from './lab';

/** From Node 22.15 on the system's store is asked through Node, which reads it once for a process. */
const asksNode = Reflect.has(tls, 'getCACertificates');

/** Asks for the models with the file that ships, in a process that finds another system's store. */
const PROGRAM = `
  const [, file, url, proxy] = process.argv;
  const settings = { proxy, proxySupport: 'on', noProxy: [], proxyStrictSsl: true, systemCertificates: true, environment: {} };
  const client = require(file).createClient({ token: async () => undefined, network: () => settings });
  const endpoint = { url: url + '/v1/chat/completions', protocol: 'openai', headers: {}, timeouts: { firstByte: 9, idle: 9 } };
  client.models(endpoint, new AbortController().signal).then(list => console.log(list.length));
`;

describe('the authorities that are trusted (N6)', () => {
  let lab: Lab;
  let authority: TestAuthority;

  beforeEach(async () => {
    lab = await openLab();
    authority = await createTestAuthority('Corporation');
  });
  afterEach(() => lab.close());

  const NO_STORE = { systemCertificates: false, environment: {} };
  const system = (...certificates: readonly string[]): Partial<NetworkSettings> => ({
    environment: {},
    systemCertificates: true,
    systemCertificateList: async () => certificates,
  });
  const extra = async (text: string): Promise<Partial<NetworkSettings>> => ({
    ...NO_STORE,
    environment: { NODE_EXTRA_CA_CERTS: await lab.file('own.pem', text) },
  });

  /** Asks a server of the authority, on either way, also for its models. */
  async function askOn(way: 'direct' | 'proxied', settings: Partial<NetworkSettings>): Promise<string> {
    const server = await lab.secureOrigin({ tls: await authority.issue([NAME, 'localhost']) });
    const proxy = await lab.proxy();
    const client = lab.client({ network: () => lab.settings({ proxy: proxy.url, ...settings }) });
    const url = way === 'proxied' ? server.origin : onLocalhost(server);
    assert.ok(await client.models(endpoint({ url }), never));
    assert.equal(proxy.requests.length, way === 'proxied' ? 1 : 0);
    return answerOf(client, url);
  }

  for (const way of ['direct', 'proxied'] as const) {
    it(`are those of the system, ${way}`, async () => {
      if (!asksNode) {
        assert.match(await askOn(way, system(authority.certificate)), /practice server/);
        return;
      }
      const server = await lab.secureOrigin({ tls: await authority.issue([NAME, 'localhost']) });
      const proxy = await lab.proxy();
      const url = way === 'proxied' ? server.origin : onLocalhost(server);
      const env = { ...process.env, SSL_CERT_FILE: await lab.file('system.pem', authority.certificate) };
      const file = path.resolve('dist', 'network.js');
      const run = promisify(execFile)(process.execPath, ['-e', VSCODE_STAND_IN + PROGRAM, file, url, proxy.url], {
        env,
      });
      assert.equal((await run).stdout.trim(), '3');
      assert.equal(proxy.requests.length, way === 'proxied' ? 1 : 0);
    });

    it(`are those in the file of NODE_EXTRA_CA_CERTS, ${way}`, async () => {
      assert.match(await askOn(way, await extra(authority.certificate)), /practice server/);
    });

    it(`are those of both, ${way}`, async () => {
      const other = await createTestAuthority('Other');
      const both = { ...system(other.certificate), ...(await extra(authority.certificate)), systemCertificates: true };
      assert.match(await askOn(way, both), /practice server/);
    });

    it(`are no others, ${way}`, async () => {
      const systemOff = { ...system(authority.certificate), systemCertificates: false };
      for (const settings of [NO_STORE, systemOff]) {
        await assert.rejects(askOn(way, settings), { kind: 'network' });
      }
    });

    it(`are not hidden by an expired one of the same name, ${way}`, async () => {
      const expired = await createTestAuthority('Corporation', { expired: true });
      const settings = await extra(`${expired.certificate}\n${authority.certificate}`);
      assert.match(await askOn(way, settings), /practice server/);
    });
  }

  const list = (more: Partial<NetworkSettings>): Promise<readonly string[]> =>
    trustedAuthorities(lab.settings({ ...NO_STORE, ...more }));

  it('are all that Node brings, each once, without the expired ones of the other stores', async () => {
    const expired = await createTestAuthority('Corporation', { expired: true });
    const [builtIn = ''] = tls.rootCertificates;
    const text = [authority.certificate, expired.certificate, builtIn, authority.certificate].join('\r\n');
    const listed = await list(await extra(text));
    assert.deepEqual(
      listed.slice(0, tls.rootCertificates.length),
      tls.rootCertificates.map(certificate => certificate.trim()),
    );
    assert.deepEqual(listed.slice(tls.rootCertificates.length), [authority.certificate.trim()]);
  });

  it('are Node’s alone when the file is missing, a folder, no certificate, or half of one', async () => {
    const folder = await lab.file('folder', '').then(file => `${file}s`);
    await mkdir(folder);
    const garbage = '-----BEGIN CERTIFICATE-----\nMIIBgarbage\n-----END CERTIFICATE-----\n';
    const files = [
      path.join(folder, 'missing.pem'),
      folder,
      await lab.file('empty.pem', ''),
      await lab.file('no.pem', 'no certificate'),
      await lab.file('garbage.pem', garbage),
      await lab.file('half.pem', authority.certificate.slice(0, -100)),
    ];
    for (const file of files) {
      const listed = await list({ environment: { NODE_EXTRA_CA_CERTS: file } });
      assert.equal(listed.length, tls.rootCertificates.length, file);
    }
    assert.match(await askOn('direct', await extra(`${garbage}${authority.certificate}`)), /practice server/);
  });

  it('are Node’s alone when the system’s store cannot be read', async function () {
    if (asksNode) this.skip();
    for (const broken of [() => Promise.reject(new Error('locked')), async () => ['nonsense']]) {
      const listed = await list({ systemCertificates: true, systemCertificateList: broken });
      assert.equal(listed.length, tls.rootCertificates.length);
    }
  });
});

describe('http.proxyStrictSSL (N7)', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  async function failureAt(url: string, settings: Partial<NetworkSettings>) {
    const client = lab.client({ network: () => lab.settings(settings) });
    return (await failureOf(client.chat(endpoint({ url }), ask('hi'), never))).details;
  }

  for (const proxyStrictSsl of [true, false]) {
    it(`lets no request to a self-signed endpoint when it is ${proxyStrictSsl}`, async () => {
      const server = await lab.secureOrigin({ tls: await createSelfSigned([NAME, 'localhost']) });
      const proxy = await lab.proxy();
      for (const url of [onLocalhost(server), server.origin]) {
        const { fault, code, kind } = await failureAt(url, { proxy: proxy.url, proxyStrictSsl });
        assert.deepEqual([kind, fault, code], ['network', 'tls', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
      }
      assert.deepEqual([server.requests.length, server.connections().accepted], [0, 2]);
    });

    it(`lets no request to an endpoint with another’s certificate when it is ${proxyStrictSsl}`, async () => {
      const server = await lab.secureOrigin({ tls: await lab.authority.issue(['other.example.test']) });
      const proxy = await lab.proxy();
      for (const url of [onLocalhost(server), server.origin]) {
        const { fault, code } = await failureAt(url, { proxy: proxy.url, proxyStrictSsl });
        assert.deepEqual([fault, code], ['tls', 'ERR_TLS_CERT_ALTNAME_INVALID']);
      }
      assert.equal(server.requests.length, 0);
    });
  }

  it('is about the certificate of the proxy alone: unknown ones are refused with it, and accepted without', async () => {
    for (const open of [lab.secureOrigin, lab.plainOrigin]) {
      const server = await open();
      const proxy = await lab.proxy({ tls: await createSelfSigned(['localhost']) });
      const { kind, fault, code, proxy: named } = await failureAt(server.origin, { proxy: proxy.url });
      assert.deepEqual([kind, fault, code], ['network', 'proxy', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
      assert.equal(named, new URL(proxy.url).host);
      assert.deepEqual([proxy.requests.length, server.requests.length], [0, 0]);

      const lax = lab.client({ network: () => lab.settings({ proxy: proxy.url, proxyStrictSsl: false }) });
      assert.match(await answerOf(lax, server.origin), /practice server/);
      assert.deepEqual([proxy.requests.length, server.requests.length], [1, 1]);
    }
  });

  it('lets a proxy pass whose certificate is of a trusted authority, for its own name', async () => {
    const server = await lab.secureOrigin();
    const proxy = await lab.proxy({ tls: await lab.authority.issue(['localhost']) });
    const client = lab.client({ network: () => lab.settings({ proxy: proxy.url }) });
    assert.match(await answerOf(client, server.origin), /practice server/);
    const misnamed = await lab.proxy({ tls: await lab.authority.issue(['other.example.test']) });
    const { fault, code } = await failureAt(server.origin, { proxy: misnamed.url });
    assert.deepEqual([fault, code], ['proxy', 'ERR_TLS_CERT_ALTNAME_INVALID']);
  });

  it('is no reason to send an endpoint’s token to who has an expired certificate', async () => {
    const tlsExpired = await lab.authority.issue([NAME, 'localhost'], { expired: true });
    const server = await lab.secureOrigin({ tls: tlsExpired });
    const { fault, code } = await failureAt(onLocalhost(server), { proxyStrictSsl: false });
    assert.deepEqual([fault, code, server.requests.length], ['tls', 'CERT_HAS_EXPIRED', 0]);
  });
});

/** The server without a proxy, under a name that its certificate has. */
function onLocalhost(server: PracticeServer): string {
  return server.url.replace('127.0.0.1', 'localhost');
}
