import assert from 'node:assert/strict';
import { suggestAddress } from '../../../../src/core/endpoints/suggestAddress';
import type { ChatErrorDetails } from '../../../../src/core/errors';
import { createTestAuthority } from '../../../support/certificates';
import { startPracticeServer } from '../../../support/practiceServer';
import { json } from '../../../support/scriptedReply';
import {
  ask,
  type ClientSetup,
  collect,
  endpoint,
  FAST,
  failureOf,
  never,
  setUpClient,
  textOf,
} from '../client/clientSetup';

const notFound = (serverMessage?: string, code?: string): ChatErrorDetails => ({
  kind: 'notFound',
  message: '',
  status: 404,
  ...(serverMessage === undefined ? {} : { serverMessage }),
  ...(code === undefined ? {} : { code }),
});

describe('A better address', () => {
  const cases: readonly (readonly [what: string, url: string, details: ChatErrorDetails, suggested?: string])[] = [
    ['with /v1', 'https://h/chat/completions', notFound('Not Found'), 'https://h/v1/chat/completions'],
    ['with /v1 behind a prefix', 'https://h/api/chat/completions', notFound(), 'https://h/api/v1/chat/completions'],
    ['without a prefix', 'https://h/api/v1/chat/completions', notFound(), 'https://h/v1/chat/completions'],
    ['without a long prefix', 'http://h:8080/a/b/v2/chat/completions', notFound(), 'http://h:8080/v2/chat/completions'],
    [
      'without the query, which may hold a key,',
      'https://h/chat/completions?api-version=1',
      notFound(),
      'https://h/v1/chat/completions',
    ],
    [
      'without a prefix, and without the query',
      'https://h/x/v1/chat/completions?a=1',
      notFound(),
      'https://h/v1/chat/completions',
    ],
    ['none where it is as usual', 'https://h/v1/chat/completions', notFound('Not Found')],
    ['none where the path is none of ours', 'https://h/ask', notFound()],
    ['none where a model is unknown', 'https://h/api/v1/chat/completions', notFound('The model `x` does not exist.')],
    [
      'none where Ollama lacks a model',
      'http://localhost:11434/x/v1/chat/completions',
      notFound('model "x" not found'),
    ],
    [
      'none where only the code names the model',
      'https://h/api/v1/chat/completions',
      notFound('It does not exist or you do not have access to it.', 'model_not_found'),
    ],
    [
      'none where OpenRouter has nobody who serves a model',
      'https://openrouter.ai/api/v1/chat/completions',
      notFound('No endpoints found for maker/name:free.', '404'),
    ],
    [
      'with /api for an envelope',
      'https://h/v1/chat/completion_messages',
      notFound(),
      'https://h/api/v1/chat/completion_messages',
    ],
    [
      'with /api and without a prefix for an envelope',
      'https://h/x/api/v1/chat/completion_messages',
      notFound(),
      'https://h/api/v1/chat/completion_messages',
    ],
    [
      'with /api and /v1 for an envelope',
      'https://h/chat/completion_messages',
      notFound(),
      'https://h/api/v1/chat/completion_messages',
    ],
    ['none for an envelope’s usual path', 'https://h/api/v1/chat/completion_messages', notFound('Not Found')],
    [
      'with http for a server on this machine',
      'https://localhost:8080/v1/chat/completions',
      { kind: 'network', message: '', fault: 'tls', code: 'ERR_SSL_WRONG_VERSION_NUMBER' },
      'http://localhost:8080/v1/chat/completions',
    ],
    [
      'none with http elsewhere',
      'https://example.test/v1/chat/completions',
      { kind: 'network', message: '', fault: 'tls', code: 'ERR_SSL_WRONG_VERSION_NUMBER' },
    ],
    [
      'none where a certificate is not trusted',
      'https://localhost:8080/v1/chat/completions',
      { kind: 'network', message: '', fault: 'tls', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    ],
    ...(['unauthorized', 'server', 'protocol', 'timeout'] as const).map(
      kind => [`none for ${kind}`, 'https://h/chat/completions', { kind, message: '' }] as const,
    ),
  ];
  for (const [what, url, details, suggested] of cases) {
    it(what, () => assert.equal(suggestAddress(url, details), suggested));
  }

  describe('comes with the failure', () => {
    let setup: ClientSetup;
    before(async () => {
      setup = await setUpClient();
    });
    after(() => setup.close());

    const asked = async (url: string) =>
      (await failureOf(setup.client.chat(endpoint({ url }), ask('hi'), never))).details;

    it('of a prefix too many, and works', async () => {
      const { kind, suggestedUrl } = await asked(`${setup.server.url}/openai/v1`);
      assert.equal(kind, 'notFound');
      assert.equal(suggestedUrl, `${setup.server.url}/v1/chat/completions`);
      const events = await collect(setup.client.chat(endpoint({ url: suggestedUrl }), ask('hi'), never));
      assert.match(textOf(events), /practice server/);
    });

    it('of https where plain http is spoken, and works', async () => {
      const { fault, suggestedUrl } = await asked(setup.server.url.replace('http:', 'https:'));
      assert.equal(fault, 'tls');
      assert.equal(suggestedUrl, `${setup.server.url}/v1/chat/completions`);
    });

    it('but not of a certificate that nobody trusts', async () => {
      const tls = await (await createTestAuthority('Unknown')).issue(['localhost']);
      const secure = await startPracticeServer({ tls, pace: FAST });
      const { fault, suggestedUrl } = await asked(secure.url);
      assert.deepEqual([fault, suggestedUrl], ['tls', undefined]);
      await secure.close();
    });

    it('nor of an unknown model', async () => {
      setup.server.script(json({ error: { message: 'The model `x` does not exist.', code: 'model_not_found' } }, 404));
      assert.equal((await asked(`${setup.server.url}/openai/v1`)).suggestedUrl, undefined);
    });
  });
});
