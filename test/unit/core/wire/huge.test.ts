import assert from 'node:assert/strict';
import { type Client, createClient } from '../../../../src/core/client/client';
import { createEventReader } from '../../../../src/core/wire/sse';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import type { Step } from '../../../support/scriptedReply';
import { ask, EVENT_STREAM, endpoint, lastRequest, never } from '../client/clientSetup';
import { ndjson, saying, says } from './chunks';
import { outcomeOf } from './outcome';

const MEBIBYTE = 1024 * 1024;
const open = saying('Hello').split('data: {"choices":[{"delta":{},')[0] ?? '';

/** The same bytes again and again, for as long as anyone reads. */
function* endless(start: string, piece: string): Generator<Step> {
  yield { send: start };
  const send = Buffer.from(piece.repeat(Math.ceil((64 * 1024) / piece.length)));
  for (;;) yield { send };
}

describe('a reply without an end (R31)', () => {
  // As much as 64 MiB is read, on machines that may be busy.
  let server: PracticeServer;
  let client: Client;
  before(async () => {
    server = await startPracticeServer();
    client = createClient({ token: async () => undefined });
  });
  after(async () => {
    await client.close();
    await server.close();
  });

  const delta = `data: ${JSON.stringify(says('All work and no play. '.repeat(40)))}\n\n`;
  type Expected = string | ((text: string) => boolean);
  /** Not by a pattern: of millions of repetitions a pattern can be out of its memory. */
  const repeated =
    (piece: string): Expected =>
    text =>
      text.startsWith(`Hello${piece}`) && text.replace('Hello', '').replaceAll(piece, '') === '';
  const replies: readonly (readonly [what: string, contentType: string, steps: () => Iterable<Step>, Expected])[] = [
    ['a line of 16 MiB', 'text/event-stream', () => [{ send: `${open}data: ${' '.repeat(16 * MEBIBYTE)}` }], 'Hello'],
    ['a line that never ends', 'text/event-stream', () => endless(`${open}data: `, 'x'), 'Hello'],
    ['an event that never ends', 'text/event-stream', () => endless(open, `data: ${'x'.repeat(100)}\n`), 'Hello'],
    ['a field that never ends', 'text/event-stream', () => endless(open, 'event'), 'Hello'],
    ['an answer that never ends', 'text/event-stream', () => endless(open, delta), repeated('All work and no play. ')],
    ['comments that never end', 'text/event-stream', () => endless(open, ': still here\n\n'), 'Hello'],
    [
      'lines of JSON that never end',
      'application/x-ndjson',
      () => endless(ndjson(says('Hello')), ndjson(says('o'.repeat(1000)))),
      repeated('o'),
    ],
    ['JSON that never ends', 'application/json', () => endless('{"choices":[{"message":{"content":"', 'x'), ''],
    ['blank lines that never end', 'application/json', () => endless('\n', '\n'), ''],
    ['a page that never ends', 'text/html', () => endless('<html>', '<p>All work and no play.</p>\n'), ''],
  ];
  for (const [what, contentType, steps, text] of replies) {
    it(`ends with an error, keeps its text and does not fill the memory: ${what}`, async () => {
      server.script({ headers: { ...EVENT_STREAM, 'Content-Type': contentType }, steps: steps() });
      const before = process.memoryUsage.rss();
      const outcome = await outcomeOf(client.chat(endpoint({ url: server.url }), ask('hi'), never));
      const grown = (process.memoryUsage.rss() - before) / MEBIBYTE;
      assert.equal(outcome.failure?.code, 'TOO_LARGE');
      if (typeof text === 'string') assert.equal(outcome.text, text);
      else assert.ok(text(outcome.text));
      assert.ok(grown < 150, `${grown} MiB more`);
      await lastRequest(server).ended;
    });
  }

  it('is read no further than its words go, when it is a refusal', async () => {
    let sent = 0;
    function* counted(): Generator<Step> {
      for (const step of endless('no such model. ', ' '.repeat(1000))) {
        sent += 'send' in step ? step.send.length : 0;
        yield step;
      }
    }
    server.script({ status: 400, steps: counted() });
    const { failure } = await outcomeOf(client.chat(endpoint({ url: server.url }), ask('hi'), never));
    assert.equal(failure?.kind, 'server');
    assert.match(failure?.serverMessage ?? '', /^no such model\.$/);
    assert.equal((await lastRequest(server).ended).by, 'client');
    // Buffers on the way hold some megabytes more than is read.
    assert.ok(sent < 16 * MEBIBYTE, `${sent} bytes sent`);
  });

  for (const [what, start, rest] of [
    ['a CR among LFs', ':\r\n', '\n'],
    ['CRs alone', ':\r', '\r'],
  ] as const) {
    it(`does not keep us busy when it is of line ends: ${what}`, () => {
      const reader = createEventReader();
      const began = performance.now();
      reader.read(start + rest.repeat(2 * MEBIBYTE), () => undefined);
      assert.ok(performance.now() - began < 20_000, 'within seconds, not minutes');
    });
  }

  for (const tag of ['<title', '<title>', '<h1', '<h1>', '<title <h1']) {
    it(`does not keep us busy when it is a page that only begins: ${tag}`, async () => {
      server.script({ headers: { 'Content-Type': 'text/html' }, steps: [{ send: tag.repeat(200_000) }] });
      const began = performance.now();
      const { failure } = await outcomeOf(client.chat(endpoint({ url: server.url }), ask('hi'), never));
      assert.equal(failure?.kind, 'protocol');
      assert.ok(performance.now() - began < 20_000, 'within seconds, not minutes');
    });
  }
});
