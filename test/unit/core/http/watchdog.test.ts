import assert from 'node:assert/strict';
import { isChatError } from '../../../../src/core/errors';
import { exchange } from '../../../../src/core/http/exchange';
import { hostExchange } from '../../../../src/core/http/hostExchange';
import { startWatchdog } from '../../../../src/core/http/watchdog';
import { createFakeClock } from '../../../support/fakeClock';
import { endpoint, never } from '../client/clientSetup';
import { memoryDispatcher } from './memoryDispatcher';

const NOBODY = { onRoute() {}, onSent() {}, onReply() {} };
const SECOND = 1000;
const MIB = 1024 * 1024;

/** A request to an endpoint, and a reader that begins to read when it is told to. */
function setUp(setting: { readonly url: string; readonly timeouts?: object }, signal: AbortSignal = never) {
  const clock = createFakeClock();
  const dispatcher = memoryDispatcher();
  const { timeouts } = endpoint(setting);
  const url = new URL('/v1/chat/completions', setting.url);
  const startedAt = clock.now();
  let failure: unknown;
  let failedAfter: number | undefined;
  let bytes = 0;
  const fail = (error: unknown): void => {
    failure = error;
    failedAfter = (clock.now() - startedAt) / SECOND;
  };
  const asked = exchange(dispatcher, { method: 'POST', url, headers: {}, timeouts, clock, signal, observer: NOBODY });
  asked.catch(fail);
  async function read(): Promise<void> {
    for await (const chunk of (await asked).body) bytes += chunk.byteLength;
  }
  return {
    clock,
    dispatcher,
    asked,
    startReading: () => void read().catch(fail),
    bytes: () => bytes,
    isRunning: () => failedAfter === undefined && !dispatcher.aborted(),
    /** What ended it, and after how many seconds. */
    outcome: () => ({ seconds: failedAfter, limit: isChatError(failure) ? failure.details.limit : failure }),
  };
}

/** Endpoints, and the limits that hold for them: row C's, and what a user sets. */
const ENDPOINTS = [
  { what: 'on this machine', url: 'http://127.0.0.1:8080', firstByte: 600, idle: 600 },
  { what: 'elsewhere', url: 'https://example.test', firstByte: 120, idle: 90 },
  {
    what: 'with limits of its own',
    url: 'https://example.test',
    timeouts: { firstByte: 3600, idle: 3600 },
    firstByte: 3600,
    idle: 3600,
  },
  {
    what: 'with short limits of its own',
    url: 'http://localhost:1',
    timeouts: { firstByte: 2, idle: 5 },
    firstByte: 2,
    idle: 5,
  },
] as const;

