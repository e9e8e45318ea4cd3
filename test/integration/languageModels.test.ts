import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { arrayField, field } from '../../src/core/unknown';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import { json, type ScriptedReply, sse } from '../support/scriptedReply';
import { drain, failureOf, models, otherExtension, text, usageOf } from './languageModelUser';
import { practiceServer, setUserSetting, until } from './support';

const WORDS = 'Hello from the model.';
const USAGE = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 };
const KEY = 'sk-canary-language-models';

/** A real one, a grey pixel: VS Code looks into it. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

type Protocol = 'openai' | 'envelope';

const chunk = (delta: object, finish: string | null = null): object => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});

/** An answer in either protocol. */
function answer(protocol: Protocol, words: string, finish = 'stop'): ScriptedReply {
  if (protocol === 'envelope') {
    return {
      ...json({ code: 0, result: { answer: words, usage: { ...USAGE, finish_reason: finish } } }),
      when: isQuestion,
    };
  }
  const events = [chunk({ content: words }), chunk({}, finish), { choices: [], usage: USAGE }, '[DONE]'];
  return stream({ send: sse(...events) });
}

function stream(
  ...steps: ScriptedReply['steps'] extends Iterable<infer Step> ? readonly Step[] : never
): ScriptedReply {
  return { when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps };
}

