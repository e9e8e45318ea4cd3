import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../../../src/core/clock';
import type { Exchange, OpenReply } from '../../../../src/core/http/exchange';
import { type HostFetch, hostExchange } from '../../../../src/core/http/hostExchange';
import { createFakeClock } from '../../../support/fakeClock';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { sse } from '../../../support/scriptedReply';
import { shortestTime } from '../../../support/shortestTime';
import { delta, FAST, stream } from '../client/clientSetup';
import { deadAddress } from './lab';

const globalFetch: HostFetch = (url, init) => fetch(url, init);

describe('VS Code’s own fetch (N9)', () => {
  let server: PracticeServer;

  beforeEach(async () => {
    server = await startPracticeServer({ pace: FAST });
  });
  afterEach(() => server.close());

  function request(more: Partial<Exchange> & { readonly to?: string } = {}): Exchange {
    return {
      method: 'POST',
      url: new URL(more.to ?? `${server.url}/v1/chat/completions`),
      headers: { 'content-type': 'application/json', authorization: 'Bearer key' },
      body: JSON.stringify({ model: 'practice-model', stream: true, messages: [{ role: 'user', content: 'hi' }] }),
      timeouts: { firstByte: 60, idle: 30 },
      clock: systemClock,
      signal: new AbortController().signal,
      observer: { onRoute: () => {}, onSent: () => {}, onReply: () => {} },
      ...more,
    };
  }
  const asked = (more?: Parameters<typeof request>[0]): Promise<OpenReply> => hostExchange(globalFetch, request(more));

  /** A reply that has begun and then stalls. */
  async function stalled(more: Partial<Exchange>): Promise<AsyncIterator<Uint8Array>> {
    server.script(stream([{ send: delta('one') }, { stall: true }]));
    const { body } = await asked(more);
    const bytes = body[Symbol.asyncIterator]();
    assert.match(Buffer.from((await bytes.next()).value ?? '').toString(), /one/);
    return bytes;
  }

  it('gets no option of undici’s: they are dropped at best, and end the request at worst', async () => {
    const source = readFileSync(path.join('src', 'core', 'http', 'hostExchange.ts'), 'utf8');
    assert.doesNotMatch(source, /dispatcher|undici/i);
    const inits: RequestInit[] = [];
    await hostExchange((url, init) => {
      inits.push(init);
      return fetch(url, init);
    }, request());
    assert.deepEqual(Object.keys(inits[0] ?? {}).toSorted(), ['body', 'headers', 'method', 'redirect', 'signal']);
  });

  it('brings status, headers and body', async () => {
    const reply = await asked();
    assert.deepEqual([reply.status, reply.contentType.split(';')[0]], [200, 'text/event-stream']);
    assert.equal(reply.request, `POST ${server.url}/v1/chat/completions`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of reply.body) chunks.push(chunk);
    assert.match(Buffer.concat(chunks).toString(), /data: \[DONE\]\n\n$/);
    const { headers, method } = server.requests[0] ?? assert.fail();
    assert.deepEqual([method, headers.authorization], ['POST', 'Bearer key']);
  });

  it('brings refusals as replies', async () => {
    server.script({ status: 429, headers: { 'Retry-After': '7' }, steps: [{ send: 'Slow down.' }] });
    const reply = await asked();
    assert.deepEqual([reply.status, reply.header('retry-after')], [429, '7']);
    let text = '';
    for await (const chunk of reply.body) text += Buffer.from(chunk).toString();
    assert.equal(text, 'Slow down.');
  });

  it('brings the body as it comes', async () => {
    let go: (value?: unknown) => void = () => {};
    const gate = new Promise(resolve => {
      go = resolve;
    });
    server.script(stream([{ send: delta('one') }, { wait: gate }, { send: sse('[DONE]') }]));
    const bytes = (await asked()).body[Symbol.asyncIterator]();
    assert.match(Buffer.from((await bytes.next()).value ?? '').toString(), /one/);
    go();
    assert.match(Buffer.from((await bytes.next()).value ?? '').toString(), /DONE/);
    assert.equal((await bytes.next()).done, true);
  });

  it('follows no redirect', async () => {
    server.script({ status: 307, headers: { Location: '/v1/models' }, steps: [] });
    const reply = await asked();
    assert.deepEqual([reply.status, reply.header('location')], [307, '/v1/models']);
    reply.discard();
    assert.equal(server.requests.length, 1);
  });

  it('lets go within 250 ms when aborted while it waits', async () => {
    const time = await shortestTime(async () => {
      const waiting = new AbortController();
      server.script({ steps: [{ stall: true }] });
      const unanswered = asked({ signal: waiting.signal });
      const { ended } = await server.nextRequest();
      const abortedAt = performance.now();
      waiting.abort('stopped');
      await assert.rejects(unanswered, reason => reason === 'stopped');
      assert.equal((await ended).by, 'client');
      return abortedAt;
    });
    assert.ok(time < 250, `${time} ms`);
  });

  it('lets go within 250 ms when aborted while it reads', async () => {
    const time = await shortestTime(async () => {
      const reading = new AbortController();
      const bytes = await stalled({ signal: reading.signal });
      const abortedAt = performance.now();
      reading.abort('stopped');
      await assert.rejects(bytes.next(), reason => reason === 'stopped');
      assert.equal((await server.requests.at(-1)?.ended)?.by, 'client');
      return abortedAt;
    });
    assert.ok(time < 250, `${time} ms`);
  });

  it('is not asked for what was aborted before', async () => {
    await assert.rejects(asked({ signal: AbortSignal.abort('before') }), reason => reason === 'before');
    assert.equal(server.requests.length, 0);
  });

  it('lets go when nobody reads on, or the reply is discarded', async () => {
    const bytes = await stalled({});
    await bytes.return?.();
    assert.equal((await server.requests.at(-1)?.ended)?.by, 'client');
    server.script(stream([{ head: true }, { stall: true }]));
    (await asked()).discard();
    assert.equal((await server.requests.at(-1)?.ended)?.by, 'client');
  });

  it('is given up when nothing comes, before the head or after it', async () => {
    const clock = createFakeClock();
    server.script({ steps: [{ stall: true }] });
    const silent = asked({ clock });
    const first = await server.nextRequest();
    await clock.advance(59_999);
    await clock.advance(1);
    await assert.rejects(silent, {
      details: { ...limit('firstByte', 60), request: `POST ${first && server.url}/v1/chat/completions` },
    });

    const bytes = await stalled({ clock });
    await clock.advance(29_000);
    assert.equal(clock.pending.length, 1);
    await clock.advance(1000);
    await assert.rejects(bytes.next(), { kind: 'timeout' });
    assert.equal((await server.requests.at(-1)?.ended)?.by, 'client');
    assert.deepEqual(clock.pending, []);
  });

  it('does not have its head count as the first byte: some gateways send it at once, and then think', async () => {
    const clock = createFakeClock();
    server.script(stream([{ head: true }, { stall: true }]));
    const { body } = await asked({ clock });
    const next = body[Symbol.asyncIterator]().next();
    await clock.advance(60_000);
    await assert.rejects(next, {
      kind: 'timeout',
      details: { ...limit('firstByte', 60), request: `POST ${server.url}/v1/chat/completions` },
    });
  });

  it('fails in our own words', async () => {
    await assert.rejects(asked({ to: await deadAddress() }), (error: unknown) => {
      assert.deepEqual(Reflect.get(Object(error), 'details').fault, 'refused');
      return true;
    });
    server.script(stream([{ send: delta('half') }, { reset: true }]));
    const { body } = await asked();
    const read = async (): Promise<void> => {
      for await (const _chunk of body);
    };
    await assert.rejects(read(), { kind: 'truncated' });
  });

  it('leaves no timer behind', async () => {
    const clock = createFakeClock();
    for await (const _chunk of (await asked({ clock })).body);
    await assert.rejects(asked({ clock, to: await deadAddress() }));
    assert.deepEqual(clock.pending, []);
  });
});

function limit(phase: 'firstByte' | 'idle', seconds: number) {
  const message =
    phase === 'idle' ? `Nothing more came for ${seconds} seconds.` : `No reply within ${seconds} seconds.`;
  return { kind: 'timeout', limit: { phase, seconds }, message };
}
