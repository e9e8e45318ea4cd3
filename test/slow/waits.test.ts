// What the unit tests try with a clock of their own, once more with real time: our limits, undici's and the system's.
import assert from 'node:assert/strict';
import type { ChatEvent, Progress } from '../../src/core/chat';
import { createClient } from '../../src/core/client/client';
import { type ChatErrorDetails, isChatError } from '../../src/core/errors';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import type { Step } from '../support/scriptedReply';
import { ask, collect, delta, endpoint, FAST, never, stream, textOf } from '../unit/core/client/clientSetup';

const SECOND = 1000;
const REST = `${delta('two')}data: [DONE]\n\n`;

interface Outcome {
  readonly text: string;
  readonly failure: ChatErrorDetails | undefined;
  readonly seconds: number;
  readonly progress: readonly Progress[];
  readonly closedByClient: boolean;
}

/** Asks a server that takes its time, over a connection of its own. */
async function askSlowly(steps: Iterable<Step>, setting: object = {}): Promise<Outcome> {
  const server: PracticeServer = await startPracticeServer({ pace: FAST });
  const client = createClient({ token: async () => undefined });
  server.script(stream([...steps]));
  const startedAt = performance.now();
  const events: ChatEvent[] = [];
  const failure = await collect(client.chat(endpoint({ url: server.url, ...setting }), ask('hi'), never), events).then(
    () => undefined,
    (error: unknown) => error,
  );
  const seconds = (performance.now() - startedAt) / SECOND;
  assert.ok(failure === undefined || isChatError(failure), String(failure));
  const ended = await server.requests[0]?.ended;
  await client.close();
  await server.close();
  return {
    text: textOf(events),
    failure: failure?.details,
    seconds,
    progress: events.flatMap(event => (event.type === 'progress' ? event.progress : [])),
    closedByClient: ended?.by === 'client',
  };
}

/** The first and the last second that were told, and how many. */
function secondsTold(progress: readonly Progress[], phase: Progress['phase']): readonly (number | undefined)[] {
  const seconds = progress.flatMap(told => (told.phase === phase ? told.seconds : []));
  return [seconds[0], seconds.at(-1), seconds.length];
}

/** Six minutes of pings. */
function* comments(): Generator<Step> {
  for (let count = 0; count < 36; count++) {
    yield { send: ': ping\n\n' };
    yield { wait: 10 * SECOND };
  }
  yield { send: REST };
}

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'gives up after 90 s of silence within an answer, where that is the limit (R30)': async () => {
    const wait = { wait: 95 * SECOND };
    const { text, failure, seconds, progress, closedByClient } = await askSlowly(
      [{ send: delta('one') }, wait, { send: REST }],
      { timeouts: { idle: 90 } },
    );
    assert.equal(text, 'one');
    assert.deepEqual([failure?.kind, failure?.limit], ['timeout', { phase: 'idle', seconds: 90 }]);
    assert.ok(seconds >= 90 && seconds <= 91, `${seconds} s`);
    assert.ok(closedByClient);
    assert.deepEqual(secondsTold(progress, 'silent').slice(0, 2), [10, 89]);
  },

  'waits 310 s for the first byte of a server on this machine (N10)': async () => {
    const { text, failure, seconds, progress } = await askSlowly([{ wait: 310 * SECOND }, { send: REST }]);
    assert.deepEqual([failure, text], [undefined, 'two']);
    assert.ok(seconds >= 310 && seconds <= 311, `${seconds} s`);
    assert.equal(secondsTold(progress, 'waiting')[0], 1);
    assert.ok((secondsTold(progress, 'waiting')[1] ?? 0) >= 309);
  },

  'waits 310 s in the middle of its answer (N10)': async () => {
    const { text, failure } = await askSlowly([{ send: delta('one ') }, { wait: 310 * SECOND }, { send: REST }]);
    assert.deepEqual([failure, text], [undefined, 'one two']);
  },

  'tells of six minutes of comments without a word, and does not give up (R3)': async () => {
    const { text, failure, seconds, progress } = await askSlowly(comments(), { timeouts: { firstByte: 30, idle: 30 } });
    assert.deepEqual([failure, text], [undefined, 'two']);
    assert.ok(seconds >= 360, `${seconds} s`);
    const [first, last, count] = secondsTold(progress, 'waiting');
    assert.equal(first, 1);
    assert.ok((last ?? 0) >= 359 && (count ?? 0) >= 350, `${last} s, ${count} times`);
  },
};

describe('A client, with real waits,', () => {
  const running = new Map<string, Promise<void>>();

  // All at once, or they would take a quarter of an hour.
  before(() => {
    for (const [title, test] of Object.entries(tests)) {
      const outcome = test();
      outcome.catch(() => undefined);
      running.set(title, outcome);
    }
  });
  for (const title of Object.keys(tests)) it(title, () => running.get(title));
});