describe('A request gives up when nothing comes (R30)', () => {
  for (const { what, firstByte, idle, ...setting } of ENDPOINTS) {
    describe(`from an endpoint ${what}`, () => {
      it(`for ${firstByte} s at its beginning`, async () => {
        const { clock, dispatcher, isRunning, outcome } = setUp(setting);
        await clock.advance((firstByte - 1) * SECOND);
        assert.ok(isRunning());
        await clock.advance(2 * SECOND);
        assert.deepEqual(outcome(), { seconds: firstByte, limit: { phase: 'firstByte', seconds: firstByte } });
        assert.ok(dispatcher.aborted(), 'the connection is let go');
        assert.equal(clock.timers, 0);
      });

      it(`for ${firstByte} s although a head came: a gateway may send it at once, and then think`, async () => {
        const { clock, dispatcher, startReading, isRunning, outcome } = setUp(setting);
        startReading();
        dispatcher.head();
        await clock.advance((firstByte - 1) * SECOND);
        assert.ok(isRunning());
        await clock.advance(2 * SECOND);
        assert.deepEqual(outcome(), { seconds: firstByte, limit: { phase: 'firstByte', seconds: firstByte } });
      });

      it(`for ${idle} s in the middle`, async () => {
        const { clock, dispatcher, startReading, isRunning, outcome, bytes } = setUp(setting);
        startReading();
        await clock.advance(SECOND);
        dispatcher.head();
        dispatcher.data(10);
        await clock.advance((idle - 1) * SECOND);
        assert.ok(isRunning());
        await clock.advance(2 * SECOND);
        assert.deepEqual(outcome(), { seconds: idle + 1, limit: { phase: 'idle', seconds: idle } });
        assert.equal(bytes(), 10, 'what came is kept');
        assert.ok(dispatcher.aborted(), 'the connection is let go');
        assert.equal(clock.timers, 0);
      });

      it(`and not before that, when a byte comes every ${idle - 1} s`, async () => {
        const { clock, dispatcher, startReading, isRunning, outcome, bytes } = setUp(setting);
        startReading();
        dispatcher.head();
        dispatcher.data(1);
        for (let count = 1; count <= 20; count++) {
          await clock.advance((idle - 1) * SECOND);
          assert.ok(isRunning(), `before byte ${count}`);
          dispatcher.data(1);
        }
        const lastAt = 20 * (idle - 1);
        await clock.advance((idle + 1) * SECOND);
        assert.deepEqual(outcome(), { seconds: lastAt + idle, limit: { phase: 'idle', seconds: idle } });
        assert.equal(bytes(), 21);
      });
    });
  }

  const remote = { url: 'https://example.test' };

  it('but not while its own reader is slow', async () => {
    const { clock, dispatcher, startReading, isRunning, bytes } = setUp(remote);
    dispatcher.head();
    dispatcher.data(2 * MIB);
    assert.ok(dispatcher.paused(), 'the socket is held back');
    await clock.advance(3600 * SECOND);
    assert.ok(isRunning());
    startReading();
    await clock.advance(0);
    assert.ok(!dispatcher.paused());
    dispatcher.data(1);
    dispatcher.end();
    await clock.advance(0);
    assert.equal(bytes(), 2 * MIB + 1);
    assert.equal(clock.timers, 0);
  });

  for (const slowFor of [1, 45, 89, 91, 135, 179]) {
    it(`counted from when its own reader, slow for ${slowFor} s, goes on`, async () => {
      const { clock, dispatcher, startReading, outcome } = setUp(remote);
      dispatcher.head();
      dispatcher.data(2 * MIB);
      await clock.advance(slowFor * SECOND);
      startReading();
      await clock.advance(200 * SECOND);
      const { seconds = 0, limit } = outcome();
      assert.deepEqual(limit, { phase: 'idle', seconds: 90 });
      assert.ok(Math.abs(seconds - slowFor - 90) <= 1, `after ${seconds} s`);
    });
  }

  it('and is watched no more when it has ended, is aborted or left', async () => {
    const whole = setUp(remote);
    whole.startReading();
    whole.dispatcher.head();
    whole.dispatcher.end();
    await whole.clock.advance(0);
    assert.equal(whole.clock.timers, 0);

    const abort = new AbortController();
    const aborted = setUp(remote, abort.signal);
    abort.abort('stopped');
    await assert.rejects(aborted.asked, reason => reason === 'stopped');
    assert.equal(aborted.clock.timers, 0);

    const left = setUp(remote);
    left.dispatcher.head();
    left.dispatcher.data(1);
    for await (const _chunk of (await left.asked).body) break;
    assert.ok(left.dispatcher.aborted());
    assert.equal(left.clock.timers, 0);
  });
});

describe('The host’s own fetch is given up', () => {
  const timeouts = { firstByte: 120, idle: 90 };
  const url = new URL('https://example.test/v1/chat/completions');

  /** A reply whose head is there and whose body is written by the test. */
  function setUpHost() {
    const clock = createFakeClock();
    let body: ReadableStreamDefaultController<Uint8Array> | undefined;
    const hostFetch = async (_url: URL, { signal }: RequestInit): Promise<Response> => {
      signal?.addEventListener('abort', () => body?.error(signal.reason));
      const written = new ReadableStream<Uint8Array>({
        start(controller) {
          body = controller;
        },
      });
      return new Response(written);
    };
    const options = { method: 'POST', url, headers: {}, timeouts, clock, signal: never, observer: NOBODY } as const;
    const startedAt = clock.now();
    const asked = hostExchange(hostFetch, options);
    async function read() {
      try {
        for await (const _chunk of (await asked).body);
      } catch (error) {
        assert.ok(isChatError(error));
        return { seconds: (clock.now() - startedAt) / SECOND, limit: error.details.limit };
      }
      return undefined;
    }
    return { clock, read, push: (bytes: number) => body?.enqueue(Buffer.alloc(bytes)) };
  }

  it('for 120 s although the head came, as our own is', async () => {
    const { clock, read } = setUpHost();
    const outcome = read();
    await clock.advance(200 * SECOND);
    assert.deepEqual(await outcome, { seconds: 120, limit: { phase: 'firstByte', seconds: 120 } });
    assert.equal(clock.timers, 0);
  });

  it('counted from when its reader goes on', async () => {
    const { clock, read, push } = setUpHost();
    await clock.advance(0);
    push(2 * MIB);
    await clock.advance(135 * SECOND);
    const outcome = read();
    await clock.advance(200 * SECOND);
    assert.deepEqual(await outcome, { seconds: 225, limit: { phase: 'idle', seconds: 90 } });
  });
});

describe('A watchdog', () => {
  it('needs one timer, however many bytes come', async () => {
    const clock = createFakeClock();
    const watchdog = startWatchdog({
      timeouts: { firstByte: 120, idle: 90 },
      clock,
      request: '',
      heldUp: () => false,
      onTimeout: assert.fail,
    });
    for (let count = 0; count < 10_000; count++) watchdog.feed();
    assert.deepEqual([clock.timersSet, clock.timers], [2, 1]);
    watchdog.stop();
    assert.equal(clock.timers, 0);
  });
});
