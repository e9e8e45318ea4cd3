import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import { startSilentServer } from '../../../support/faultyServers';
import { chunked } from '../../../support/scriptedReply';
import { shortestTime } from '../../../support/shortestTime';
import { until } from '../../../support/until';
import { ask, collect, delta, EVENT_STREAM, endpoint, stream, textOf } from '../client/clientSetup';
import { type ClientSockets, watchClientSockets } from './clientSockets';
import { type Lab, type LabClient, type LabOrigin, openLab } from './lab';

/** The same numbers in every run, so that a failure can be found again. */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** Milliseconds in which a server sees that it was cancelled. */
const LIMIT = 250;

const turn = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));

describe('a cancel (R32)', () => {
  let lab: Lab;
  let sockets: ClientSockets;

  beforeEach(async () => {
    lab = await openLab();
    sockets = watchClientSockets();
  });
  afterEach(async () => {
    sockets.stop();
    await lab.close();
  });

  /** Asks, cancels after so many turns of the event loop, and checks that it ends with the reason. */
  async function cancelAfter(turns: number, client: LabClient, url: string): Promise<void> {
    const abort = new AbortController();
    const chat = collect(client.chat(endpoint({ url }), ask('hi'), abort.signal));
    const ended = chat.then(
      () => 'complete',
      (reason: unknown) => reason,
    );
    for (let waited = 0; waited < turns; waited++) await turn();
    abort.abort('stopped');
    assert.equal(await ended, 'stopped');
  }

  async function assertAllClosed(server: LabOrigin): Promise<void> {
    for (const { ended } of server.requests) assert.equal((await ended).by, 'client');
    await until(() => sockets.open() === 0);
    await until(() => server.connections().open === 0);
  }

  const ways = [
    ['nothing', async () => ({ server: await lab.plainOrigin(), proxy: undefined }), 200],
    ['a tunnel', async () => ({ server: await lab.secureOrigin(), proxy: await lab.proxy() }), 100],
    ['a proxy that forwards', async () => ({ server: await lab.plainOrigin(), proxy: await lab.proxy() }), 100],
  ] as const;
  for (const [what, open, count] of ways) {
    it(`at any moment closes the connection: ${count} times, on the way through ${what}`, async () => {
      const { server, proxy } = await open();
      const client = lab.client({ network: () => lab.settings({ proxy: proxy?.url ?? '' }) });
      const random = pseudoRandom(count);
      for (let round = 0; round < count; round++) {
        const waits = [{ head: true }, { stall: true }] as const;
        const streams = [...chunked(delta('word').repeat(20), [50]), { stall: true }] as const;
        server.script({ headers: EVENT_STREAM, steps: [waits.slice(1), waits, streams][random(3)] ?? streams });
        await cancelAfter(random(60), client, proxy ? server.origin : server.url);
      }
      await assertAllClosed(server);
      if (proxy) await until(() => proxy.connections().open === 0);
      // undici connects again after an abort of its own, for nobody.
      assert.ok((proxy ?? server).connections().accepted <= count);
      assert.ok(server.requests.length > count / 10, `only ${server.requests.length} got as far as a request`);
      assert.ok(client.records.every(({ outcome }) => outcome === 'left'));
      assert.equal(client.records.length, count);
    });
  }

  /** Asks, aborts once it is so, and waits until the server has seen it. Resolves to the moment of the abort. */
  async function abortWhen(
    isSo: (events: readonly ChatEvent[]) => boolean,
    chat: (signal: AbortSignal) => AsyncIterable<ChatEvent>,
  ): Promise<number> {
    const abort = new AbortController();
    const seen: ChatEvent[] = [];
    const events = collect(chat(abort.signal), seen);
    await until(() => isSo(seen));
    await turn();
    const abortedAt = performance.now();
    abort.abort('stopped');
    await assert.rejects(events, reason => reason === 'stopped');
    return abortedAt;
  }

  it('is seen by a server that writes, within 250 ms', async () => {
    const server = await lab.plainOrigin();
    const client = lab.client();
    const time = await shortestTime(async () => {
      server.script(stream([{ send: delta('one') }, { stall: true }]));
      const abortedAt = await abortWhen(
        events => textOf(events) === 'one',
        signal => client.chat(endpoint({ url: server.url }), ask('hi'), signal),
      );
      assert.equal((await server.requests.at(-1)?.ended)?.by, 'client');
      return abortedAt;
    });
    assert.ok(time < LIMIT, `${time} ms`);
    await assertAllClosed(server);
  });

  for (const ahead of [false, true]) {
    it(`is seen by a server in a TLS handshake that hangs, within 250 ms${ahead ? ', also when it had begun ahead' : ''}`, async () => {
      const silent = await startSilentServer();
      lab.onClose(silent.close);
      const client = lab.client();
      const to = endpoint({ url: `https://${silent.host}:${silent.port}` });
      let count = 0;
      const time = await shortestTime(async () => {
        count++;
        if (ahead) await client.prepare(to);
        const abortedAt = await abortWhen(
          () => silent.connections().accepted === count,
          signal => client.chat(to, ask('hi'), signal),
        );
        await until(() => silent.connections().open === 0);
        return abortedAt;
      });
      assert.ok(time < LIMIT, `${time} ms`);
      assert.equal(silent.connections().accepted, count);
    });
  }

  it('is seen by a proxy that does not open its tunnel, within 250 ms', async () => {
    const proxy = await lab.proxy({ stall: true });
    const client = lab.client({ network: () => lab.settings({ proxy: proxy.url }) });
    let count = 0;
    const time = await shortestTime(async () => {
      count++;
      const abortedAt = await abortWhen(
        () => proxy.requests.length === count,
        signal => client.chat(endpoint({ url: 'https://api.example.test' }), ask('hi'), signal),
      );
      await until(() => proxy.connections().open === 0);
      return abortedAt;
    });
    assert.ok(time < LIMIT, `${time} ms`);
    assert.equal(proxy.connections().accepted, count);
  });
});
