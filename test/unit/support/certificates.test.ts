import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { createSelfSigned, createTestAuthority, type ServerCertificate } from '../../support/certificates';
import { type PracticeServer, startPracticeServer } from '../../support/practiceServer';
import { exchangeWith } from './exchangeWith';

describe('test certificates', () => {
  const servers: PracticeServer[] = [];

  async function serve(tls: ServerCertificate, host?: string): Promise<PracticeServer> {
    const server = await startPracticeServer({ tls, ...(host !== undefined && { host }) });
    servers.push(server);
    return server;
  }

  async function statusOf(server: PracticeServer, ...ca: readonly string[]): Promise<number> {
    return (await exchangeWith(`${server.url}/v1/models`, { ca })).status;
  }

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  it('are trusted by who trusts their authority, and by nobody else', async () => {
    const authority = await createTestAuthority('Authority');
    const other = await createTestAuthority('Other');
    const server = await serve(await authority.issue(['localhost']));
    assert.match(server.url, /^https:\/\/localhost:\d+$/);
    assert.equal(await statusOf(server, authority.certificate), 200);
    await assert.rejects(exchangeWith(server.url), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    await assert.rejects(statusOf(server, other.certificate), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    assert.equal(server.requests.length, 1);
  });

  it('hold for names, patterns of names and addresses, and for no others', async () => {
    const { issue, certificate } = await createTestAuthority('Authority');
    const hosts = ['localhost', 'api.example.test', '*.example.org', '127.0.0.1', '::1'];
    const named = new X509Certificate((await issue(hosts)).cert);
    for (const host of ['localhost', 'api.example.test', 'any.example.org']) assert.ok(named.checkHost(host), host);
    for (const address of ['127.0.0.1', '::1']) {
      assert.ok(named.checkIP(address), address);
      assert.equal(await statusOf(await serve(await issue([address]), address), certificate), 200);
    }
    assert.equal(named.checkHost('example.test'), undefined);
    const elsewhere = await serve(await issue(['api.example.test']));
    await assert.rejects(statusOf(elsewhere, certificate), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  it('come from an authority that a second one of its name cannot be taken for', async () => {
    const authorities = [await createTestAuthority('Same name'), await createTestAuthority('Same name')] as const;
    const certificates = authorities.map(({ certificate }) => certificate);
    for (const { issue, certificate } of authorities) {
      const server = await serve(await issue(['localhost']));
      assert.equal(await statusOf(server, ...certificates), 200);
      assert.equal(await statusOf(server, ...certificates.toReversed()), 200);
      const others = certificates.filter(other => other !== certificate);
      await assert.rejects(statusOf(server, ...others), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    }
  });

  it('can have expired, and so can their authority', async () => {
    const authority = await createTestAuthority('Authority');
    const expired = await createTestAuthority('Expired authority', { expired: true });
    const late = await serve(await authority.issue(['localhost'], { expired: true }));
    const orphaned = await serve(await expired.issue(['localhost']));
    await assert.rejects(statusOf(late, authority.certificate), { code: 'CERT_HAS_EXPIRED' });
    await assert.rejects(statusOf(orphaned, expired.certificate), { code: 'CERT_HAS_EXPIRED' });
  });

  it('can be self-signed', async () => {
    const tls = await createSelfSigned(['localhost']);
    const server = await serve(tls);
    await assert.rejects(exchangeWith(server.url), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    assert.equal(await statusOf(server, tls.cert), 200);
  });
});

describe('practice server with TLS', () => {
  let server: PracticeServer;
  let ca: string;

  beforeEach(async () => {
    const authority = await createTestAuthority('Authority');
    ca = authority.certificate;
    server = await startPracticeServer({ tls: await authority.issue(['localhost']) });
  });
  afterEach(() => server.close());

  it('answers, records and counts as it does without', async () => {
    const body = {
      model: 'practice-model',
      messages: [{ role: 'user', content: 'Hello' }],
      max_tokens: 10,
      stream: true,
    };
    const received = await exchangeWith(`${server.url}/v1/chat/completions`, { ca, body, token: 'key' });
    assert.equal(received.failure, undefined);
    assert.match(received.body.toString(), /data: \[DONE\]\n\n$/);
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer key');
    assert.deepEqual(server.requests[0].body, body);
    assert.equal(server.connections().accepted, 1);
  });

  it('breaks connections without a word of TLS', async () => {
    for (const step of [{ cut: true }, { reset: true }] as const) {
      server.script({ steps: [{ send: 'half' }, step] });
      const received = await exchangeWith(server.url, { ca });
      assert.equal(received.body.toString(), 'half');
      assert.equal(received.failure, 'ECONNRESET');
      assert.equal((await server.requests.at(-1)?.ended)?.by, 'server');
    }
  });

  it('closes with a reply under way', async () => {
    server.script({ steps: [{ head: true }, { stall: true }] });
    const received = exchangeWith(server.url, { ca });
    await server.nextRequest();
    await server.close();
    await received.catch(() => {});
    assert.equal(server.connections().open, 0);
  });
});
