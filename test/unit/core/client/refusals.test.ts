import assert from 'node:assert/strict';
import { type Client, createClient } from '../../../../src/core/client/client';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { json, type ScriptedReply } from '../../../support/scriptedReply';
import { fastClock } from '../wire/fastClock';
import { ask, endpoint, FAST, failureOf, never } from './clientSetup';

const KINDS = [
  [400, 'server'],
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'notFound'],
  [413, 'tooLong'],
  [422, 'server'],
  [429, 'rateLimited'],
  [500, 'server'],
  [503, 'server'],
] as const;

const WORDS = 'Key expired on 2026-11-01; your coin limit is used up.';

interface Shape {
  readonly what: string;
  readonly reply: (status: number) => ScriptedReply;
  readonly words?: string;
  readonly code?: string;
}

const page = (status: number, html: string): ScriptedReply => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  steps: [{ send: html }],
});

/** How servers and those before them write a refusal. */
const SHAPES: readonly Shape[] = [
  {
    what: 'OpenAI’s, with a code in words',
    reply: status => json({ error: { message: WORDS, type: 'x', param: null, code: 'key_expired' } }, status),
    code: 'key_expired',
  },
  {
    what: 'OpenAI’s, with a number as code',
    reply: status => json({ error: { message: WORDS, type: 'x', code: status } }, status),
    code: 'status',
  },
  { what: 'an error that is a string', reply: status => json({ error: WORDS }, status) },
  { what: 'a detail', reply: status => json({ detail: WORDS }, status) },
  { what: 'details of a check', reply: status => json({ detail: [{ loc: ['body'], msg: WORDS }] }, status) },
  { what: 'a detail with an error in it', reply: status => json({ detail: { error: WORDS } }, status) },
  { what: 'a message', reply: status => json({ object: 'error', message: WORDS, code: 40301 }, status), code: '40301' },
  { what: 'a list', reply: status => json([{ error: { message: WORDS } }], status) },
  { what: 'a bare string in JSON', reply: status => json(WORDS, status) },
  { what: 'plain text', reply: status => ({ status, steps: [{ send: `${WORDS}\n` }] }) },
  { what: 'a page with a title', reply: status => page(status, `<html><head><title>${WORDS}</title></head></html>`) },
  { what: 'a page with a headline', reply: status => page(status, `<html><h1 class="x">${WORDS}</h1></html>`) },
  { what: 'a page without either', reply: status => page(status, '<html><body>no</body></html>'), words: '' },
  { what: 'nothing', reply: status => ({ status, steps: [] }), words: '' },
  { what: 'something else in JSON', reply: status => json({ ok: false }, status), words: '' },
];

describe('A refusal says in the server’s words what is wrong', () => {
  let server: PracticeServer;
  let client: Client;
  before(async () => {
    server = await startPracticeServer({ pace: FAST });
    client = createClient({ token: async () => undefined, clock: fastClock() });
  });
  after(async () => {
    await client.close();
    await server.close();
  });

  for (const { what, reply, words = WORDS, code } of SHAPES) {
    it(`as ${what}`, async () => {
      for (const [status, kind] of KINDS) {
        // As often as it may be asked for again.
        const asked = status === 500 || status === 503 ? 3 : 1;
        for (let count = 0; count < asked; count++) server.script(reply(status));
        const { details, message } = await failureOf(client.chat(endpoint({ url: server.url }), ask('hi'), never));
        assert.deepEqual(
          [details.kind, details.status, details.serverMessage ?? '', details.code],
          [kind, status, words, code === 'status' ? String(status) : code],
        );
        assert.equal(details.request, `POST ${server.url}/v1/chat/completions`);
        assert.equal(message, `The server answered ${status}.`);
      }
    });
  }
});
