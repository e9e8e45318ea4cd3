import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { createTestAuthority } from '../../support/certificates';
import { type PracticeServer, startPracticeServer } from '../../support/practiceServer';
import { type ProxyServer, type ProxyServerOptions, startProxyServer } from '../../support/proxyServer';
import { until } from '../../support/until';
import { exchangeWith, open } from './exchangeWith';

const NAME = 'api.example.test';

interface Tunnel {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly socket: Socket;
}

interface Opening {
  readonly authorization?: string;
  readonly ca?: string;
}

/** Sends a CONNECT and takes what comes of it. */
async function connectThrough(proxy: ProxyServer, target: string, opening: Opening = {}): Promise<Tunnel> {
  const { authorization, ca } = opening;
  const request = (proxy.url.startsWith('https:') ? httpsRequest : httpRequest)(proxy.url, {
    method: 'CONNECT',
    path: target,
    agent: false,
    ...(ca !== undefined && { ca }),
    ...(authorization !== undefined && { headers: { 'Proxy-Authorization': authorization } }),
  });
  request.end();
  const [response, socket]: [IncomingMessage, Socket] = await new Promise((resolve, reject) => {
    request.once('connect', (reply, connection) => resolve([reply, connection]));
    request.once('error', reject);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, socket };
}

describe('proxy server', () => {
  let origin: PracticeServer;
  let secureOrigin: PracticeServer;
  let ca: string;
  const proxies: ProxyServer[] = [];

  /** A proxy that knows `api.example.test`: its port 80 is the practice server, 443 the one with TLS. */
  async function start(options: ProxyServerOptions = {}): Promise<ProxyServer> {
    const known = new Map([
      [`${NAME}:80`, new URL(origin.url).host],
      [`${NAME}:443`, `127.0.0.1:${new URL(secureOrigin.url).port}`],
    ]);
    const proxy = await startProxyServer({ resolve: target => known.get(target) ?? target, ...options });
    proxies.push(proxy);
    return proxy;
  }

  /** Asks the practice server with TLS through a tunnel. */
  async function askThrough(proxy: ProxyServer, opening?: Opening): Promise<number> {
    const { status, socket } = await connectThrough(proxy, `${NAME}:443`, opening);
    assert.equal(status, 200);
    const connection = connectSecurely({ socket, servername: NAME, ca });
    return (await exchangeWith(`http://${NAME}/v1/models`, { connection })).status;
  }

  beforeEach(async () => {
    const authority = await createTestAuthority('Authority');
    ca = authority.certificate;
    origin = await startPracticeServer();
    secureOrigin = await startPracticeServer({ tls: await authority.issue([NAME]) });
  });
  afterEach(async () => {
    for (const server of [...proxies.splice(0), origin, secureOrigin]) await server.close();
  });

  it('tunnels to where it resolves the target to, and TLS is between client and origin', async () => {
    const proxy = await start();
    assert.equal(await askThrough(proxy), 200);
    assert.deepEqual(proxy.requests, [{ method: 'CONNECT', target: `${NAME}:443`, authorization: undefined }]);
    assert.equal(secureOrigin.requests[0]?.path, '/v1/models');
  });

  it('tunnels for those who bring the right credentials, and challenges the others', async () => {
    const proxy = await start({ authorization: 'Basic right' });
    for (const opening of [{}, { authorization: 'Basic wrong' }]) {
      const { status, headers } = await connectThrough(proxy, `${NAME}:443`, opening);
      assert.equal(status, 407);
      assert.match(headers['proxy-authenticate'] ?? '', /^Basic realm=/);
    }
    assert.equal(secureOrigin.connections().accepted, 0);
    assert.equal(await askThrough(proxy, { authorization: 'Basic right' }), 200);
    const given = proxy.requests.map(({ authorization }) => authorization);
    assert.deepEqual(given, [undefined, 'Basic wrong', 'Basic right']);
  });

  it('can be reached with TLS itself', async () => {
    const authority = await createTestAuthority('Authority of the proxy');
    const proxy = await start({ tls: await authority.issue(['localhost']) });
    assert.match(proxy.url, /^https:\/\/localhost:\d+$/);
    assert.equal(await askThrough(proxy, { ca: authority.certificate }), 200);
    await assert.rejects(connectThrough(proxy, `${NAME}:443`), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    assert.equal(proxy.requests.length, 1);
  });

  it('closes a tunnel on one side when the other side is gone', async () => {
    const proxy = await start();
    const byClient = await connectThrough(proxy, `${NAME}:80`);
    await until(() => origin.connections().open === 1);
    byClient.socket.destroy();
    await until(() => origin.connections().open === 0);

    const byOrigin = await connectThrough(proxy, `${NAME}:80`);
    origin.script({ steps: [{ send: 'half' }, { reset: true }] });
    const received = await exchangeWith(`http://${NAME}/`, { connection: byOrigin.socket });
    assert.deepEqual([received.body.toString(), received.failure], ['half', 'ECONNRESET']);
    await until(() => proxy.connections().open === 0);
  });

  it('refuses with the status that it is told', async () => {
    const { status } = await connectThrough(await start({ refuse: 503 }), `${NAME}:443`);
    assert.equal(status, 503);
  });

  it('stalls, and sees who has waited long enough', async () => {
    const proxy = await start({ stall: true });
    const request = httpRequest(proxy.url, { method: 'CONNECT', path: `${NAME}:443`, agent: false });
    request.on('error', () => {});
    request.once('connect', () => assert.fail('an answer')).end();
    await until(() => proxy.requests.length === 1);
    request.destroy();
    await until(() => proxy.connections().open === 0);
    assert.equal(secureOrigin.connections().accepted, 0);
  });

  it('answers 502 where it finds nobody, and 400 what it does not understand', async () => {
    const proxy = await start({ resolve: () => new URL(secureOrigin.url).host.replace('localhost', '127.0.0.1') });
    await secureOrigin.close();
    assert.equal((await connectThrough(proxy, `${NAME}:443`)).status, 502);
    assert.equal((await exchangeWith(proxy.url, { target: `http://${NAME}/` })).status, 502);
    assert.equal((await connectThrough(proxy, 'no:target')).status, 400);
    assert.equal((await exchangeWith(`${proxy.url}/no/proxy`)).status, 400);
  });

  it('breaks its tunnels when it closes', async () => {
    const proxy = await start();
    const { socket } = await connectThrough(proxy, `${NAME}:80`);
    const closed = once(socket, 'close');
    await proxy.close();
    socket.resume();
    await closed;
    await until(() => origin.connections().open === 0);
  });

  it('forwards requests for http addresses without what was meant for itself', async () => {
    const proxy = await start({ authorization: 'Basic right' });
    const asking = {
      target: `http://${NAME}/path?query`,
      body: { question: 1 },
      headers: { 'Proxy-Authorization': 'Basic right', 'X-Own': 'yes' },
    };
    origin.script({ status: 201, headers: { 'X-Answer': 'yes' }, steps: [{ send: 'good' }] });
    const received = await exchangeWith(proxy.url, asking);
    assert.deepEqual([received.status, received.headers['x-answer'], `${received.body}`], [201, 'yes', 'good']);
    const [{ path, headers, body } = assert.fail()] = origin.requests;
    assert.deepEqual([path, body], ['/path?query', { question: 1 }]);
    assert.deepEqual([headers.host, headers['x-own'], headers['proxy-authorization']], [NAME, 'yes', undefined]);
    assert.equal((await exchangeWith(proxy.url, { target: `http://${NAME}/` })).status, 407);
    assert.deepEqual(proxy.requests, [
      { method: 'POST', target: `http://${NAME}/path?query`, authorization: 'Basic right' },
      { method: 'GET', target: `http://${NAME}/`, authorization: undefined },
    ]);
  });

  it('forwards a reply as it comes, and the end of the client', async () => {
    const proxy = await start();
    origin.script({ steps: [{ head: true }, { stall: true }] });
    const { request } = await open(proxy.url, { target: `http://${NAME}/` });
    request.destroy();
    assert.equal((await (await origin.nextRequest()).ended).by, 'client');
  });
});
