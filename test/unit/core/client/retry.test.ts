import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import { type ChatErrorDetails, isChatError } from '../../../../src/core/errors';
import { json, type ScriptedReply, type Step, sse } from '../../../support/scriptedReply';
import { ask, delta, never, stream, textOf } from './clientSetup';
import { type ClockedClient, collectThroughCountdowns, countdownsIn, setUpClockedClient } from './clockedClient';

const refusal = (status: number, headers: Readonly<Record<string, string>> = {}): ScriptedReply => {
  const reply = json({ error: { message: 'not now' } }, status);
  return { ...reply, headers: { ...reply.headers, ...headers } };
};
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString();

/** What a server says, and the seconds that it means; undefined where it means nothing. */
const WISHES: readonly (readonly [header: string, value: () => string, seconds: number | undefined, title?: string])[] =
  [
    ['Retry-After', () => '3', 3],
    ['Retry-After', () => '1.5', 1.5],
    ['Retry-After', () => '20s', 20],
    ['Retry-After', () => '60', 60],
    ['Retry-After', () => '61', 61],
    ['Retry-After', () => '99999999999', 99_999_999_999],
    ['Retry-After', () => inSeconds(30), 30, 'a date in 30 seconds'],
    ['Retry-After', () => inSeconds(-30), undefined, 'a date that has passed'],
    ['Retry-After', () => '-5', undefined],
    ['Retry-After', () => '0', undefined],
    ['Retry-After', () => '', undefined, 'nothing'],
    ['Retry-After', () => 'soon', undefined],
    ['retry-after-ms', () => '1500', 1.5],
    ['retry-after-ms', () => '61000', 61],
    ['retry-after-ms', () => '-1500', undefined],
  ];

