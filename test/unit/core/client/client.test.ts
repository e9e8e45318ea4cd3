import assert from 'node:assert/strict';
import type { Client } from '../../../../src/core/client/client';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { listRecordings, readRecording, recording } from '../../../support/recordings';
import { chunked, everyByte, sse } from '../../../support/scriptedReply';
import { shortestTime } from '../../../support/shortestTime';
import {
  ask,
  type ClientSetup,
  collect,
  delta,
  EVENT_STREAM,
  endpoint,
  FAST,
  lastRequest,
  never,
  outcomeOf,
  setUpClient,
  TOKEN,
  textOf,
  untilFirstText,
} from './clientSetup';

describe('client', () => {
  let server: PracticeServer;
  let client: Client;
  let openai: ClientSetup['openai'];
  let envelope: ClientSetup['envelope'];
  let close: ClientSetup['close'];

  before(async () => {
    ({ server, client, openai, envelope, close } = await setUpClient());
  });
  after(() => close());

  it('streams an answer with usage and a finish reason', async () => {
    const events = await collect(client.chat(openai(), ask('hello'), never));
    assert.match(textOf(events), /practice server/);
    assert.deepEqual(
      events.filter(({ type }) => type === 'finish'),
      [{ type: 'finish', reason: 'stop' }],
    );
    assert.equal(events.filter(({ type }) => type === 'usage').length, 1);
  });

  it('gives each piece of an answer when it comes', async () => {
    let goOn = (): void => undefined;
    const seen = new Promise<void>(resolve => {
      goOn = resolve;
    });
    const end = sse({ choices: [{ delta: {}, finish_reason: 'stop' }] }, '[DONE]');
    server.script({
      headers: EVENT_STREAM,
      steps: [{ send: delta('one ') }, { wait: seen }, { send: delta('two') + end }],
    });
    const texts: string[] = [];
    for await (const event of client.chat(openai(), ask('hi'), never)) {
      if (event.type !== 'text') continue;
      texts.push(event.text);
      // The server waits for this: a client that kept the first piece back would wait for ever.
      goOn();
    }
    assert.deepEqual(texts, ['one ', 'two']);
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
    assert.deepEqual(await client.models(openai(), never), models, 'asked once');
    const refreshed = await client.models(openai(), never, { refresh: true });
    assert.deepEqual(refreshed, [{ id: 'stories260K', contextWindow: 512 }]);
    assert.equal(await client.models(envelope(), never), undefined);
  });

  it('closes the connection when aborted, within 250 ms', async () => {
    const time = await shortestTime(async () => {
      const abort = new AbortController();
      server.script({ headers: EVENT_STREAM, steps: [{ send: delta('one') }, { stall: true }] });
      const answer = client.chat(openai(), ask('hi'), abort.signal);
      assert.equal(await untilFirstText(answer, () => abort.abort('stopped')), 'stopped');
      const abortedAt = performance.now();
      assert.equal((await lastRequest(server).ended).by, 'client');
      return abortedAt;
    });
    assert.ok(time < 250, `closed after ${time} ms`);
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
