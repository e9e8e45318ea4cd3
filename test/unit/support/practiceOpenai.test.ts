import assert from 'node:assert/strict';
import { arrayField, field, numberField, parseJson, stringField } from '../../../src/core/unknown';
import { type PracticeServer, startPracticeServer } from '../../support/practiceServer';
import { exchangeWith, type Received, readEvents } from './exchangeWith';

const AT_ONCE = { firstTokenMs: 0, tokenMs: 0 };
const hello = { model: 'practice-model', messages: [{ role: 'user', content: 'Hello' }] };

describe('practice server, openai protocol', () => {
  let server: PracticeServer;

  beforeEach(async () => {
    server = await startPracticeServer({ pace: AT_ONCE });
  });
  afterEach(() => server.close());

  function ask(body: unknown): Promise<Received> {
    return exchangeWith(`${server.url}/v1/chat/completions`, { body });
  }

  it('streams a role chunk, text, a finish reason and [DONE]', async () => {
    const { status, headers, body } = await ask({ ...hello, stream: true });
    assert.equal(status, 200);
    assert.match(headers['content-type'] ?? '', /^text\/event-stream/);
    const { events, done } = readEvents(body);
    assert.ok(done);
    assert.deepEqual(choice(events[0]), {
      index: 0,
      delta: { role: 'assistant', content: '' },
      logprobs: null,
      finish_reason: null,
    });
    assert.deepEqual(choice(events.at(-1)), { index: 0, delta: {}, logprobs: null, finish_reason: 'stop' });
    assert.match(written(events, 'content'), /^\*\*This is the practice server of Endpoint Chat, not a model\*\*/);
    assert.ok(events.every(event => stringField(event, 'object') === 'chat.completion.chunk'));
    assert.equal(new Set(events.map(event => stringField(event, 'id'))).size, 1);
    assert.ok(!body.includes('usage'), 'usage comes only when asked for');
  });

  it('sends usage in a chunk without choices when asked, and null in the others', async () => {
    const { events } = readEvents(
      (await ask({ ...hello, stream: true, stream_options: { include_usage: true } })).body,
    );
    const last = events.at(-1);
    assert.deepEqual(field(last, 'choices'), []);
    const texts = events.filter(event => stringField(field(choice(event), 'delta'), 'content'));
    assert.equal(numberField(field(last, 'usage'), 'completion_tokens'), texts.length);
    assert.equal(numberField(field(last, 'usage'), 'prompt_tokens'), 1);
    assert.ok(events.slice(0, -1).every(event => field(event, 'usage') === null));
  });

  it('answers the same whole as streamed', async () => {
    const whole = parseJson((await ask(hello)).body.toString());
    const { events } = readEvents((await ask({ ...hello, stream: true })).body);
    assert.equal(stringField(whole, 'object'), 'chat.completion');
    assert.equal(stringField(choice(whole), 'finish_reason'), 'stop');
    assert.equal(stringField(field(choice(whole), 'message'), 'content'), written(events, 'content'));
    const usage = field(whole, 'usage');
    const total = (numberField(usage, 'prompt_tokens') ?? 0) + (numberField(usage, 'completion_tokens') ?? 0);
    assert.equal(numberField(usage, 'total_tokens'), total);
  });

  it('ends with length at max_tokens, and for practice-small at its own limit', async () => {
    for (const [body, limit] of [
      [{ ...hello, max_tokens: 7 }, 7],
      [{ ...hello, model: 'practice-small' }, 60],
    ] as const) {
      const whole = parseJson((await ask(body)).body.toString());
      assert.equal(stringField(choice(whole), 'finish_reason'), 'length');
      assert.equal(numberField(field(whole, 'usage'), 'completion_tokens'), limit);
      const { events } = readEvents((await ask({ ...body, stream: true })).body);
      assert.equal(stringField(choice(events.at(-1)), 'finish_reason'), 'length');
      assert.equal(written(events, 'content'), stringField(field(choice(whole), 'message'), 'content'));
    }
  });

  it('ends before a stop sequence', async () => {
    const whole = parseJson((await ask({ ...hello, stop: ['## What you', 'not a model'] })).body.toString());
    const text = stringField(field(choice(whole), 'message'), 'content');
    assert.equal(text, '**This is the practice server of Endpoint Chat, ');
  });

  it('reasons first when it is the thinker or asked to think', async () => {
    const question = { role: 'user', content: 'Please think.' };
    for (const body of [
      { ...hello, model: 'practice-thinker' },
      { ...hello, messages: [question] },
    ]) {
      const { events } = readEvents((await ask({ ...body, stream: true })).body);
      const kinds = events.map(event => {
        const delta = field(choice(event), 'delta');
        return stringField(delta, 'reasoning_content') ? 'reasoning' : stringField(delta, 'content') ? 'text' : 'other';
      });
      assert.ok(kinds.includes('reasoning'));
      assert.ok(kinds.lastIndexOf('reasoning') < kinds.indexOf('text'));
      const whole = parseJson((await ask(body)).body.toString());
      assert.equal(
        stringField(field(choice(whole), 'message'), 'reasoning_content'),
        written(events, 'reasoning_content'),
      );
    }
  });

  it('lists its models with their context windows', async () => {
    const { status, body } = await exchangeWith(`${server.url}/v1/models`);
    assert.equal(status, 200);
    const models = arrayField(parseJson(body.toString()), 'data');
    assert.deepEqual(
      models.map(model => stringField(model, 'id')),
      ['practice-model', 'practice-thinker', 'practice-small'],
    );
    assert.ok(models.every(model => (numberField(model, 'max_model_len') ?? 0) > 0));
  });

  const faults: readonly (readonly [
    what: string,
    body: unknown,
    status: number,
    code: string | null,
    words: RegExp,
  ])[] = [
    ['malformed JSON', '{"model": ', 400, null, /valid JSON/],
    ['a missing model', { messages: hello.messages }, 400, null, /model is required/],
    ['missing messages', { model: 'practice-model' }, 400, null, /messages is required/],
    ['a message without content', { ...hello, messages: [{ role: 'user' }] }, 400, null, /needs a role/],
    ['a parameter out of range', { ...hello, temperature: 3 }, 400, null, /temperature must be a number from 0 to 2/],
    ['an unknown model', { ...hello, model: 'gpt-9' }, 404, 'model_not_found', /"gpt-9" does not exist/],
    [
      'a conversation that does not fit',
      { model: 'practice-small', messages: [{ role: 'user', content: 'word '.repeat(2100) }] },
      400,
      'context_length_exceeded',
      /2048 tokens/,
    ],
  ];
  for (const [what, body, status, code, words] of faults) {
    it(`refuses ${what} with ${status}`, async () => {
      const reply = await ask(body);
      assert.equal(reply.status, status);
      const error = field(parseJson(reply.body.toString()), 'error');
      assert.match(stringField(error, 'message') ?? '', words);
      assert.equal(field(error, 'code'), code);
    });
  }

  it('knows neither other paths nor other methods', async () => {
    assert.equal((await exchangeWith(`${server.url}/v2/models`)).status, 404);
    const wrongMethod = await exchangeWith(`${server.url}/v1/chat/completions`);
    assert.equal(wrongMethod.status, 405);
    assert.equal(wrongMethod.headers.allow, 'POST');
  });

  it('ignores a query in the address and records it', async () => {
    const reply = await exchangeWith(`${server.url}/v1/chat/completions?model=%3Cstring%3E`, { body: hello });
    assert.equal(reply.status, 200);
    assert.equal(server.requests[0]?.path, '/v1/chat/completions?model=%3Cstring%3E');
  });
});

describe('practice server with a token', () => {
  let server: PracticeServer;

  before(async () => {
    server = await startPracticeServer({ pace: AT_ONCE, token: 'right' });
  });
  after(() => server.close());

  it('lets the right key in', async () => {
    assert.equal((await exchangeWith(`${server.url}/v1/models`, { token: 'right' })).status, 200);
  });

  for (const [what, asking] of [
    ['no key', {}],
    ['a wrong key', { token: 'wrong' }],
  ] as const) {
    it(`answers ${what} with 401`, async () => {
      const models = await exchangeWith(`${server.url}/v1/models`, asking);
      const chat = await exchangeWith(`${server.url}/v1/chat/completions`, { ...asking, body: hello });
      for (const reply of [models, chat]) {
        assert.equal(reply.status, 401);
        assert.equal(stringField(field(parseJson(reply.body.toString()), 'error'), 'code'), 'invalid_api_key');
      }
    });
  }
});

function choice(event: unknown): unknown {
  return arrayField(event, 'choices')[0];
}

function written(events: readonly unknown[], name: string): string {
  return events.map(event => stringField(field(choice(event), 'delta'), name) ?? '').join('');
}