describe('A request that is refused for now', () => {
  let setup: ClockedClient;
  beforeEach(async () => {
    setup = await setUpClockedClient();
  });
  afterEach(() => setup.close());

  async function chat(signal: AbortSignal = never) {
    const { client, clock, openai, server } = setup;
    const startedAt = clock.now();
    const events: ChatEvent[] = [];
    const failure = await collectThroughCountdowns(client.chat(openai(), ask('hi'), signal), clock, events).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(failure === undefined || isChatError(failure), String(failure));
    assert.equal(clock.timers, 0, 'no timer is left');
    const countdowns = countdownsIn(events);
    return {
      events,
      countdowns,
      seconds: countdowns.map(({ seconds }) => seconds),
      failure: failure?.details,
      requests: server.requests.length,
      waited: (clock.now() - startedAt) / 1000,
    };
  }

  describe('is asked again when the server says (R25)', () => {
    for (const status of [429, 503]) {
      for (const [header, value, wanted, title = value()] of WISHES) {
        it(`${status} with ${header}: ${title}`, async () => {
          setup.server.script(refusal(status, { [header]: value() }));
          const { events, countdowns, seconds, failure, requests, waited } = await chat();

          if (wanted !== undefined && wanted > 60) {
            assert.equal(failure?.retryAfterSeconds, wanted);
            assert.deepEqual([failure.status, requests, seconds], [status, 1, []]);
          } else if (wanted === undefined && status === 429) {
            // It may be a limit for the month.
            assert.equal(failure?.kind, 'rateLimited');
            assert.ok(!('retryAfterSeconds' in failure));
            assert.equal(requests, 1);
          } else {
            assert.equal(failure, undefined);
            assert.equal(requests, 2);
            assert.match(textOf(events), /practice server/);
            // A date has whole seconds only, and the time that this test takes is gone from it; without a wish we choose up to
            // 2 s ourselves.
            if (wanted === undefined) assert.ok(waited >= 0.5 && waited <= 2, `${waited} s`);
            else assert.ok(waited > wanted - 5 && waited <= wanted, `${waited} s`);
            if (wanted !== undefined && title === value()) assert.equal(waited, wanted);
            const first = Math.ceil(waited);
            assert.deepEqual(
              seconds,
              Array.from({ length: first }, (_, index) => first - index),
            );
            for (const { attempt, attempts, error } of countdowns) {
              assert.deepEqual([attempt, attempts, error.status, error.serverMessage], [2, 3, status, 'not now']);
            }
          }
        });
      }
    }

    it('and once more, when it says so again', async () => {
      for (let count = 0; count < 2; count++) setup.server.script(refusal(429, { 'Retry-After': '2' }));
      const { countdowns, failure, waited } = await chat();
      assert.equal(failure, undefined);
      assert.deepEqual(
        countdowns.map(({ attempt, seconds }) => [attempt, seconds]),
        [
          [2, 2],
          [2, 1],
          [3, 2],
          [3, 1],
        ],
      );
      assert.equal(waited, 4);
    });

    it('but never a fourth time', async () => {
      for (let count = 0; count < 5; count++) setup.server.script(refusal(429, { 'Retry-After': '1' }));
      const { failure, requests } = await chat();
      assert.equal(requests, 3);
      assert.deepEqual([failure?.status, failure?.retryAfterSeconds], [429, 1]);
    });
  });

  describe('is not asked again once the user has had enough of the countdown,', () => {
    for (const [when, soon] of [
      ['at an event', (abort: () => void) => abort()],
      ['between two events', (abort: () => void) => void setImmediate(abort)],
    ] as const) {
      it(`${when}`, async () => {
        const { client, clock, openai, server, records } = setup;
        const abort = new AbortController();
        server.script(refusal(503, { 'Retry-After': '30' }));
        let seen = 0;
        const reading = (async () => {
          for await (const _event of client.chat(openai(), ask('hi'), abort.signal)) {
            if (++seen === 3) soon(() => abort.abort('stopped'));
            else void clock.advanceToNext();
          }
        })();
        await assert.rejects(reading, reason => reason === 'stopped');
        assert.equal(clock.timers, 0);
        await clock.advance(120_000);
        assert.deepEqual([seen, server.requests.length, records.length], [3, 1, 1]);
      });
    }

    it('nor when its reader leaves', async () => {
      const { client, clock, openai, server } = setup;
      server.script(refusal(503, { 'Retry-After': '30' }));
      for await (const event of client.chat(openai(), ask('hi'), never)) if (event.type === 'progress') break;
      assert.equal(clock.timers, 0);
      await clock.advance(120_000);
      assert.equal(server.requests.length, 1);
    });
  });

  describe('by a server or a connection that is in trouble is asked again at most twice (R26)', () => {
    const troubles: readonly (readonly [what: string, reply: ScriptedReply, wanted: Partial<ChatErrorDetails>])[] = [
      ...[500, 502, 503, 504, 529].map(
        status => [String(status), refusal(status), { kind: 'server', status, serverMessage: 'not now' }] as const,
      ),
      ['a reset before the first byte', { steps: [{ reset: true }] }, { kind: 'network', fault: 'reset' }],
      ['an end before the first byte', { steps: [{ cut: true }] }, { kind: 'network', fault: 'reset' }],
    ];
    for (const [what, reply, wanted] of troubles) {
      it(`${what}, until it gives up`, async () => {
        for (let count = 0; count < 5; count++) setup.server.script(reply);
        const { countdowns, failure, requests, waited } = await chat();
        assert.equal(requests, 3);
        assert.deepEqual({ ...failure, ...wanted }, failure);
        assert.deepEqual([...new Set(countdowns.map(({ attempt }) => attempt))], [2, 3]);
        assert.ok(waited >= 1 && waited <= 10.001, `${waited} s`);
      });

      it(`${what}, and then answers`, async () => {
        setup.server.script(reply);
        setup.server.script(stream([{ send: delta('all of it') + sse('[DONE]') }]));
        const { events, failure, requests } = await chat();
        assert.deepEqual([requests, failure, textOf(events)], [2, undefined, 'all of it']);
      });
    }
  });

  describe('is asked once', () => {
    const finals: readonly (readonly [what: string, reply: ScriptedReply])[] = [
      ...[400, 401, 403, 404, 413, 422, 501].map(
        status => [`after ${status}, whatever its Retry-After`, refusal(status, { 'Retry-After': '1' })] as const,
      ),
      ['after 429 without a time', refusal(429)],
      ['after an error in place of the stream', stream([{ send: sse({ error: { message: 'busy', code: 503 } }) }])],
    ];
    for (const [what, reply] of finals) {
      it(what, async () => {
        setup.server.script(reply);
        const { failure, requests, seconds } = await chat();
        assert.ok(failure);
        assert.deepEqual([requests, seconds], [1, []]);
      });
    }

    const begun: readonly (readonly [what: string, said: string])[] = [
      ['a word', delta('half')],
      ['a thought', sse({ choices: [{ delta: { reasoning_content: 'half' } }] })],
      ['a count of tokens', sse({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 0 } })],
    ];
    for (const [what, said] of begun) {
      for (const [how, end] of [
        ['a reset', [{ reset: true }]],
        ['an end', [{ cut: true }]],
        ['an error', [{ send: sse({ error: { message: 'busy', code: 503 } }) }]],
      ] as const satisfies readonly (readonly [string, readonly Step[]])[]) {
        it(`after ${what} and ${how}`, async () => {
          setup.server.script(stream([{ send: said }, ...end]));
          const { events, failure, requests } = await chat();
          assert.ok(failure);
          assert.equal(requests, 1);
          assert.equal(textOf(events) + textOf(events, 'reasoning'), /half/.exec(said)?.[0] ?? '');
        });
      }
    }
  });
});
