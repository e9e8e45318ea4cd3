import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import Agent from 'undici/lib/dispatcher/agent.js';
import { systemClock } from '../../../../src/core/clock';
import { guardedLookup } from '../../../../src/core/http/addresses';
import { connector } from '../../../../src/core/http/connections';
import { exchange } from '../../../../src/core/http/exchange';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { shortestTime } from '../../../support/shortestTime';
import { endpoint, FAST, never } from '../client/clientSetup';
import { answerOf, type Lab, openLab } from './lab';

const hasIpv6 = Object.values(networkInterfaces()).some(addresses =>
  addresses?.some(({ address }) => address === '::1'),
);

describe('both families of addresses (R34)', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  async function serveOn(host: string): Promise<PracticeServer> {
    const server = await startPracticeServer({ host, pace: FAST });
    lab.onClose(server.close);
    return server;
  }

  for (const host of ['127.0.0.1', '::1']) {
    it(`are tried for localhost, so that a server on ${host} alone is reached within a second`, async function () {
      if (host === '::1' && !hasIpv6) this.skip();
      const server = await serveOn(host);
      for (const name of ['localhost', 'sub.localhost', host === '::1' ? '[::1]' : host]) {
        const client = lab.client();
        const url = `http://${name}:${new URL(server.url).port}`;
        const time = await shortestTime(async () => {
          const startedAt = performance.now();
          assert.match(await answerOf(client, url), /practice server/);
          return startedAt;
        });
        assert.ok(time < 1000, `${name}: ${time} ms`);
        await client.prepare(endpoint({ url }));
        assert.match(await answerOf(client, url), /practice server/);
      }
    });
  }

  for (const [what, dead] of [
    ['has no way', '100::1'],
    ['is refused', '::1'],
  ] as const) {
    it(`are tried at nearly one time, so that a dead IPv6 address that ${what} holds up no living IPv4 one`, async () => {
      const server = await serveOn('127.0.0.1');
      const agent = new Agent({
        connect: connector({
          lookup: (hostname, options, callback) =>
            guardedLookup(hostname, options, callback, (_hostname, _options, answer) =>
              answer(null, [
                { address: dead, family: 6 },
                { address: '127.0.0.1', family: 4 },
              ]),
            ),
        }),
      });
      lab.onClose(() => agent.destroy());
      const time = await shortestTime(async () => {
        const startedAt = performance.now();
        const { status, body } = await exchange(agent, {
          method: 'GET',
          url: new URL(`http://both.example.test:${new URL(server.url).port}/v1/models`),
          headers: {},
          timeouts: { firstByte: 60, idle: 60 },
          clock: systemClock,
          signal: never,
          observer: { onRoute: () => {}, onSent: () => {}, onReply: () => {} },
        });
        assert.equal(status, 200);
        for await (const _chunk of body);
        return startedAt;
      });
      assert.ok(time < 1000, `${time} ms`);
    });
  }
});
