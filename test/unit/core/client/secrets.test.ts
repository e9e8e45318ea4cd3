import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import { type Client, createClient } from '../../../../src/core/client/client';
import type { CheckStep } from '../../../../src/core/client/connectionCheck';
import type { RequestRecord } from '../../../../src/core/client/requestLog';
import { isChatError } from '../../../../src/core/errors';
import { memoryLog } from '../../../support/memoryLog';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { json, type ScriptedReply, sse } from '../../../support/scriptedReply';
import { fastClock } from '../wire/fastClock';
import { ask, collect, delta, endpoint, FAST, never, stream } from './clientSetup';

/** Each has characters that other forms write in another way, and a length that Base64 has to fill up. */
const CANARY = 'sk-canary/+=?&1';
const HEADER_CANARY = 'header-canary/+=?&22';
const BASIC_CANARY = 'dXNlcjpjYW5hcnk+333';
const HEADERS = { 'X-Team-Key': HEADER_CANARY, 'X-Other': `Basic ${BASIC_CANARY}` };

const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': secret => secret,
  'as in an address': encodeURIComponent,
  'as in a form': secret => new URLSearchParams({ '': secret }).toString().slice(1),
  'in Base64': secret => Buffer.from(secret).toString('base64'),
  'in Base64 for addresses': secret => Buffer.from(secret).toString('base64url'),
};

/** Whatever a server can put words into. */
const PLACES: Readonly<Record<string, (words: string) => ScriptedReply>> = {
  'an error': words => json({ error: { message: words } }, 401),
  'an error that is asked for again': words => {
    const reply = json({ error: { message: words } }, 503);
    return { ...reply, headers: { ...reply.headers, 'Retry-After': '1' } };
  },
  'an error that is a string': words => json({ error: words }, 403),
  details: words => json({ detail: [{ msg: words }] }, 422),
  'a message': words => json({ message: words }, 404),
  'a code': words => json({ error: { message: 'no', code: words } }, 400),
  'a page': words => ({ status: 502, steps: [{ send: `<html><title>${words}</title></html>` }] }),
  'a page in place of the answer': words => ({ steps: [{ send: `<html><h1>${words}</h1></html>` }] }),
  'plain text': words => ({ status: 500, steps: [{ send: words }] }),
  'a stream': words => stream([{ send: delta('half') + sse({ error: { message: words, code: words } }) }]),
  'an event that is no JSON': words => stream([{ send: `data: ${words}\n\ndata: x\n\n` }]),
  'the address of a redirect': words => ({
    status: 308,
    headers: {
      Location: `http://user:${encodeURIComponent(words)}@h/${words}/v1/chat/completions?key=${words}#${words}`,
    },
    steps: [],
  }),
};

function assertClean(written: string, what: string): void {
  for (const secret of [CANARY, HEADER_CANARY, BASIC_CANARY]) {
    for (const form of Object.values(FORMS)) {
      const found = written.indexOf(form(secret).replace(/=+$/, ''));
      assert.ok(found < 0, `${what}: ${written.slice(Math.max(0, found - 40), found + 60)}`);
    }
  }
}

