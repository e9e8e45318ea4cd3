import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import type { RequestRecord } from '../../../../src/core/client/requestLog';
import { json, type Step, sse } from '../../../support/scriptedReply';
import { until } from '../../../support/until';
import { answerOf, type Lab, openLab } from '../http/lab';
import { listOf } from '../models/modelLists';
import { ask, collect, delta, EVENT_STREAM, never, stream, TOKEN, untilFirstText } from './clientSetup';
import { type ClockedClient, collectThroughCountdowns, setUpClockedClient } from './clockedClient';

const DONE = sse({ choices: [{ delta: {}, finish_reason: 'stop' }] }, '[DONE]');
const COUNTED = sse({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 2 } });

/** A promise and what settles it. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

describe('The record of a request', () => {
  let setup: ClockedClient;
  let tokenFound = gate();
  beforeEach(async () => {
    tokenFound = gate();
    tokenFound.open();
    setup = await setUpClockedClient({
      token: async () => {
        await tokenFound.opened;
        return TOKEN;
      },
    });
  });
  afterEach(() => setup.close());

  const address = () => `POST ${setup.server.url}/v1/chat/completions`;
  const script = (...steps: readonly Step[]) => setup.server.script(stream(steps));
  const chat = (signal = never) => setup.client.chat(setup.openai(), ask('the question'), signal);
  function only(): RequestRecord {
    assert.equal(setup.records.length, 1);
    return setup.records[0] ?? assert.fail();
  }

  it('has the times, the count and the way, and nothing else', async () => {
    const { clock, server, records } = setup;
    tokenFound = gate();
    const head = gate();
    const word = gate();
    const end = gate();
    script(
      { wait: head.opened },
      { send: ': here\n\n' },
      { wait: word.opened },
      { send: delta('the answer') },
      { wait: end.opened },
      { send: delta(' goes on') + DONE + COUNTED },
    );
    const events: ChatEvent[] = [];
    const reading = collect(chat(), events);
    await clock.advance(100);
    tokenFound.open();
    await server.nextRequest();
    await clock.advance(200);
    // A comment makes no event, but another limit holds from the first byte on.
    const limits = clock.timersSet;
    head.open();
    await until(() => clock.timersSet > limits);
    await clock.advance(300);
    word.open();
    await until(() => events.some(({ type }) => type === 'text'));
    assert.equal(records.length, 0, 'nothing before its end');
    await clock.advance(400);
    end.open();
    await reading;
    assert.deepEqual(records, [
      {
        endpoint: 'test',
        model: 'practice-model',
        request: address(),
        way: 'direct',
        status: 200,
        connected: 100,
        replied: 300,
        firstWord: 600,
        total: 1000,
        usage: { inputTokens: 7, outputTokens: 2 },
        outcome: 'complete',
      },
    ]);
  });

  it('counts a thought as a word, and an end as none', async () => {
    script({ send: sse({ choices: [{ delta: { reasoning_content: 'hm' } }] }) + DONE });
    script({ send: DONE });
    await collect(chat());
    await collect(chat());
    assert.deepEqual(
      setup.records.map(({ firstWord, outcome }) => [firstWord, outcome]),
      [
        [0, 'complete'],
        [undefined, 'complete'],
      ],
    );
  });

  it('says that the user left, however', async () => {
    const stalled = { send: delta('one') };
    script(stalled, { stall: true });
    const abort = new AbortController();
    await untilFirstText(chat(abort.signal), () => abort.abort('stopped'));
    script(stalled, { stall: true });
    for await (const _event of chat()) break;
    await assert.rejects(collect(chat(AbortSignal.abort('stopped'))), reason => reason === 'stopped');
    assert.deepEqual(
      setup.records.map(({ outcome, status, firstWord }) => [outcome, status, firstWord]),
      [
        ['left', 200, 0],
        ['left', 200, 0],
        ['left', undefined, undefined],
      ],
    );
  });

  it('is one for each attempt', async () => {
    for (const status of [503, 429]) {
      const reply = json({ error: { message: 'busy' } }, status);
      setup.server.script({ ...reply, headers: { ...reply.headers, 'Retry-After': '1' } });
    }
    await collectThroughCountdowns(chat(), setup.clock);
    assert.deepEqual(
      setup.records.map(({ outcome, status, error, total }) => [outcome, status, error?.kind, total]),
      [
        ['failed', 503, 'server', 0],
        ['failed', 429, 'rateLimited', 0],
        ['complete', 200, undefined, 0],
      ],
    );
  });

  it('has the failure, also of a request that never left', async () => {
    const { client, openai } = setup;
    script({ send: delta('half') }, { reset: true });
    await assert.rejects(collect(chat()));
    assert.deepEqual(
      [only().outcome, only().status, only().firstWord, only().error?.kind],
      ['failed', 200, 0, 'truncated'],
    );
    await assert.rejects(collect(client.chat(openai({ url: 'http://example.test' }), ask('the question'), never)));
    const last = setup.records.at(-1);
    assert.deepEqual([last?.outcome, last?.error?.code, last?.status], ['failed', 'PLAIN_HTTP', undefined]);
  });

  it('has the status and address after a redirect', async () => {
    const { server } = setup;
    server.script({ status: 308, headers: { Location: '/v1/chat/completions?moved=1' }, steps: [] });
    await collect(chat());
    assert.deepEqual([only().status, only().request], [200, address()]);
  });

  it('of a model list has no model, and is about the list', async () => {
    const { client, openai, server } = setup;
    server.script(listOf([{ id: 'one' }]));
    await client.models(openai(), never);
    const { model, request, status, outcome, usage } = only();
    assert.deepEqual(
      [model, request, status, outcome, usage],
      [undefined, `GET ${server.url}/v1/models`, 200, 'complete', undefined],
    );
  });

  it('holds no header, no key and nothing that was said', async () => {
    const { client, openai, server, records } = setup;
    const target = openai({ url: `${server.url}/v1?key=query-canary`, headers: { 'X-Key': 'header-canary' } });
    await collect(client.chat(target, ask('question-canary'), never));
    server.script({ headers: EVENT_STREAM, steps: [{ send: delta('answer-canary') }, { cut: true }] });
    await assert.rejects(collect(client.chat(target, ask('question-canary'), never)));
    server.script(json({ error: { message: `Not allowed: ${TOKEN}, header-canary` } }, 403));
    await assert.rejects(collect(client.chat(target, ask('question-canary'), never)));
    assert.equal(records.length, 3);
    assert.doesNotMatch(JSON.stringify(records), /canary|authorization|practice server|user-agent/i);
    assert.match(JSON.stringify(server.requests.map(({ headers }) => headers)), /header-canary/);
  });
});

describe('The way in the record of a request', () => {
  let lab: Lab;
  before(async () => {
    lab = await openLab();
  });
  after(() => lab.close());

  it('is the proxy, without its password, or VS Code', async () => {
    const { origin } = await lab.secureOrigin();
    const plain = await lab.plainOrigin();
    const proxy = await lab.proxy();
    const withPassword = proxy.url.replace('//', '//user:pass-canary@');
    const proxied = lab.client({ network: () => lab.settings({ proxy: withPassword }) });
    const hostFetch = (url: URL, init: RequestInit): Promise<Response> => fetch(new URL(url.pathname, plain.url), init);
    const hosted = lab.client({ network: () => lab.settings(), hostFetch });
    await answerOf(proxied, origin);
    await answerOf(hosted, 'https://nowhere.invalid');
    assert.deepEqual(
      [...proxied.records, ...hosted.records].map(({ way, status, outcome }) => [way, status, outcome]),
      [
        [`proxy ${new URL(proxy.url).host}`, 200, 'complete'],
        ['through VS Code', 200, 'complete'],
      ],
    );
  });
});
