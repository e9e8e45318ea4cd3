import assert from 'node:assert/strict';
import type { ChatEvent, ChatRequest } from '../../../../src/core/chat';
import { type Client, createClient } from '../../../../src/core/client/client';
import type { RequestRecord } from '../../../../src/core/client/requestLog';
import { field, stringField } from '../../../../src/core/unknown';
import { fillModel } from '../../../../src/core/wire/fillModels';
import { type PracticeServer, type RecordedRequest, startPracticeServer } from '../../../support/practiceServer';
import { everyByte, json, type ScriptedReply, type Step, sse } from '../../../support/scriptedReply';
import { ask, collect, endpoint, failureOf, never, stream, textOf } from '../client/clientSetup';
import { saying } from './chunks';
import { fastClock } from './fastClock';

const QWEN = 'Qwen/Qwen2.5-Coder-7B-Instruct';
const fill = { before: 'def add(a, b):\n    return ', after: '\n\nprint(add(1, 2))\n' };

function piece(text: string, finish: string | null = null): string {
  return sse({ object: 'text_completion', choices: [{ index: 0, text, finish_reason: finish, logprobs: null }] });
}

const filled = [piece('a'), piece(' + b'), piece('', 'stop'), sse('[DONE]')].join('');
const chat = stream([{ send: saying('from the chat') }]);

function refusal(status: number, message: string): ScriptedReply {
  return json({ error: { message, type: 'invalid_request_error' } }, status);
}

describe('filling in over /v1/completions', () => {
  let server: PracticeServer;
  let client: Client;
  let records: RequestRecord[];

  beforeEach(async () => {
    server = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 0 } });
    records = [];
    client = createClient({ token: async () => undefined, clock: fastClock(), log: record => records.push(record) });
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  const at = (path: string) => (request: RecordedRequest) => request.path === path;
  const paths = () => server.requests.map(({ path }) => path);
  const scriptFill = (reply: ScriptedReply, path = '/v1/completions') => server.script({ ...reply, when: at(path) });
  const scriptChat = () => server.script({ ...chat, when: at('/v1/chat/completions') });

  function complete(more: Partial<ChatRequest> = {}, url = server.url): Promise<ChatEvent[]> {
    return collect(client.chat(endpoint({ url }), ask('Complete.', { model: QWEN, fill, ...more }), never));
  }

  it('asks with the model’s own words, and says that it filled in', async () => {
    scriptFill(stream([{ send: filled }]));
    const events = await complete({ parameters: { temperature: 0.1, response_format: { type: 'text' } } });
    assert.equal(textOf(events), 'a + b');
    assert.deepEqual(
      events.find(({ type }) => type !== 'progress'),
      { type: 'filling' },
    );
    assert.deepEqual(events.at(-1), { type: 'finish', reason: 'stop' });
    assert.deepEqual(server.requests.at(-1)?.body, {
      temperature: 0.1,
      prompt: `<|fim_prefix|>${fill.before}<|fim_suffix|>${fill.after}<|fim_middle|>`,
      model: QWEN,
      max_tokens: 512,
      stop: ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>', '<|im_end|>'],
      stream: true,
    });
    assert.deepEqual(paths(), ['/v1/completions']);
    assert.match(records[0]?.request ?? '', /^POST .*\/v1\/completions$/, 'the log says which way it went');
  });

  it('reads the answer in any pieces, and whole', async () => {
    scriptFill(stream(everyByte(filled)));
    assert.equal(textOf(await complete()), 'a + b');
    scriptFill(json({ object: 'text_completion', choices: [{ index: 0, text: 'a + b', finish_reason: 'length' }] }));
    const events = await complete({ stream: false });
    assert.equal(textOf(events), 'a + b');
    assert.deepEqual(events.at(-1), { type: 'finish', reason: 'length' });
  });

  it('keeps the limit and the stops of the user', async () => {
    scriptFill(stream([{ send: filled }]));
    await complete({ parameters: { max_tokens: 64, stop: ['\n\n'] } });
    const body = server.requests.at(-1)?.body;
    assert.equal(field(body, 'max_tokens'), 64);
    assert.deepEqual(field(body, 'stop'), ['\n\n', '<|endoftext|>', '<|fim_pad|>', '<|file_sep|>']);
  });

  const refusals: readonly (readonly [what: string, reply: ScriptedReply])[] = [
    ['the address is not known', refusal(404, 'Not Found')],
    ['the method is not allowed', refusal(405, 'Method Not Allowed')],
    ['the request is not understood', refusal(400, 'prompt is not supported for this model')],
    ['the field is not known', refusal(422, 'Extra inputs are not permitted')],
    ['it is not implemented', refusal(501, 'Not implemented')],
    ['a page comes instead', { headers: { 'Content-Type': 'text/html' }, steps: [{ send: '<title>Portal</title>' }] }],
  ];
  for (const [what, reply] of refusals) {
    it(`asks the chat where ${what}, and remembers it`, async () => {
      scriptFill(reply);
      scriptChat();
      const events = await complete();
      assert.equal(textOf(events), 'from the chat');
      assert.ok(events.every(({ type }) => type !== 'filling'));
      scriptChat();
      assert.equal(textOf(await complete()), 'from the chat');
      assert.deepEqual(paths(), ['/v1/completions', '/v1/chat/completions', '/v1/chat/completions']);
      // Of this endpoint and model alone.
      scriptFill(stream([{ send: filled }]), '/other/v1/completions');
      assert.equal(textOf(await complete({}, `${server.url}/other/v1`)), 'a + b');
    });
  }

  it('asks the chat where it may not or cannot just now, and tries again the next time', async () => {
    for (const status of [401, 403, 500]) {
      scriptFill(refusal(status, 'no'));
      scriptChat();
      assert.equal(textOf(await complete()), 'from the chat');
    }
    scriptFill(stream([{ send: filled }]));
    assert.equal(textOf(await complete()), 'a + b');
  });

  it('says what the chat would say, too: a limit, or too much text', async () => {
    scriptFill(refusal(429, 'No more today.'));
    assert.equal(
      (await failureOf(client.chat(endpoint({ url: server.url }), ask('', { model: QWEN, fill }), never))).kind,
      'rateLimited',
    );
    scriptFill(refusal(400, "This model's maximum context length is 4096 tokens."));
    assert.equal(
      (await failureOf(client.chat(endpoint({ url: server.url }), ask('', { model: QWEN, fill }), never))).kind,
      'tooLong',
    );
    assert.deepEqual(paths(), ['/v1/completions', '/v1/completions']);
  });

  it('asks nobody again once there was a byte of the answer', async () => {
    const cut: readonly Step[] = [{ send: piece('a +') }, { cut: true }];
    scriptFill(stream(cut));
    const events: ChatEvent[] = [];
    const failure = await failureOf(
      client.chat(endpoint({ url: server.url }), ask('', { model: QWEN, fill }), never),
      events,
    );
    assert.equal(failure.kind, 'truncated');
    assert.equal(textOf(events), 'a +');
    assert.deepEqual(paths(), ['/v1/completions']);
  });

  it('is closed as soon as nobody waits for it', async () => {
    scriptFill(stream([{ send: piece('a') }, { stall: true }]));
    const abort = new AbortController();
    const asked = ask('', { model: QWEN, fill });
    for await (const event of client.chat(endpoint({ url: server.url }), asked, abort.signal))
      if (event.type === 'text') break;
    assert.equal((await server.requests.at(-1)?.ended)?.by, 'client');
  });

  it('hands Ollama a suffix, for its prompts go through a template', async () => {
    scriptFill(stream([{ send: filled }]));
    assert.equal(textOf(await complete({ model: 'qwen2.5-coder:7b' })), 'a + b');
    const body = server.requests.at(-1)?.body;
    assert.equal(stringField(body, 'prompt'), fill.before);
    assert.equal(stringField(body, 'suffix'), fill.after);
    scriptFill(refusal(400, 'registry.ollama.ai/library/qwen2.5-coder:7b does not support insert'));
    scriptChat();
    assert.equal(textOf(await complete({ model: 'qwen2.5-coder:7b' })), 'from the chat');
  });

  it('asks Mistral at its own address, once the other one is not known', async () => {
    scriptFill(refusal(404, 'no Route matched with those values'));
    scriptFill(stream([{ send: saying('a + b') }]), '/v1/fim/completions');
    assert.equal(textOf(await complete({ model: 'codestral-latest' })), 'a + b');
    scriptFill(stream([{ send: saying('a - b') }]), '/v1/fim/completions');
    assert.equal(textOf(await complete({ model: 'codestral-latest' })), 'a - b');
    assert.deepEqual(paths(), ['/v1/completions', '/v1/fim/completions', '/v1/fim/completions']);
  });

  it('is left to the messages for other models, other requests, and the envelope', async () => {
    scriptChat();
    assert.equal(textOf(await complete({ model: 'practice-model' })), 'from the chat');
    scriptChat();
    const { fill: _none, ...plain } = ask('Hello', { model: QWEN, fill });
    assert.equal(textOf(await collect(client.chat(endpoint({ url: server.url }), plain, never))), 'from the chat');
    await complete({ model: 'practice-model' }, `${server.url}/api/v1/chat/completion_messages`);
    assert.deepEqual(paths(), ['/v1/chat/completions', '/v1/chat/completions', '/api/v1/chat/completion_messages']);
  });
});

