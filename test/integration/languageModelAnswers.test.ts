import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { arrayField, field } from '../../src/core/unknown';
import { isQuestion, lastQuestion } from '../support/questions';
import { json, sse } from '../support/scriptedReply';
import {
  answer,
  chunk,
  drain,
  failureOf,
  PICTURE,
  passesCancellationOn,
  stream,
  text,
  USAGE,
  usageOf,
  useLanguageModels,
} from './languageModelUser';
import { setUserSetting } from './support';

const WORDS = 'Hello from the model.';
const KEY = 'sk-canary-language-models';

describe('the language models of VS Code', () => {
  const { other, server, use, model, user } = useLanguageModels();

  for (const protocol of ['openai', 'envelope'] as const) {
    describe(`answer another extension over the ${protocol} protocol`, () => {
      beforeEach(() => use(protocol, { parameters: { temperature: 0.5, seed: 7 } }));

      it('with text and usage, with the endpoint’s parameters and over them those of the extension', async () => {
        await setUserSetting('systemPrompt', 'Answer like a pirate.');
        server().script(answer(protocol, WORDS));
        const options = { modelOptions: { temperature: 0, top_p: 0.9 } };
        const parts = await drain(await (await model()).sendRequest([user('What is a closure?')], options));
        assert.equal(text(parts), WORDS);
        assert.deepEqual(usageOf(parts), USAGE);
        const { stream: _stream, stream_options: _options, ...body } = Object(lastQuestion(server().requests)?.body);
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
        server().script(answer(protocol, WORDS));
        const image = vscode.LanguageModelDataPart.image(PICTURE, 'image/png');
        const asked = user([new vscode.LanguageModelTextPart('What is this?'), image]);
        await drain(await (await model()).sendRequest([asked]));
        const [message] = arrayField(lastQuestion(server().requests)?.body, 'messages');
        const seen = [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${PICTURE.toString('base64')}` } },
        ];
        const told = 'What is this?\n\n[Image: image]';
        assert.deepEqual(field(message, 'content'), protocol === 'openai' ? seen : told);
      });

      it('until it is cancelled: then the server sees the connection close', async function () {
        if (!passesCancellationOn) this.skip();
        server().script({ ...answer(protocol, WORDS), steps: [{ head: true }, { stall: true }] });
        const cancel = new vscode.CancellationTokenSource();
        const asked = (await model()).sendRequest([user('hi')], {}, cancel.token).then(drain);
        await server().nextRequest();
        cancel.cancel();
        await Promise.allSettled([asked]);
        assert.equal((await lastQuestion(server().requests)?.ended)?.by, 'client');
      });

      it('and say when the answer is cut at its limit, behind its text', async () => {
        server().script(answer(protocol, 'Once upon', 'length'));
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
          server().script({ ...refused, headers: { ...refused.headers, 'Retry-After': '7000' }, when: isQuestion });
          const { parts, error } = await failureOf((await model()).sendRequest([user('hi')]));
          assert.deepEqual(parts, []);
          assert.match(error.message, message);
          assert.ok(error instanceof other().LanguageModelError);
          assert.equal(error.code, code);
          assert.ok(!`${error.message}${error.stack}${JSON.stringify(error)}`.includes(KEY));
        });
      }

      it('and say what a page of HTML is not', async () => {
        const page = '<html><title>Welcome to nginx</title></html>';
        server().script({ when: isQuestion, headers: { 'Content-Type': 'text/html' }, steps: [{ send: page }] });
        const { error } = await failureOf((await model()).sendRequest([user('hi')]));
        assert.match(error.message, /not the reply of a chat endpoint \(200\)/);
      });

      it('and say that nobody answers', async () => {
        const asked = await model();
        await server().close();
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
        server().script(stream(half, fault));
        const { parts, error } = await failureOf((await model()).sendRequest([user('hi')]));
        assert.equal(text(parts), 'Half an');
        assert.match(error.message, words);
      }
    });

    it('and when it is cancelled in the middle, the server sees the connection close', async function () {
      if (!passesCancellationOn) this.skip();
      server().script(stream({ send: sse(chunk({ content: 'Half' })) }, { stall: true }));
      const cancel = new vscode.CancellationTokenSource();
      const response = await (await model()).sendRequest([user('hi')], {}, cancel.token);
      for await (const piece of response.text) {
        assert.equal(piece, 'Half');
        cancel.cancel();
        break;
      }
      assert.equal((await lastQuestion(server().requests)?.ended)?.by, 'client');
    });

    it('and what the model thinks is no part of the answer', async () => {
      server().script(
        stream({ send: sse(chunk({ reasoning_content: 'Hm.' }), chunk({ content: 'Yes.' }, 'stop'), '[DONE]') }),
      );
      assert.equal(text(await drain(await (await model()).sendRequest([user('hi')]))), 'Yes.');
    });
  });
});
