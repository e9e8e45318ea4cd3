import assert from 'node:assert/strict';
import { ChatError, isChatError } from '../../../../src/core/errors';
import { networkError } from '../../../../src/core/http/networkError';
import { createSelfSigned } from '../../../support/certificates';
import { startResetServer } from '../../../support/faultyServers';
import { ask, endpoint, failureOf, never } from '../client/clientSetup';
import { fastClock } from '../wire/fastClock';
import { deadAddress, type Lab, NAME, openLab, UNKNOWN_NAME } from './lab';

const FAILED = { request: 'POST https://x.test/', begun: false };

/** It is named when it happens, on a slow machine, too: less than the limit of a connection, after which it would be named in any case. */
const PATIENCE = 8000;

describe('failures before an answer (R33)', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  /** What goes wrong at an address, also for its models, in time. */
  async function failureAt(url: string, proxy = '') {
    const network = () => lab.settings({ proxy });
    const client = lab.client({ clock: fastClock(), network });
    const startedAt = performance.now();
    const { details } = await failureOf(client.chat(endpoint({ url }), ask('hi'), never));
    assert.ok(performance.now() - startedAt < PATIENCE, `${performance.now() - startedAt} ms`);
    await assert.rejects(client.models(endpoint({ url }), never), (error: unknown) => {
      assert.ok(isChatError(error));
      assert.deepEqual([error.details.kind, error.details.fault], [details.kind, details.fault]);
      return true;
    });
    assert.equal(details.kind, 'network');
    assert.equal(details.request, `POST ${url}/v1/chat/completions`);
    assert.ok(details.serverMessage ?? details.status, 'it has the system’s words, or the proxy’s status');
    return details;
  }

  it('name an unknown host', async () => {
    for (const url of ['https://nowhere.invalid', 'http://nowhere.invalid:8080']) {
      const { fault, code = '' } = await failureAt(url);
      assert.equal(fault, UNKNOWN_NAME);
      assert.match(code, /^(ENOTFOUND|EAI_AGAIN)$/);
    }
  });

  it('name a port where nobody listens', async () => {
    const dead = new URL(await deadAddress());
    for (const url of [dead.origin, `http://localhost:${dead.port}`, `https://localhost:${dead.port}`]) {
      const { fault, code } = await failureAt(url);
      assert.deepEqual([fault, code], ['refused', 'ECONNREFUSED']);
    }
  });

  it('name a certificate that is not trusted', async () => {
    const server = await lab.secureOrigin({ tls: await createSelfSigned([NAME]) });
    const { fault, code } = await failureAt(server.url);
    assert.deepEqual([fault, code], ['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
  });

  it('name a server that speaks no TLS', async () => {
    const server = await lab.plainOrigin();
    const { fault, suggestedUrl } = await failureAt(server.url.replace('http:', 'https:'));
    assert.equal(fault, 'tls');
    assert.equal(suggestedUrl, `${server.url}/v1/chat/completions`);
  });

  it('name a server that hangs up', async () => {
    const server = await startResetServer();
    lab.onClose(server.close);
    for (const scheme of ['http', 'https']) {
      const { fault } = await failureAt(`${scheme}://${server.host}:${server.port}`);
      assert.equal(fault, 'reset', scheme);
    }
  });

  for (const scheme of ['https', 'http'] as const) {
    const url = `${scheme}://${NAME}`;

    it(`name a proxy where nobody listens, on the way to ${scheme}`, async () => {
      const proxy = await deadAddress();
      const { fault, code, proxy: named } = await failureAt(url, proxy);
      assert.deepEqual([fault, code, named], ['proxy', 'ECONNREFUSED', new URL(proxy).host]);
    });

    it(`name a proxy with an unknown name, on the way to ${scheme}`, async () => {
      const { fault, proxy } = await failureAt(url, 'http://proxy.invalid:3128');
      assert.deepEqual([fault, proxy], ['proxy', 'proxy.invalid:3128']);
    });

    it(`name a proxy that hangs up, on the way to ${scheme}`, async () => {
      const server = await startResetServer();
      lab.onClose(server.close);
      const { fault } = await failureAt(url, `https://${server.host}:${server.port}`);
      assert.equal(fault, 'proxy');
    });
  }

  it('name a proxy that refuses, by its status', async () => {
    for (const refuse of [403, 407, 500, 502, 503]) {
      const proxy = await lab.proxy({ refuse });
      const { fault, status, proxy: named } = await failureAt(`https://${NAME}`, proxy.url);
      assert.deepEqual([fault, status, named], ['proxy', refuse, new URL(proxy.url).host]);
    }
  });

  it('name a proxy that hangs up on a tunnel', async () => {
    const server = await startResetServer();
    lab.onClose(server.close);
    const { proxy } = await failureAt(`https://${NAME}`, `http://${server.host}:${server.port}`);
    assert.equal(proxy, `${server.host}:${server.port}`);
  });

  it('name a kind of proxy that is not spoken', async () => {
    const client = lab.client({ network: () => lab.settings({ proxy: 'socks4://proxy.test:1080' }) });
    const { details } = await failureOf(client.chat(endpoint({ url: `https://${NAME}` }), ask('hi'), never));
    assert.deepEqual([details.kind, details.fault, details.proxy], ['network', 'proxy', 'proxy.test:1080']);
    assert.match(details.message, /socks4/);
  });
});

describe('the system’s errors (R33)', () => {
  const failure = (code: string, message = 'words', online = true): ChatError =>
    networkError(Object.assign(new Error(message), { code }), FAILED, () => online);

  it('mean that this machine is offline only where it has no network', () => {
    for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']) {
      assert.equal(failure(code, '', false).details.fault, 'offline', code);
      assert.notEqual(failure(code, '', true).details.fault, 'offline', code);
    }
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'CERT_HAS_EXPIRED'])
      assert.notEqual(failure(code, '', false).details.fault, 'offline', code);
  });

  it('are distinct faults', () => {
    const faults = ['ENOTFOUND', 'ECONNREFUSED', 'ENETUNREACH', 'SELF_SIGNED_CERT_IN_CHAIN', 'ECONNRESET'].map(
      code => failure(code).details.fault,
    );
    assert.deepEqual(faults, ['dns', 'refused', 'unreachable', 'tls', 'reset']);
  });

  for (const code of [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'EPROTO',
  ]) {
    it(`are about TLS: ${code}`, () => assert.equal(failure(code).details.fault, 'tls'));
  }

  it('are found inside what undici and Node wrap around them', () => {
    const inner = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    const both = Object.assign(new AggregateError([inner, inner], ''), { code: 'ECONNREFUSED' });
    for (const error of [inner, both, new TypeError('fetch failed', { cause: both })]) {
      const { details } = networkError(error, FAILED);
      assert.deepEqual([details.fault, details.serverMessage], ['refused', inner.message]);
    }
  });

  it('tell first that nothing listens, where one of two families has no way there', () => {
    const unreachable = Object.assign(new Error('connect ENETUNREACH ::1'), { code: 'ENETUNREACH' });
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    const both = new AggregateError([unreachable, refused], '');
    assert.equal(networkError(both, FAILED).details.fault, 'refused');
  });

  it('are a limit where a connection or a tunnel took too long', () => {
    for (const code of ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']) {
      const { kind, limit } = failure(code).details;
      assert.deepEqual([kind, limit], ['timeout', { phase: 'connect', seconds: 10 }]);
    }
  });

  it('give way to our own', () => {
    const ours = new ChatError({ kind: 'config', message: 'no' });
    for (const error of [ours, new Error('wrapped', { cause: ours })]) assert.equal(networkError(error, FAILED), ours);
  });

  it('after the head mean that the answer is cut off', () => {
    const broken = new Error('Response does not match the HTTP/1.1 protocol (Invalid EOF state)');
    const { kind, code, serverMessage } = networkError(broken, { ...FAILED, begun: true }).details;
    assert.deepEqual([kind, code, serverMessage], ['truncated', 'UND_ERR_SOCKET', 'other side closed']);
  });
});
