import assert from 'node:assert/strict';
import type { ChatEvent, ChatRequest } from '../../../src/core/chat';
import { type Client, createClient } from '../../../src/core/client';
import { type Endpoint, parseEndpoints } from '../../../src/core/endpoints';
import { isChatError } from '../../../src/core/errors';
import { type PracticeServer, startPracticeServer } from '../../support/practiceServer';
import { listRecordings, readRecording, recording } from '../../support/recordings';
import { chunked, everyByte, json, type ScriptedReply, type Step, sse } from '../../support/scriptedReply';

const FAST = { firstTokenMs: 0, tokenMs: 0 };
const TOKEN = 'sk-canary-123';
const EVENT_STREAM = { 'Content-Type': 'text/event-stream' };
const never = new AbortController().signal;

describe('client', () => {
  let server: PracticeServer;
  let client: Client;

  before(async () => {
    server = await startPracticeServer({ token: TOKEN, pace: FAST });
    client = createClient({ token: async origin => (origin === server.url ? TOKEN : undefined) });
  });
  after(async () => {
    await client.close();
    await server.close();
  });

  const openai = (more: object = {}): Endpoint => endpoint({ url: server.url, ...more });
  const envelope = (more: object = {}): Endpoint =>
    endpoint({ url: `${server.url}/api/v1/chat/completion_messages`, ...more });

  it('streams an answer with usage and a finish reason', async () => {
    const events = await collect(client.chat(openai(), ask('hello'), never));
    assert.ok(events.filter(({ type }) => type === 'text').length > 10, 'the text came in pieces');
    assert.match(textOf(events), /practice server/);
    assert.deepEqual(
      events.filter(({ type }) => type === 'finish'),
      [{ type: 'finish', reason: 'stop' }],
    );
    assert.equal(events.filter(({ type }) => type === 'usage').length, 1);
  });

  it('gives the same answer whole when it is not streamed', async () => {
    const streamed = await collect(client.chat(openai(), ask('hello'), never));
    const whole = await collect(client.chat(openai(), ask('hello', { stream: false }), never));
    assert.equal(whole.filter(({ type }) => type === 'text').length, 1);
    assert.equal(textOf(whole), textOf(streamed));
    assert.ok(whole.some(event => event.type === 'finish' && event.reason === 'stop'));
  });

  it('speaks the envelope protocol', async () => {
    const events = await collect(client.chat(envelope(), ask('hello', { parameters: { max_tokens: 2000 } }), never));
    assert.match(textOf(events), /practice server/);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['text', 'finish', 'usage'],
    );
  });

  it('says that the envelope server cut the answer at its own limit', async () => {
    const events = await collect(client.chat(envelope(), ask('please write a long answer'), never));
    assert.ok(events.some(event => event.type === 'finish' && event.reason === 'length'));
  });

  it('sends the token as a bearer, the parameters that are set, and nothing that is not', async () => {
    await collect(
      client.chat(
        openai({ headers: { 'X-Team': 'blue' } }),
        ask('hi', { parameters: { temperature: 0.5, custom: [1] } }),
        never,
      ),
    );
    const { headers, body, path } = lastRequest(server);
    assert.equal(path, '/v1/chat/completions');
    assert.equal(headers.authorization, `Bearer ${TOKEN}`);
    assert.equal(headers['x-team'], 'blue');
    assert.deepEqual(body, {
      temperature: 0.5,
      custom: [1],
      model: 'practice-model',
      messages: [{ role: 'user', content: 'hi' }],
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('sends the envelope body without a stream field', async () => {
    await collect(client.chat(envelope(), ask('hi'), never));
    assert.deepEqual(lastRequest(server).body, {
      model: 'practice-model',
      messages: [{ role: 'user', content: 'hi' }],
    });
  });

  it('sends no authorization header to an origin that has no token', async () => {
    const open = await startPracticeServer({ pace: FAST });
    try {
      await collect(client.chat(endpoint({ url: open.url }), ask('hi'), never));
      assert.equal(lastRequest(open).headers.authorization, undefined);
    } finally {
      await open.close();
    }
  });

  it('sends a file before the words, in a fence that its text cannot close', async () => {
    const file = {
      type: 'file',
      name: 'a/readme.md',
      language: 'markdown',
      text: 'x\n```ts\n```\n',
      lines: [3, 5],
    } as const;
    const request = {
      ...ask('Explain.'),
      messages: [{ role: 'user', parts: [file, { type: 'text', text: 'Explain.' }] }],
    } as const;
    await collect(client.chat(openai(), request, never));
    const { body } = lastRequest(server);
    assert.match(
      JSON.stringify(body),
      /a\/readme\.md \(lines 3–5\):\\n````markdown\\nx\\n```ts\\n```\\n\\n````\\n\\nExplain\./,
    );
  });

  it('lists the models of a server, with their context window where it tells', async () => {
    const models = await client.models(openai(), never);
    assert.ok(models?.some(({ id }) => id === 'practice-model'));
    server.script(recording('llamanew-models'));
    assert.deepEqual(await client.models(openai(), never), [{ id: 'stories260K', contextWindow: 512 }]);
    assert.equal(await client.models(envelope(), never), undefined);
  });

  it('closes the connection when aborted, within 250 ms', async () => {
    const abort = new AbortController();
    server.script({ headers: EVENT_STREAM, steps: [{ send: delta('one') }, { stall: true }] });
    const received = await untilFirstText(client.chat(openai(), ask('hi'), abort.signal), () => abort.abort('stopped'));
    assert.equal(received, 'stopped');
    const abortedAt = performance.now();
    const ended = await lastRequest(server).ended;
    assert.equal(ended.by, 'client');
    assert.ok(ended.at - abortedAt < 250, `closed after ${ended.at - abortedAt} ms`);
  });

  it('closes the connection when nobody reads on', async () => {
    server.script({ headers: EVENT_STREAM, steps: [{ send: delta('one') }, { stall: true }] });
    for await (const _event of client.chat(openai(), ask('hi'), never)) break;
    assert.equal((await lastRequest(server).ended).by, 'client');
  });

  it('throws the reason of an abort while it waits for the first byte', async () => {
    const abort = new AbortController();
    server.script({ steps: [{ stall: true }] });
    const seen = server.requests.length;
    const chat = collect(client.chat(openai(), ask('hi'), abort.signal));
    while (server.requests.length === seen) await new Promise(resolve => setImmediate(resolve));
    abort.abort('stopped');
    await assert.rejects(chat, reason => reason === 'stopped');
    assert.equal((await lastRequest(server).ended).by, 'client');
  });

  it('asks nothing when it is aborted before it begins', async () => {
    const seen = server.requests.length;
    await assert.rejects(
      collect(client.chat(openai(), ask('hi'), AbortSignal.abort('stopped'))),
      reason => reason === 'stopped',
    );
    assert.equal(server.requests.length, seen);
  });

  describe('gives the server’s own words', () => {
    const refusals: readonly (readonly [what: string, reply: ScriptedReply, kind: string, words: RegExp])[] = [
      ['401', recording('aimock-401'), 'unauthorized', /^Invalid API key$/],
      ['401 with a number as code', recording('llamanew-401-wrong-key'), 'unauthorized', /^Invalid API Key$/],
      ['503 while a model loads', recording('llamanew-503-loading'), 'server', /^Loading model$/],
      ['429', recording('aimock-429-stream'), 'rateLimited', /^Rate limited$/],
      ['a prompt that is too long', recording('llamanew-toolong-stream'), 'tooLong', /2043 tokens/],
      ['500', recording('llamanew-bad-json'), 'server', /parse error at line 1/],
      ['404', json({ error: { message: 'model x not found' } }, 404), 'notFound', /^model x not found$/],
      ['an error that is a string', json({ error: 'no such key' }, 403), 'unauthorized', /^no such key$/],
      ['detail', json({ detail: 'Not Found' }, 404), 'notFound', /^Not Found$/],
      ['a list of details', json({ detail: [{ msg: 'field required' }] }, 422), 'server', /^field required$/],
      [
        'a page of HTML',
        { status: 502, steps: [{ send: '<html><head><title>502 Bad Gateway</title></head></html>' }] },
        'server',
        /^502 Bad Gateway$/,
      ],
      [
        'a page with status 200',
        { headers: { 'Content-Type': 'text/html' }, steps: [{ send: '<html><title>Log in</title>' }] },
        'protocol',
        /^Log in$/,
      ],
      [
        'an error inside a stream',
        stream([{ send: sse({ error: { message: 'out of memory', code: 500 } }) }]),
        'server',
        /^out of memory$/,
      ],
      [
        'an error in JSON with status 200',
        json({ error: { message: 'quota used up', code: 429 } }),
        'rateLimited',
        /^quota used up$/,
      ],
      [
        'an error without an error field',
        stream([{ send: sse({ code: 1001, message: 'quota used up' }) }]),
        'server',
        /^quota used up$/,
      ],
      ['an event that is no JSON', stream([{ send: 'data: oops\n\n' }]), 'protocol', /^oops$/],
    ];
    for (const [what, reply, kind, words] of refusals) {
      it(`for ${what}`, async () => {
        server.script(reply);
        const error = await failureOf(client.chat(openai(), ask('hi'), never));
        assert.equal(error.kind, kind);
        assert.match(error.details.serverMessage ?? '', words);
        assert.equal(error.details.request, `POST ${server.url}/v1/chat/completions`);
      });
    }

    const envelopes: readonly (readonly [what: string, body: unknown, kind: string, words: RegExp])[] = [
      [
        'a code other than 0',
        { code: 1001, message: 'Insufficient coins', result: null },
        'server',
        /^Insufficient coins$/,
      ],
      ['a code of 401', { code: 401, message: 'Invalid key' }, 'unauthorized', /^Invalid key$/],
      ['no result', { code: 0, message: 'success' }, 'protocol', /^$/],
      ['a null answer', { code: 0, message: 'success', result: { answer: null } }, 'protocol', /^$/],
    ];
    for (const [what, body, kind, words] of envelopes) {
      it(`for an envelope with ${what}`, async () => {
        server.script(json(body));
        const error = await failureOf(client.chat(envelope(), ask('hi'), never));
        assert.equal(error.kind, kind);
        assert.match(error.details.serverMessage ?? '', words);
      });
    }

    it('shortened, and without the token at the cut', async () => {
      server.script(json({ error: { message: `${'x'.repeat(490)} ${TOKEN} ${encodeURIComponent(TOKEN)} more` } }, 400));
      const words = (await failureOf(client.chat(openai(), ask('hi'), never))).details.serverMessage ?? '';
      assert.ok(words.length <= 501 && !words.includes(TOKEN.slice(0, 6)), words.slice(480));
    });

    it('but never the token, when a server quotes it', async () => {
      server.script(json({ error: { message: `Incorrect API key provided: ${TOKEN}.` } }, 401));
      const error = await failureOf(client.chat(openai(), ask('hi'), never));
      assert.ok(!JSON.stringify(error.details).includes(TOKEN));
      assert.match(error.details.serverMessage ?? '', /Incorrect API key provided: •••\./);
    });
  });

  describe('never takes half an answer for a whole one', () => {
    const endings: readonly (readonly [what: string, steps: readonly Step[]])[] = [
      ['ends properly without a finish reason', [{ send: delta('half') }, { end: true }]],
      ['is cut in the middle', [{ send: delta('half') }, { cut: true }]],
      ['ends in the middle of an event', [{ send: `${delta('half')}data: {"choices":[{"delta":{"con` }, { end: true }]],
      ['is reset in the middle', [{ send: delta('half') }, { reset: true }]],
    ];
    for (const [what, steps] of endings) {
      it(`when the stream ${what}`, async () => {
        server.script(stream(steps));
        const events: ChatEvent[] = [];
        const error = await failureOf(client.chat(openai(), ask('hi'), never), events);
        assert.equal(error.kind, 'truncated');
        assert.equal(textOf(events), 'half');
      });
    }

    it('and accepts [DONE] or a finish reason, also without the last line’s end', async () => {
      server.script(stream([{ send: `${delta('all')}data: [DONE]` }]));
      assert.equal(textOf(await collect(client.chat(openai(), ask('hi'), never))), 'all');
      server.script(
        stream([{ send: sse({ choices: [{ delta: { content: 'all' }, finish_reason: 'stop' }] }).trimEnd() }]),
      );
      assert.equal(textOf(await collect(client.chat(openai(), ask('hi'), never))), 'all');
    });
  });

  it('says that nobody answers at an address', async () => {
    const gone = await startPracticeServer();
    await gone.close();
    const error = await failureOf(client.chat(endpoint({ url: gone.url }), ask('hi'), never));
    assert.equal(error.kind, 'network');
    assert.equal(error.details.code, 'ECONNREFUSED');
  });

  it('gives up when nothing arrives for longer than the endpoint’s limits', async () => {
    server.script({ steps: [{ stall: true }] });
    const silent = await failureOf(client.chat(openai({ timeouts: { firstByte: 1 } }), ask('hi'), never));
    assert.equal(silent.kind, 'timeout');
    server.script(stream([{ send: delta('half') }, { stall: true }]));
    const stalled = await failureOf(client.chat(openai({ timeouts: { idle: 1 } }), ask('hi'), never));
    assert.equal(stalled.kind, 'timeout');
  });

  it('follows no redirect', async () => {
    server.script({ status: 307, headers: { Location: '/elsewhere' }, steps: [] });
    const seen = server.requests.length;
    const error = await failureOf(client.chat(openai(), ask('hi'), never));
    assert.equal(error.details.status, 307);
    assert.equal(server.requests.length, seen + 1);
  });

  describe('reads the streams of real servers, however they are cut into pieces', () => {
    for (const name of listRecordings().filter(name => /stream/.test(name) && readRecording(name).status === 200)) {
      it(name, async () => {
        const whole = await outcomeOf(client, openai(), server, recording(name));
        assert.ok(whole.text.length > 0 || whole.reasoning.length > 0, 'there is an answer');
        const small = readRecording(name).body.length < 4000;
        const divisions = [(body: Uint8Array) => chunked(body, [7, 64, 1, 1500])];
        if (small) divisions.push(everyByte);
        for (const divide of divisions) {
          assert.deepEqual(await outcomeOf(client, openai(), server, recording(name, divide)), whole);
        }
        assert.equal(whole.failure, readRecording(name).cut ? 'truncated' : undefined);
      });
    }
  });

  it('keeps thinking apart from the answer', async () => {
    const { text, reasoning } = await outcomeOf(client, openai(), server, recording('aimock-think-stream'));
    assert.equal(text, 'The answer is 4.');
    assert.equal(reasoning, '2+2 is four, so');
  });

  it('leaves the process-wide dispatcher alone', () => {
    // The host's own `fetch` goes through this slot (row N1).
    assert.equal(Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')), undefined);
  });
});

function stream(steps: readonly Step[]): ScriptedReply {
  return { headers: EVENT_STREAM, steps };
}

function delta(content: string): string {
  return sse({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

function endpoint(setting: { readonly url: string }): Endpoint {
  const [parsed] = parseEndpoints([{ name: 'test', ...setting }]).endpoints;
  assert.ok(parsed);
  return parsed;
}

function ask(text: string, more: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: 'practice-model',
    messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
    parameters: {},
    stream: true,
    ...more,
  };
}

function lastRequest(server: PracticeServer) {
  const request = server.requests.at(-1);
  assert.ok(request);
  return request;
}

async function collect(events: AsyncIterable<ChatEvent>, into: ChatEvent[] = []): Promise<ChatEvent[]> {
  for await (const event of events) into.push(event);
  return into;
}

function textOf(events: readonly ChatEvent[], type: 'text' | 'reasoning' = 'text'): string {
  return events.flatMap(event => (event.type === type ? [event.text] : [])).join('');
}

async function failureOf(events: AsyncIterable<ChatEvent>, into?: ChatEvent[]) {
  try {
    await collect(events, into);
  } catch (error) {
    assert.ok(isChatError(error), String(error));
    return error;
  }
  assert.fail('It ended without an error.');
}

/** Aborts after the first text and returns what the generator throws. */
async function untilFirstText(events: AsyncIterable<ChatEvent>, abort: () => void): Promise<unknown> {
  try {
    for await (const event of events) if (event.type === 'text') abort();
  } catch (reason) {
    return reason;
  }
  return undefined;
}

async function outcomeOf(client: Client, endpoint: Endpoint, server: PracticeServer, reply: ScriptedReply) {
  server.script(reply);
  const events: ChatEvent[] = [];
  const failure = await collect(client.chat(endpoint, ask('hi'), never), events).then(
    () => undefined,
    (error: unknown) => (isChatError(error) ? error.kind : String(error)),
  );
  const finish = events.flatMap(event => (event.type === 'finish' ? [event.reason] : []));
  return { text: textOf(events), reasoning: textOf(events, 'reasoning'), finish, failure };
}