describe('A secret (S7)', () => {
  let server: PracticeServer;
  let client: Client;
  let records: RequestRecord[];
  const target = () => {
    const setting = { url: `${server.url}/v1?key=query-canary`, headers: HEADERS };
    return endpoint(setting);
  };

  beforeEach(async () => {
    records = [];
    server = await startPracticeServer({ pace: FAST });
    client = createClient({ token: async () => CANARY, log: record => records.push(record), clock: fastClock() });
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  /** All that anyone could show or keep of a failure. */
  function written(error: unknown): string {
    assert.ok(isChatError(error), String(error));
    const log = memoryLog();
    log.error(error);
    return [JSON.stringify(error.details), JSON.stringify(records), ...log.lines].join('\n');
  }

  for (const [place, reply] of Object.entries(PLACES)) {
    for (const [how, form] of Object.entries(FORMS)) {
      it(`is in nothing that comes of ${place}, quoted ${how}`, async () => {
        const words = [CANARY, HEADER_CANARY, BASIC_CANARY].map(secret => form(secret)).join(', ');
        for (let count = 0; count < 3; count++) server.script(reply(`Wrong: ${words}.`));
        const events: ChatEvent[] = [];
        const failure: unknown = await collect(client.chat(target(), ask('hi'), never), events).then(
          () => assert.fail('It did not fail.'),
          (error: unknown) => error,
        );
        assertClean(written(failure), 'failure');
        assertClean(JSON.stringify(events), 'events');
        assert.match(JSON.stringify(server.requests.at(-1)?.headers), /sk-canary.*|header-canary/, 'it was sent');
      });
    }
  }

  it('is in nothing that comes of a model list, quoted there', async () => {
    server.script(json({ error: { message: `Unknown key ${CANARY}, ${HEADER_CANARY}` } }, 401));
    const failure: unknown = await client.models(target(), never).catch((error: unknown) => error);
    assertClean(written(failure), 'failure');
  });

  it('is in no step of a connection check, quoted in every reply', async () => {
    for (let count = 0; count < 4; count++)
      server.script(json({ error: { message: `Unknown key ${CANARY}, ${HEADER_CANARY}`, code: CANARY } }, 401));
    const steps: CheckStep[] = [];
    for await (const step of client.check(target(), 'practice-model', never)) steps.push(step);
    assert.deepEqual(
      steps.flatMap(({ name, status }) => (status === 'failed' ? name : [])),
      ['models', 'reply'],
    );
    assertClean(JSON.stringify(steps), 'steps');
    assert.ok(!JSON.stringify(steps.map(({ asked, answered }) => [asked, answered])).includes('query-canary'));
  });

  it('of an address is in no request line', async () => {
    server.script(json({ error: { message: 'no' } }, 400));
    const failure: unknown = await collect(client.chat(target(), ask('hi'), never)).catch((error: unknown) => error);
    assert.ok(isChatError(failure));
    assert.equal(failure.details.request, `POST ${server.url}/v1/chat/completions`);
    assert.ok(!written(failure).includes('query-canary'));
  });

  /** What becomes of a server's words about a request with this token and these headers. */
  async function refused(words: string, token: string | undefined, setting: Parameters<typeof endpoint>[0]) {
    const asking = createClient({ token: async () => token });
    server.script(json({ error: { message: words } }, 401));
    const failure: unknown = await asking.models(endpoint(setting), never).catch((error: unknown) => error);
    await asking.close();
    assert.ok(isChatError(failure), String(failure));
    return failure.details;
  }

  it('is not what everybody may know: a version, a media type, a title, an origin', async () => {
    const url = `${server.url}/v1?api-version=2024-02-01`;
    const headers = {
      'X-Title': 'Endpoint Chat',
      Accept: 'application/json',
      'HTTP-Referer': 'https://example.com',
      'X-Since': '2023-06-01',
    };
    const words = 'Endpoint https://example.com wants application/json since 2023-06-01, and 2024-02-01 is no version.';
    const { serverMessage, withoutToken } = await refused(words, undefined, { url, headers });
    assert.equal(serverMessage, words);
    assert.equal(withoutToken, true, 'none of them is a key that was refused');
  });

  for (const [what, more] of [
    ['a header', { headers: { 'X-Api-Key': '2024-02-01' } }],
    ['the address', { query: '?api_key=2024-02-01' }],
  ] as const) {
    it(`in ${what} is one by its name, whatever it looks like`, async () => {
      const { query = '', headers = {} } = { query: '', headers: {}, ...more };
      const setting = { url: `${server.url}/v1${query}`, headers };
      const { serverMessage, withoutToken } = await refused('2024-02-01 is no key.', undefined, setting);
      assert.deepEqual([serverMessage, withoutToken], ['••• is no key.', undefined]);
    });
  }

  for (const token of ['x', 'ollama', 'EMPTY', '123']) {
    it(`is not the word that stands in the place of one: ${token}`, async () => {
      const words = `Expected: x, ollama, EMPTY or 123.`;
      const { serverMessage, withoutToken } = await refused(words, token, { url: server.url });
      assert.deepEqual([serverMessage, withoutToken], [words, undefined]);
    });
  }

  it('is a short token, too, unless it is a mere word', async () => {
    assert.equal((await refused('No k3y!', 'k3y!', { url: server.url })).serverMessage, 'No •••');
  });

  it('that no header can carry is not quoted either', async () => {
    const broken = createClient({ token: async () => `${CANARY}\n`, log: record => records.push(record) });
    const failure: unknown = await collect(broken.chat(target(), ask('hi'), never)).catch((error: unknown) => error);
    assertClean(written(failure), 'failure');
    assert.equal(server.requests.length, 0);
    await broken.close();
  });
});
