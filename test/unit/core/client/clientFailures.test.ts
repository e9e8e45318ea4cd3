import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import type { Client } from '../../../../src/core/client/client';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { recording } from '../../../support/recordings';
import { json, type ScriptedReply, type Step, sse } from '../../../support/scriptedReply';
import { fastClock } from '../wire/fastClock';
import {
  ask,
  type ClientSetup,
  collect,
  delta,
  endpoint,
  FAST,
  failureOf,
  never,
  setUpClient,
  stream,
  TOKEN,
  textOf,
} from './clientSetup';

/** How often a server is asked that may only be busy for the moment. */
const ATTEMPTS = 3;

type Refusal = readonly [what: string, reply: ScriptedReply, kind: string, words: RegExp, asked?: number];

describe('client, when something goes wrong,', () => {
  let server: PracticeServer;
  let client: Client;
  let openai: ClientSetup['openai'];
  let envelope: ClientSetup['envelope'];
  let close: ClientSetup['close'];

  before(async () => {
    ({ server, client, openai, envelope, close } = await setUpClient({ clock: fastClock() }));
  });
  after(() => close());

  describe('gives the server’s own words', () => {
    const refusals: readonly Refusal[] = [
      ['401', recording('aimock-401'), 'unauthorized', /^Invalid API key$/],
      ['401 with a number as code', recording('llamanew-401-wrong-key'), 'unauthorized', /^Invalid API Key$/],
      ['503 while a model loads', recording('llamanew-503-loading'), 'server', /^Loading model$/, ATTEMPTS],
      ['429', recording('aimock-429-stream'), 'rateLimited', /^Rate limited$/, ATTEMPTS],
      ['a prompt that is too long', recording('llamanew-toolong-stream'), 'tooLong', /2043 tokens/],
      ['500', recording('llamanew-bad-json'), 'server', /parse error at line 1/, ATTEMPTS],
      ['404', json({ error: { message: 'model x not found' } }, 404), 'notFound', /^model x not found$/],
      ['an error that is a string', json({ error: 'no such key' }, 403), 'unauthorized', /^no such key$/],
      ['detail', json({ detail: 'Not Found' }, 404), 'notFound', /^Not Found$/],
      ['a list of details', json({ detail: [{ msg: 'field required' }] }, 422), 'server', /^field required$/],
      [
        'a page of HTML',
        { status: 502, steps: [{ send: '<html><head><title>502 Bad Gateway</title></head></html>' }] },
        'server',
        /^502 Bad Gateway$/,
        ATTEMPTS,
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
    for (const [what, reply, kind, words, times = 1] of refusals) {
      it(`for ${what}`, async () => {
        const seen = server.requests.length;
        for (let time = 0; time < times; time++) server.script(reply);
        const error = await failureOf(client.chat(openai(), ask('hi'), never));
        assert.equal(error.kind, kind);
        assert.match(error.details.serverMessage ?? '', words);
        assert.equal(error.details.request, `POST ${server.url}/v1/chat/completions`);
        assert.equal(server.requests.length, seen + times);
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

  it('follows no redirect to another origin', async () => {
    const elsewhere = await startPracticeServer({ pace: FAST });
    try {
      server.script({ status: 307, headers: { Location: `${elsewhere.url}/v1/chat/completions` }, steps: [] });
      const error = await failureOf(client.chat(openai(), ask('hi'), never));
      assert.equal(error.details.status, 307);
      assert.equal(elsewhere.connections().accepted, 0);
    } finally {
      await elsewhere.close();
    }
  });
});
