import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Client, createClient } from '../../src/core/client/client';
import type { ChatErrorDetails } from '../../src/core/errors';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { type Step, sse } from '../support/scriptedReply';
import { ask, collect, delta, EVENT_STREAM, endpoint, FAST, failureOf, never } from '../unit/core/client/clientSetup';

const MIB = 1024 * 1024;
const PIECE = 64 * 1024;

/** What a server writes without end, what stands before it, and the MiB after which a client has to leave. */
const STREAMS: readonly (readonly [what: string, limit: number, piece: string, before?: string])[] = [
  ['words', 64, delta('word '.repeat(20)).repeat(400)],
  ['long words', 64, delta('x'.repeat(PIECE))],
  ['thoughts', 64, sse({ choices: [{ delta: { reasoning_content: 'x'.repeat(PIECE) } }] })],
  ['comments', 64, `: ${'x'.repeat(PIECE)}\n\n`],
  ['one line', 8, 'x'.repeat(PIECE), 'data: '],
  ['one line of JSON', 64, 'x'.repeat(PIECE), '{"'],
  ['nothing that is known', 8, 'x'.repeat(PIECE)],
];

describe('A reply of a GiB (R31)', () => {
  let server: PracticeServer;
  let client: Client;
  let heapAtFirst = 0;

  before(async () => {
    server = await startPracticeServer({ pace: FAST });
    client = createClient({ token: async () => undefined });
    // What is loaded and compiled on first use is no growth.
    await collect(client.chat(endpoint({ url: server.url }), ask('hi'), never));
    collectGarbage();
    heapAtFirst = process.memoryUsage().heapUsed;
  });
  after(async () => {
    await client.close();
    await server.close();
  });

  for (const [what, limit, piece, before = ''] of STREAMS) {
    it(`of ${what} ends after ${limit} MiB, and takes no more than 150 MiB of memory, the server’s included`, async () => {
      let sent = 0;
      // The server makes them only as fast as they are read.
      function* gibibyte(): Generator<Step> {
        yield { send: before };
        for (; sent < 1024 * MIB; sent += piece.length) yield { send: piece };
      }
      // What an earlier reply has left behind is not this one's.
      collectGarbage();
      const atFirst = process.memoryUsage.rss();
      let peak = atFirst;
      const look = (): void => {
        peak = Math.max(peak, process.memoryUsage.rss());
      };
      const looking = setInterval(look, 5);
      server.script({ headers: EVENT_STREAM, steps: gibibyte() });
      const { kind, code } = await readWithoutKeeping(client, server.url);
      clearInterval(looking);
      look();
      assert.deepEqual([kind, code], ['protocol', 'TOO_LARGE']);
      assert.equal((await server.requests.at(-1)?.ended)?.by, 'client');
      // Some MiB are on the way when the client leaves.
      assert.ok(sent >= limit * MIB && sent < (limit + 8) * MIB, `${Math.round(sent / MIB)} MiB were sent`);
      assert.ok(peak - atFirst <= 150 * MIB, `${Math.round((peak - atFirst) / MIB)} MiB`);
    });
  }

  it('leaves nothing behind', () => {
    collectGarbage();
    const growth = process.memoryUsage().heapUsed - heapAtFirst;
    assert.ok(growth < 8 * MIB, `${Math.round(growth / MIB)} MiB`);
  });
});

/** Node has it only behind a flag, which may be set late. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  assert.ok(typeof collect === 'function');
  collect();
}

async function readWithoutKeeping(client: Client, url: string): Promise<ChatErrorDetails> {
  const events = client.chat(endpoint({ url }), ask('hi'), never);
  const error = await failureOf(
    (async function* () {
      for await (const event of events) if (event.type === 'finish') yield event;
    })(),
  );
  return error.details;
}
