import assert from 'node:assert/strict';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { ask, never } from '../client/clientSetup';
import { describeCases, WIRES, type WireCase } from './cases';
import { completion, saying } from './chunks';
import { memoryHttp } from './memoryHttp';
import { outcomeOf } from './outcome';

const plain = Buffer.from(saying('Hel', 'lo'));
const hello = { text: 'Hello' } as const;

function encoded(coding: string, body: Uint8Array, outcome: WireCase['outcome'] = hello, name = coding): WireCase {
  return { name, headers: { 'content-encoding': coding }, body, outcome };
}

const unreadable = { failure: { kind: 'protocol' } } as const;
const layers = (count: number): Uint8Array => (count === 0 ? plain : gzipSync(layers(count - 1)));
const half = gzipSync(plain.subarray(0, -30), { finishFlush: constants.Z_SYNC_FLUSH });

describe('a compressed reply, which nobody asked for,', () => {
  describeCases('is decompressed (R22)', [
    encoded('gzip', gzipSync(plain)),
    encoded('GZIP', gzipSync(plain)),
    encoded('x-gzip', gzipSync(plain)),
    encoded('deflate', deflateSync(plain)),
    encoded('br', brotliCompressSync(plain)),
    encoded('br, gzip', gzipSync(brotliCompressSync(plain))),
    encoded('gzip, gzip', layers(2)),
    encoded('gzip, br', brotliCompressSync(gzipSync(plain))),
    encoded('identity', plain),
    encoded('gzip, identity', gzipSync(plain)),
    encoded('', plain, hello, 'in no way'),
    encoded(
      'gzip',
      Buffer.concat([gzipSync(plain.subarray(0, 40)), gzipSync(plain.subarray(40))]),
      hello,
      'in two parts',
    ),
    {
      ...encoded('gzip', gzipSync(JSON.stringify(completion({ content: 'Hello' }))), hello, 'a whole answer'),
      contentType: 'application/json',
    },
    {
      ...encoded('br', brotliCompressSync('{"error":"no such key"}'), {}, 'a refusal'),
      status: 401,
      outcome: { failure: { kind: 'unauthorized', words: /^no such key$/ } },
    },
    encoded('gzip', new Uint8Array(), { failure: { kind: 'protocol', code: 'EMPTY_REPLY' } }, 'nothing at all'),
  ]);

  describeCases('keeps what came before its end was missing (R22)', [
    encoded('gzip', gzipSync(plain).subarray(0, -8), hello, 'a checksum is no part of an answer'),
    encoded('gzip', half, { text: 'Hello', failure: { kind: 'truncated' } }, 'gzip that ends too early'),
    {
      ...encoded('gzip', half, {}, 'gzip that breaks with its connection'),
      ending: 'cut',
      outcome: { text: 'Hello', failure: { kind: 'truncated' } },
    },
    encoded(
      'deflate',
      deflateSync(plain.subarray(0, -30), { finishFlush: constants.Z_SYNC_FLUSH }),
      { text: 'Hello', failure: { kind: 'truncated' } },
      'deflate that ends too early',
    ),
    {
      ...encoded('br', brotliCompressSync(plain).subarray(0, -1), {}, 'br that breaks with its connection'),
      ending: 'cut',
      outcome: hello,
    },
  ]);

  describeCases('is refused (R22)', [
    encoded('gzip, gzip, gzip, gzip, gzip, gzip', layers(6), unreadable, 'under six layers'),
    encoded('gzip, gzip, gzip', layers(3), unreadable, 'under three layers'),
    encoded('zstd', plain, { failure: { kind: 'protocol', words: /zstd/ } }, 'in a way that nobody knows'),
    encoded('gzip, constructor', plain, unreadable, 'in a way that every object knows'),
    encoded('gzip', plain, unreadable, 'when it is not compressed at all'),
    encoded(
      'gzip',
      Buffer.from([...gzipSync(plain).subarray(0, 12), 0xff, 0xff, 0xff]),
      unreadable,
      'when it is broken',
    ),
    encoded('br', Buffer.from([0xff, 0xff, 0xff, 0xff]), unreadable, 'when its br is broken'),
  ]);

  const bombOf = (letter: string): Buffer => {
    const tenMebibytes = gzipSync(letter.repeat(10 * 1024 * 1024), { level: 9 });
    return Buffer.concat(Array.from({ length: 10 }, () => tenMebibytes));
  };
  const bombs = [
    ['one line', 'gzip', () => bombOf(' ')],
    ['blank lines', 'gzip', () => bombOf('\n')],
    ['a bomb in a bomb', 'gzip, gzip', () => gzipSync(bombOf(' '))],
    ['a bomb in another', 'gzip, br', () => brotliCompressSync(bombOf(' '))],
  ] as const;
  for (const [what, coding, make] of bombs) {
    for (const contentType of ['text/event-stream', 'application/json']) {
      it(`ends with an error before it fills the memory: ${what} as ${contentType} (R22)`, async () => {
        const bomb = make();
        assert.ok(100 * 1024 * 1024 > bomb.length * 1000, 'it is a bomb');
        const headers = { 'content-type': contentType, 'content-encoding': coding };
        const http = memoryHttp({ status: 200, headers, pieces: [bomb], ending: 'end' });
        const before = process.memoryUsage.rss();
        const { failure } = await outcomeOf(WIRES.openai.chat(http, ask('hi'), never, new Set()));
        const grown = (process.memoryUsage.rss() - before) / 1024 / 1024;
        assert.equal(failure?.code, 'TOO_LARGE');
        assert.ok(grown < 150, `${grown} MiB more`);
      });
    }
  }
});
