import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import { until } from '../../../support/until';
import { ask, delta, EVENT_STREAM, endpoint, failureOf, never, stream, textOf } from '../client/clientSetup';
import { fastClock } from '../wire/fastClock';
import { type Lab, type LabClient, type LabOrigin, openLab } from './lab';

const WAYS = ['direct', 'through a tunnel', 'through a proxy that forwards'] as const;

describe('connections that break (R29)', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  async function open(way: (typeof WAYS)[number]): Promise<{ server: LabOrigin; client: LabClient; url: string }> {
    const server = await (way === 'through a tunnel' ? lab.secureOrigin() : lab.plainOrigin());
    const proxy = way === 'direct' ? '' : (await lab.proxy()).url;
    const client = lab.client({ clock: fastClock(), network: () => lab.settings({ proxy }) });
    return { server, client, url: way === 'direct' ? server.url : server.origin };
  }

  for (const way of WAYS) {
    for (const count of [1, 100]) {
      it(`after ${count} events keep the text, and name the cause, ${way}`, async () => {
        const { server, client, url } = await open(way);
        const sent = Array.from({ length: count }, (_, index) => ({ send: delta(`word${index} `) }));
        server.script(stream([...sent, { reset: true }]));
        const events: ChatEvent[] = [];
        const { details } = await failureOf(client.chat(endpoint({ url }), ask('hi'), never), events);
        assert.equal(textOf(events), sent.map((_, index) => `word${index} `).join(''));
        assert.equal(details.kind, 'truncated');
        assert.match(details.code ?? '', /^(ECONNRESET|UND_ERR_SOCKET)$/);
        assert.ok(details.serverMessage, 'it has the system’s words');
        assert.equal(server.requests.length, 1, 'it is not asked again');
        await until(() => server.connections().open === 0);
      });
    }

    it(`after the head are no reason to ask again, ${way}`, async () => {
      const { server, client, url } = await open(way);
      server.script({ headers: EVENT_STREAM, steps: [{ head: true }, { reset: true }] });
      const { details } = await failureOf(client.chat(endpoint({ url }), ask('hi'), never));
      assert.equal(details.kind, 'truncated');
      assert.equal(server.requests.length, 1);
    });
  }

  for (const way of ['direct', 'through a tunnel'] as const) {
    it(`before the head are tried three times in all, and then named, ${way}`, async () => {
      const { server, client, url } = await open(way);
      for (let attempt = 0; attempt < 3; attempt++) server.script({ steps: [{ reset: true }] });
      const events: ChatEvent[] = [];
      const { details } = await failureOf(client.chat(endpoint({ url }), ask('hi'), never), events);
      assert.deepEqual([details.kind, details.fault], ['network', 'reset']);
      assert.match(details.code ?? '', /^(ECONNRESET|UND_ERR_SOCKET)$/);
      assert.equal(server.requests.length, 3);
      assert.equal(textOf(events), '');
    });
  }

  it('let nothing open when a reply cannot be decoded', async () => {
    const { server, client, url } = await open('direct');
    for (const coding of ['zstd', 'gzip, gzip, gzip']) {
      const headers = { ...EVENT_STREAM, 'Content-Encoding': coding };
      server.script({ headers, steps: [{ send: delta('one') }, { stall: true }] });
      const { details } = await failureOf(client.chat(endpoint({ url }), ask('hi'), never));
      assert.equal(details.kind, 'protocol');
      assert.equal((await server.requests.at(-1)?.ended)?.by, 'client');
    }
    await until(() => server.connections().open === 0);
  });
});