describe('the language models of VS Code', () => {
  let other: typeof vscode;
  let server: PracticeServer;

  before(async () => {
    other = await otherExtension();
  });
  beforeEach(async () => {
    server = await practiceServer();
    await use('openai');
  });
  afterEach(() => server.close());
  after(async () => {
    await setUserSetting('systemPrompt', undefined);
    await setUserSetting('endpoints', undefined);
  });

  async function use(protocol: Protocol, more: object = {}): Promise<void> {
    const url = protocol === 'envelope' ? `${server.url}/api/v1/chat/completion_messages` : server.url;
    await setUserSetting('endpoints', [{ name: 'Practice', url, model: 'practice-model', ...more }]);
  }

  async function model(): Promise<vscode.LanguageModelChat> {
    const [found] = await models(other, 'Practice/practice-model');
    assert.ok(found);
    return found;
  }

  type Content = Parameters<typeof vscode.LanguageModelChatMessage.User>[0];
  const user = (content: Content): vscode.LanguageModelChatMessage => other.LanguageModelChatMessage.User(content);

  describe('are listed', () => {
    it('without a connection: those of every endpoint, by endpoint and model', async () => {
      const endpoints = [
        { name: 'Practice', url: server.url, model: 'practice-model', models: ['vendor/second'], contextWindow: 9000 },
        { name: 'Neo/link', url: `${server.url}/api/v1/chat/completion_messages`, model: 'seven:7b' },
      ];
      await setUserSetting('endpoints', endpoints);
      const listed = await other.lm.selectChatModels({ vendor: 'endpoint-chat' });
      assert.deepEqual(listed.map(({ id, name, family }) => [id, name, family]).toSorted(), [
        ['Neo/link/seven:7b', 'seven:7b', 'seven'],
        ['Practice/practice-model', 'practice-model', 'practice-model'],
        ['Practice/vendor/second', 'vendor/second', 'second'],
      ]);
      assert.equal(listed.find(({ id }) => id === 'Practice/practice-model')?.maxInputTokens, 6750);
      assert.equal(server.connections().accepted, 0);
    });

    it('anew as soon as the settings change', async () => {
      const told = new Promise<void>(resolve => other.lm.onDidChangeChatModels(() => resolve()));
      await use('openai', { model: 'another' });
      await told;
      assert.equal((await models(other, 'Practice/practice-model')).length, 0);
      assert.equal((await models(other, 'Practice/another')).length, 1);
    });

    it('with what the endpoint tells of them, once it has answered, and again without asking', async () => {
      await drain(await (await model()).sendRequest([user('hi')]));
      let known: readonly vscode.LanguageModelChat[] = [];
      await until('the list is known', () => {
        void models(other, 'Practice/practice-thinker').then(found => {
          known = found;
        });
        return known.length > 0;
      });
      assert.equal(known[0]?.maxInputTokens, 32_768 - 8192);
      assert.equal(server.requests.filter(request => !isQuestion(request)).length, 1);
    });
  });

  for (const protocol of ['openai', 'envelope'] as const) {
    describe(`answer another extension over the ${protocol} protocol`, () => {
      beforeEach(() => use(protocol, { parameters: { temperature: 0.5, seed: 7 } }));

      it('with text and usage, with the endpoint’s parameters and over them those of the extension', async () => {
        await setUserSetting('systemPrompt', 'Answer like a pirate.');
        server.script(answer(protocol, WORDS));
        const options = { modelOptions: { temperature: 0, top_p: 0.9 } };
        const parts = await drain(await (await model()).sendRequest([user('What is a closure?')], options));
        assert.equal(text(parts), WORDS);
        assert.deepEqual(usageOf(parts), USAGE);
        const { stream: _stream, stream_options: _options, ...body } = Object(lastQuestion(server.requests)?.body);
        assert.deepEqual(body, {
          temperature: 0,
          seed: 7,
          top_p: 0.9,
          model: 'practice-model',
          messages: [{ role: 'user', content: 'What is a closure?' }],
        });
        await setUserSetting('systemPrompt', undefined);
      });

      it('about an image, where the protocol has any', async () => {
        server.script(answer(protocol, WORDS));
        const image = other.LanguageModelDataPart.image(PICTURE, 'image/png');
        const asked = user([new other.LanguageModelTextPart('What is this?'), image]);
        await drain(await (await model()).sendRequest([asked]));
        const [message] = arrayField(lastQuestion(server.requests)?.body, 'messages');
        const seen = [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${PICTURE.toString('base64')}` } },
        ];
        const told = 'What is this?\n\n[Image: image]';
        assert.deepEqual(field(message, 'content'), protocol === 'openai' ? seen : told);
      });

      it('until it is cancelled: then the server sees the connection close', async () => {
        server.script({ ...answer(protocol, WORDS), steps: [{ head: true }, { stall: true }] });
        const cancel = new other.CancellationTokenSource();
        const asked = (await model()).sendRequest([user('hi')], {}, cancel.token).then(drain);
        await server.nextRequest();
        cancel.cancel();
        await Promise.allSettled([asked]);
        assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
      });

      it('and say when the answer is cut at its limit, behind its text', async () => {
        server.script(answer(protocol, 'Once upon', 'length'));
        const { parts, error } = await failureOf((await model()).sendRequest([user('hi')]));
        assert.equal(text(parts), 'Once upon');
        assert.match(error.message, /cut: the limit of its tokens/);
      });

      const refusals = [
        { status: 401, message: /^Practice: The endpoint .* token \(401\): .*no such key/, code: 'NoPermissions' },
        { status: 404, message: /^Practice: The endpoint does not know .*\(404\): .*no such key/, code: 'NotFound' },
        { status: 429, message: /^Practice: Your limit is reached \(429\).*no such key/, code: 'Blocked' },
        { status: 422, message: /^Practice: The endpoint refused the request.*\(422\): .*no such key/, code: '' },
      ];
      for (const { status, message, code } of refusals) {
        it(`and say in words why a request is refused (${status}), without a key`, async () => {
          await use(protocol, { headers: { 'x-api-key': KEY } });
          const refused = json({ error: { message: `no such key: ${KEY}` } }, status);
          server.script({ ...refused, headers: { ...refused.headers, 'Retry-After': '7000' }, when: isQuestion });
          const { parts, error } = await failureOf((await model()).sendRequest([user('hi')]));
          assert.deepEqual(parts, []);
          assert.match(error.message, message);
          assert.ok(error instanceof other.LanguageModelError);
          assert.equal(error.code, code);
          assert.ok(!`${error.message}${error.stack}${JSON.stringify(error)}`.includes(KEY));
        });
      }

      it('and say what a page of HTML is not', async () => {
        const page = '<html><title>Welcome to nginx</title></html>';
        server.script({ when: isQuestion, headers: { 'Content-Type': 'text/html' }, steps: [{ send: page }] });
        const { error } = await failureOf((await model()).sendRequest([user('hi')]));
        assert.match(error.message, /not the reply of a chat endpoint \(200\)/);
      });

      it('and say that nobody answers', async () => {
        const asked = await model();
        await server.close();
        const { error } = await failureOf(asked.sendRequest([user('hi')]));
        assert.match(error.message, /^Practice: Nothing answers at 127\.0\.0\.1/);
      });
    });
  }

  describe('answer another extension as they write', () => {
    it('and what came before a fault stays, whatever the fault', async () => {
      const half = { send: sse(chunk({ content: 'Half an' })) };
      const faults = [
        { fault: { cut: true } as const, words: /^Practice: The connection ended before the answer did/ },
        { fault: { send: sse({ error: { message: 'GPU on fire' } }) }, words: /GPU on fire/ },
        { fault: { send: 'data: {"choi' }, words: /^Practice: The connection ended before the answer did/ },
        { fault: { send: sse(chunk({}, 'content_filter'), '[DONE]') }, words: /cut by a filter/ },
      ];
      for (const { fault, words } of faults) {
        server.script(stream(half, fault));
        const { parts, error } = await failureOf((await model()).sendRequest([user('hi')]));
        assert.equal(text(parts), 'Half an');
        assert.match(error.message, words);
      }
    });

    it('and when it is cancelled in the middle, the server sees the connection close', async () => {
      server.script(stream({ send: sse(chunk({ content: 'Half' })) }, { stall: true }));
      const cancel = new other.CancellationTokenSource();
      const response = await (await model()).sendRequest([user('hi')], {}, cancel.token);
      for await (const piece of response.text) {
        assert.equal(piece, 'Half');
        cancel.cancel();
        break;
      }
      assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
    });

    it('and what the model thinks is no part of the answer', async () => {
      server.script(
        stream({ send: sse(chunk({ reasoning_content: 'Hm.' }), chunk({ content: 'Yes.' }, 'stop'), '[DONE]') }),
      );
      assert.equal(text(await drain(await (await model()).sendRequest([user('hi')]))), 'Yes.');
    });
  });

  describe('call the tools of another extension', () => {
    const tools = [
      {
        name: 'weather',
        description: 'The weather',
        inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
      },
      { name: 'time', description: 'The time' },
    ];
    const calls = (written: string, id?: string): ScriptedReply =>
      stream({
        send: sse(
          chunk({
            content: 'Let me see.',
            tool_calls: [{ index: 0, id, function: { name: 'weather', arguments: '' } }],
          }),
          chunk({ tool_calls: [{ index: 0, function: { arguments: written } }] }, 'tool_calls'),
          '[DONE]',
        ),
      });
    const callsIn = (parts: readonly unknown[]) =>
      parts.filter(part => part instanceof other.LanguageModelToolCallPart);

    it('and go on with their results and pictures', async () => {
      const asked = await model();
      server.script(calls('{"city":"Oslo"}', 'call_1'));
      const question = user('How is the weather in Oslo?');
      const options = { tools, toolMode: other.LanguageModelChatToolMode.Required };
      const parts = await drain(await asked.sendRequest([question], options));
      const [called] = callsIn(parts);
      assert.ok(called);
      assert.deepEqual({ ...called }, { callId: 'call_1', name: 'weather', input: { city: 'Oslo' } });
      const first = lastQuestion(server.requests)?.body;
      assert.equal(field(first, 'tool_choice'), 'required');
      assert.deepEqual(field(first, 'tools'), [
        {
          type: 'function',
          function: { name: 'weather', description: 'The weather', parameters: tools[0]?.inputSchema },
        },
        {
          type: 'function',
          function: { name: 'time', description: 'The time', parameters: { type: 'object', properties: {} } },
        },
      ]);

      server.script(answer('openai', '4 degrees.'));
      const picture = other.LanguageModelDataPart.image(PICTURE, 'image/png');
      const result = new other.LanguageModelToolResultPart('call_1', [
        new other.LanguageModelTextPart('4 °C'),
        picture,
      ]);
      const said = other.LanguageModelChatMessage.Assistant([new other.LanguageModelTextPart('Let me see.'), called]);
      const last = await drain(await asked.sendRequest([question, said, user([result])], { tools }));
      assert.equal(text(last), '4 degrees.');
      const call = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } };
      const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${PICTURE.toString('base64')}` } };
      assert.deepEqual(field(lastQuestion(server.requests)?.body, 'messages'), [
        { role: 'user', content: 'How is the weather in Oslo?' },
        { role: 'assistant', content: 'Let me see.', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: '4 °C\n\n[Image: image]' },
        { role: 'user', content: [{ type: 'text', text: '[Images of the tool call call_1]' }, image] },
      ]);
      assert.equal(field(lastQuestion(server.requests)?.body, 'tool_choice'), undefined);
    });

    it('with an id also where the server gives none, and without arguments where there are none', async () => {
      server.script(calls(''));
      const [called] = callsIn(await drain(await (await model()).sendRequest([user('hi')], { tools })));
      assert.ok(called);
      assert.deepEqual(called.input, {});
      assert.notEqual(called.callId, '');
    });

    it('and say so where what they call it with is not JSON, behind their text', async () => {
      server.script(calls('{"city":'));
      const { parts, error } = await failureOf((await model()).sendRequest([user('hi')], { tools }));
      assert.equal(text(parts), 'Let me see.');
      assert.deepEqual(callsIn(parts), []);
      assert.match(error.message, /called the tool weather with something that is not JSON/);
    });

    it('never over the envelope protocol, which tells what was called as text', async () => {
      await use('envelope');
      const asked = await model();
      assert.equal(Object(asked).capabilities?.supportsToolCalling ?? false, false);
      server.script(answer('envelope', WORDS));
      const call = new other.LanguageModelToolCallPart('call_1', 'weather', { city: 'Oslo' });
      const result = new other.LanguageModelToolResultPart('call_1', [new other.LanguageModelTextPart('4 °C')]);
      const history = [other.LanguageModelChatMessage.Assistant([call]), user([result])];
      assert.equal(text(await drain(await asked.sendRequest(history, { tools }))), WORDS);
      assert.deepEqual(lastQuestion(server.requests)?.body, {
        model: 'practice-model',
        messages: [
          { role: 'assistant', content: '[Called the tool weather (call_1) with {"city":"Oslo"}]' },
          { role: 'user', content: '[Result of the tool call call_1]\n4 °C' },
        ],
      });
    });
  });

  it('count tokens', async () => {
    const asked = await model();
    const words = await asked.countTokens('The quick brown fox jumps over the lazy dog.');
    assert.ok(words >= 8 && words <= 14, `${words}`);
    assert.ok((await asked.countTokens(user('The quick brown fox jumps over the lazy dog.'))) >= words);
  });
});