describe('the models that are known to fill in', () => {
  const prompts: readonly (readonly [model: string, prompt: string])[] = [
    ['Qwen2.5-Coder-32B', '<|fim_prefix|>1<|fim_suffix|>2<|fim_middle|>'],
    ['qwen/qwen3-coder-30b-a3b-instruct', '<|fim_prefix|>1<|fim_suffix|>2<|fim_middle|>'],
    ['bigcode/starcoder2-15b', '<fim_prefix>1<fim_suffix>2<fim_middle>'],
    ['ibm-granite/granite-8b-code-base', '<fim_prefix>1<fim_suffix>2<fim_middle>'],
    ['google/codegemma-7b', '<|fim_prefix|>1<|fim_suffix|>2<|fim_middle|>'],
    ['codellama/CodeLlama-13b-hf', '<PRE> 1 <SUF>2 <MID>'],
    ['deepseek-ai/deepseek-coder-6.7b-base', '<｜fim▁begin｜>1<｜fim▁hole｜>2<｜fim▁end｜>'],
    ['mistralai/Codestral-22B-v0.1', '[SUFFIX]2[PREFIX]1'],
  ];
  for (const [model, prompt] of prompts)
    it(model, () => {
      const tokens = fillModel(model)?.tokens;
      assert.equal(tokens?.prompt('1', '2'), prompt);
      assert.ok((tokens?.stop.length ?? 9) <= 4, 'servers take four');
    });

  it('are no others', () => {
    for (const model of ['gpt-4o', 'CodeLlama-70b', 'qwen2.5-7b', 'codestral-mamba', 'deepseek-chat', 'practice-model'])
      assert.equal(fillModel(model), undefined, model);
    assert.deepEqual(fillModel('codellama:7b-code')?.ways, ['suffix']);
    assert.deepEqual(fillModel('qwen/qwen-2.5-coder-32b-instruct:free')?.ways, ['tokens']);
  });
});
