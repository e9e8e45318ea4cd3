import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { Client } from '../../../../src/core/client/client';
import type { Endpoint } from '../../../../src/core/endpoints/endpoints';
import type { ServerCertificate } from '../../../support/certificates';
import { createWebServer, type Listening, LOOPBACK, listen, originOf } from '../../../support/listening';
import { until } from '../../../support/until';
import { ask, collect, delta, EVENT_STREAM, endpoint, never, textOf } from '../client/clientSetup';
import { fastClock } from '../wire/fastClock';
import { type ClientSockets, watchClientSockets } from './clientSockets';
import { answerOf, type Lab, openLab } from './lab';

const DONE = `${delta('all')}data: [DONE]\n\n`;

/** A server that answers, and whose idle connections the test can hang up. */
interface IdleServer extends Listening {
  readonly url: string;
  /** Connections so far on which the first request can come: under TLS, after the handshake. */
  readonly established: () => number;
  /** Questions so far. */
  readonly posts: () => number;
  readonly hangUp: (how: 'close' | 'reset') => void;
}

async function startIdleServer(tls?: ServerCertificate): Promise<IdleServer> {
  let posts = 0;
  let established = 0;
  const idle = new Set<Socket>();
  const server = createWebServer(tls, (request, response) => {
    posts++;
    idle.delete(listening.carrierOf(request.socket));
    request.resume().once('end', () => response.writeHead(200, EVENT_STREAM).end(DONE));
  });
  server.on(tls ? 'secureConnection' : 'connection', () => void established++);
  server.on('connection', (socket: Socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  const listening = await listen(server, LOOPBACK);
  return {
    ...listening,
    url: originOf(listening.port, undefined, tls),
    established: () => established,
    posts: () => posts,
    hangUp(how) {
      for (const socket of idle) how === 'close' ? socket.destroy() : socket.resetAndDestroy();
    },
  };
}

describe('connections that a server closes (R28)', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  for (const [how, step] of [
    ['close', { cut: true }],
    ['reset', { reset: true }],
  ] as const) {
    it(`right after each reply cost nobody a question: 150 times, by ${how}`, async () => {
      const server = await lab.plainOrigin();
      const client = lab.client({ clock: fastClock() });
      const sockets = watchClientSockets();
      lab.onClose(async () => sockets.stop());
      for (let race = 1; race <= 150; race++) {
        server.script({ headers: EVENT_STREAM, steps: [{ send: DONE }, { end: true }, step] });
        assert.equal(await answerOf(client, server.url), 'all', `race ${race}`);
        assert.equal(server.requests.length, race);
      }
      assert.ok(client.records.every(({ outcome }) => outcome === 'complete'));
      await until(() => sockets.open() === 0);
      assert.equal(sockets.made(), 150);
    });
  }

  for (const tls of [false, true]) {
    describe(`before a question, with ${tls ? '' : 'no '}TLS`, () => {
      let server: IdleServer;
      let client: Client;
      let to: Endpoint;
      let sockets: ClientSockets;

      afterEach(() => sockets.stop());
      beforeEach(async () => {
        sockets = watchClientSockets();
        server = await startIdleServer(tls ? await lab.authority.issue(['localhost']) : undefined);
        lab.onClose(server.close);
        client = lab.client({ clock: fastClock(), network: () => lab.settings() });
        to = endpoint({ url: server.url });
      });

      const asked = async (): Promise<string> => textOf(await collect(client.chat(to, ask('hi'), never)));
      const warmed = (count: number): Promise<void> =>
        until(() => server.established() === count && sockets.connecting() === 0);

      it('carry it when they are still there: one connection for both', async () => {
        await client.prepare(to);
        await warmed(1);
        assert.equal(server.posts(), 0);
        assert.equal(await asked(), 'all');
        assert.deepEqual([server.connections().accepted, server.posts()], [1, 1]);
      });

      it('carry it when they are just being made', async () => {
        await client.prepare(to);
        assert.equal(await asked(), 'all');
        assert.equal(server.connections().accepted, 1);
      });

      it('are made once however often they are wanted, and carry one question each', async () => {
        await Promise.all([client.prepare(to), client.prepare(to), client.prepare(to)]);
        await client.prepare(to);
        assert.deepEqual(await Promise.all([asked(), asked(), asked()]), ['all', 'all', 'all']);
        assert.equal(server.connections().accepted, 3);
        await client.prepare(to);
        assert.equal(await asked(), 'all');
        assert.deepEqual([server.connections().accepted, server.posts()], [4, 4]);
      });

      for (const how of ['close', 'reset'] as const) {
        it(`are replaced when the server has closed them by ${how}`, async () => {
          await client.prepare(to);
          await warmed(1);
          server.hangUp(how);
          await until(() => server.connections().open === 0);
          assert.equal(await asked(), 'all');
          assert.equal(server.posts(), 1);
        });

        it(`lose no question to a server that closes them at that moment by ${how}, 40 times`, async () => {
          for (let race = 1; race <= 40; race++) {
            const before = server.connections().accepted;
            await client.prepare(to);
            await warmed(before + 1);
            const answer = asked();
            // After the question has begun its way, at this turn of the event loop or one of the next.
            for (let turn = 0; turn < race % 4; turn++) await new Promise(resolve => setImmediate(resolve));
            server.hangUp(how);
            assert.equal(await answer, 'all', `race ${race}`);
            assert.equal(server.posts(), race);
          }
        });
      }

      it('are closed by themselves before the server loses its patience', async () => {
        await client.prepare(to);
        await warmed(1);
        await until(() => server.connections().open === 0);
        assert.equal(server.posts(), 0);
        assert.equal(await asked(), 'all');
      });

      it('are closed with the client', async () => {
        await client.prepare(to);
        await warmed(1);
        await client.close();
        await until(() => server.connections().open === 0);
      });
    });
  }

  it('are not made ahead where a proxy is on the way, or nobody listens, and nobody hears of it', async () => {
    const origin = await lab.secureOrigin();
    const proxy = await lab.proxy();
    const proxied = lab.client({ network: () => lab.settings({ proxy: proxy.url }) });
    await proxied.prepare(endpoint({ url: origin.origin }));
    assert.equal(proxy.connections().accepted, 0);
    await proxied.prepare(endpoint({ url: 'http://127.0.0.1:1' }));
    await proxied.prepare(endpoint({ url: 'https://nowhere.invalid' }));
    assert.equal(await answerOf(proxied, origin.origin).then(text => text.includes('practice')), true);
  });

  it('are given up when the settings lead another way', async () => {
    const server = await startIdleServer();
    lab.onClose(server.close);
    let strict = true;
    const client = lab.client({ network: () => lab.settings({ proxyStrictSsl: strict }) });
    const to = endpoint({ url: server.url });
    await client.prepare(to);
    await until(() => server.connections().accepted === 1);
    strict = false;
    assert.equal(await answerOf(client, server.url), 'all');
    await until(() => server.connections().open === 0);
    assert.deepEqual([server.connections().accepted, server.posts()], [2, 1]);
  });
});
