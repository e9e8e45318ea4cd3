import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import { type ClientDependencies, createClient } from '../../../../src/core/client/client';
import type { NetworkSettings } from '../../../../src/core/http/route';
import { createFakeClock } from '../../../support/fakeClock';
import { startSilentServer } from '../../../support/faultyServers';
import type { Step } from '../../../support/scriptedReply';
import { until } from '../../../support/until';
import { ask, collect, delta, EVENT_STREAM, endpoint, lastRequest, never, TOKEN } from './clientSetup';
import { type ClockedClient, setUpClockedClient } from './clockedClient';
import { from, progressIn, secondsIn } from './progressIn';

const SECOND = 1000;

describe('A client tells its progress', () => {
  let setup: ClockedClient;
  beforeEach(async () => {
    setup = await setUpClockedClient();
  });
  afterEach(() => setup.close());

  /** Begins to read, and resolves when the server has the question. */
  async function startAsking(steps: Iterable<Step>, more: object = {}) {
    const { client, server, openai } = setup;
    server.script({ headers: EVENT_STREAM, steps });
    const events: ChatEvent[] = [];
    const abort = new AbortController();
    const reading = collect(client.chat(openai(more), ask('hi'), abort.signal), events);
    reading.catch(() => undefined);
    await server.nextRequest();
    return { events, reading, abort };
  }

  it('as connecting while no connection stands', async () => {
    const silent = await startSilentServer();
    const clock = createFakeClock();
    const client = createClient({ token: async () => TOKEN, clock });
    const abort = new AbortController();
    const events: ChatEvent[] = [];
    const url = `https://127.0.0.1:${silent.port}`;
    const reading = collect(client.chat(endpoint({ url }), ask('hi'), abort.signal), events);
    await until(() => silent.connections().open === 1);
    await clock.advance(3 * SECOND);
    abort.abort('stopped');
    await assert.rejects(reading, reason => reason === 'stopped');
    assert.deepEqual(secondsIn(events, 'connecting'), [1, 2, 3]);
    assert.equal(clock.timers, 0);
    await client.close();
    await silent.close();
  });

  it('as waiting from when the question is out, and each attempt counts anew', async () => {
    const { server, clock } = setup;
    let refuse: () => void = () => undefined;
    const refused = new Promise<void>(resolve => {
      refuse = resolve;
    });
    server.script({ status: 503, headers: { 'Retry-After': '2' }, steps: [{ wait: refused }] });
    const { events, reading, abort } = await startAsking([{ stall: true }]);
    await clock.advance(2 * SECOND);
    refuse();
    await until(() => secondsIn(events, 'retry').length === 1);
    await clock.advance(2 * SECOND);
    await server.nextRequest();
    await clock.advance(2 * SECOND);
    abort.abort('stopped');
    await assert.rejects(reading, reason => reason === 'stopped');
    assert.deepEqual(
      progressIn(events).map(({ phase, seconds }) => `${phase} ${seconds}`),
      ['waiting 1', 'waiting 2', 'retry 2', 'retry 1', 'connecting 0', 'waiting 1', 'waiting 2'],
    );
  });

  it('through six minutes of comments without a word, and does not give up (R3)', async () => {
    const { clock } = setup;
    for (const [phase, first, expected] of [
      ['waiting', '', from(1, 360)],
      ['silent', delta('one'), from(10, 360)],
    ] as const) {
      const pings: (() => void)[] = [];
      const ping = (): Promise<void> => new Promise(resolve => pings.push(resolve));
      function* script(): Generator<Step> {
        yield { send: `: begin\n\n${first}` };
        for (let count = 0; count < 36; count++) {
          yield { wait: ping() };
          yield { send: ': ping\n\n' };
        }
        yield { send: `${delta('two')}data: [DONE]\n\n` };
      }
      const { events, reading } = await startAsking(script(), { timeouts: { idle: 25 } });
      if (first !== '') await until(() => events.length > 0);
      for (let count = 0; count < 36; count++) {
        await until(() => pings.length > count);
        await clock.advance(10 * SECOND);
        pings[count]?.();
      }
      await reading;
      assert.deepEqual(secondsIn(events, phase), expected);
      assert.equal(progressIn(events).length, expected.length);
    }
  });

  it('and is let go at once by a reader who leaves at it', async () => {
    const { client, server, clock, openai, records } = setup;
    for (const steps of [[{ stall: true }], [{ send: delta('one') }, { stall: true }]] as const) {
      server.script({ headers: EVENT_STREAM, steps });
      const asked = server.nextRequest();
      const leaving = (async () => {
        for await (const event of client.chat(openai(), ask('hi'), never)) if (event.type === 'progress') return;
      })();
      const request = await asked;
      while (!request.closedByClient) await clock.advance(SECOND);
      await leaving;
      assert.equal((await lastRequest(server).ended).by, 'client');
      assert.equal(clock.timers, 0);
    }
    assert.deepEqual(
      records.map(({ outcome }) => outcome),
      ['left', 'left'],
    );
  });

  describe('and can be stopped at once', () => {
    const hanging = (): Promise<undefined> => new Promise(() => undefined);
    const behindPac: NetworkSettings = {
      proxy: '',
      noProxy: [],
      proxySupport: 'override',
      proxyStrictSsl: true,
      systemCertificates: false,
      environment: {},
      resolveProxy: hanging,
    };
    const cases: readonly (readonly [what: string, dependencies: ClientDependencies])[] = [
      ['while a keyring waits for its password', { token: hanging }],
      ['while a proxy is looked for', { token: async () => TOKEN, network: () => behindPac }],
    ];
    for (const [what, dependencies] of cases) {
      it(what, async () => {
        const clock = createFakeClock();
        const client = createClient({ ...dependencies, clock });
        const abort = new AbortController();
        const events: ChatEvent[] = [];
        const reading = collect(
          client.chat(endpoint({ url: 'https://example.test' }), ask('hi'), abort.signal),
          events,
        );
        await clock.advance(1.5 * SECOND);
        abort.abort('stopped');
        await assert.rejects(reading, reason => reason === 'stopped');
        assert.deepEqual(secondsIn(events, 'connecting'), [1]);
        await client.close();
      });
    }
  });
});
