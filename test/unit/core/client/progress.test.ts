import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import { withProgress } from '../../../../src/core/client/progress';
import type { Clock } from '../../../../src/core/clock';
import { createFakeClock } from '../../../support/fakeClock';
import { collect } from './clientSetup';
import { from, progressIn, secondsIn } from './progressIn';

const SECOND = 1000;
const text = (words: string): ChatEvent => ({ type: 'text', text: words });

/** An answer that a test writes: `say` for a word, `end` for its end. */
function setUpAnswer() {
  const clock = createFakeClock();
  let phase: 'connecting' | 'waiting' = 'connecting';
  let left = 0;
  const said: ChatEvent[] = [];
  let wake: () => void = () => undefined;
  let over: { readonly failure?: Error } | undefined;

  async function* answer(): AsyncGenerator<ChatEvent, void, undefined> {
    for (;;) {
      yield* said.splice(0);
      if (over?.failure) throw over.failure;
      if (over) return;
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
  }
  const end = (outcome: { readonly failure?: Error } = {}): void => {
    over = outcome;
    wake();
  };
  return {
    clock,
    events: withProgress(answer(), {
      phase: () => phase,
      clock,
      leave() {
        left++;
        end();
      },
    }),
    left: () => left,
    sent() {
      phase = 'waiting';
    },
    async say(...events: readonly ChatEvent[]) {
      said.push(...events);
      wake();
      await clock.advance(0);
    },
    end,
  };
}

describe('The progress of an answer', () => {
  it('is told each second before the first word, and from the tenth after it', async () => {
    const { clock, events, sent, say, end } = setUpAnswer();
    const seen: ChatEvent[] = [];
    const reading = collect(events, seen);
    await clock.advance(2.9 * SECOND);
    assert.deepEqual(progressIn(seen), [
      { phase: 'connecting', seconds: 1 },
      { phase: 'connecting', seconds: 2 },
    ]);
    sent();
    await clock.advance(2.1 * SECOND);
    assert.deepEqual(progressIn(seen).slice(2), [
      { phase: 'waiting', seconds: 3 },
      { phase: 'waiting', seconds: 4 },
      { phase: 'waiting', seconds: 5 },
    ]);

    await say(text('first'));
    await clock.advance(9.9 * SECOND);
    assert.equal(progressIn(seen).length, 5, 'nothing for nine seconds');
    await clock.advance(2.1 * SECOND);
    assert.deepEqual(secondsIn(seen, 'silent'), [10, 11, 12]);

    await say(text('second'));
    await clock.advance(9.9 * SECOND);
    assert.deepEqual(secondsIn(seen, 'silent'), [10, 11, 12], 'each word counts anew');
    await clock.advance(SECOND);
    assert.deepEqual(secondsIn(seen, 'silent'), [10, 11, 12, 10]);

    end();
    await reading;
    assert.equal(clock.timers, 0);
    assert.deepEqual(
      seen.flatMap(event => (event.type === 'text' ? event.text : [])),
      ['first', 'second'],
    );
  });

  it('sets no timer into the past, for time goes on between two looks at the clock', async () => {
    const fake = createFakeClock();
    const set: number[] = [];
    let looks = 0;
    const clock: Clock = {
      now: () => fake.now() + ++looks * 0.3,
      after(milliseconds, callback) {
        set.push(milliseconds);
        return fake.after(milliseconds, callback);
      },
    };
    async function* silent(): AsyncGenerator<ChatEvent, void, undefined> {
      await new Promise<void>(resolve => fake.after(60 * SECOND, resolve));
    }
    const seen: ChatEvent[] = [];
    const reading = collect(withProgress(silent(), { phase: () => 'waiting', clock, leave: () => undefined }), seen);
    await fake.advance(60 * SECOND);
    await reading;
    assert.ok(progressIn(seen).length > 50);
    assert.deepEqual(
      set.filter(milliseconds => milliseconds < 0),
      [],
    );
  });

  it('keeps to whole seconds, however late its timers are', async () => {
    const { clock, events, end } = setUpAnswer();
    const seen: ChatEvent[] = [];
    const lazy = (async () => {
      for await (const event of events) {
        seen.push(event);
        // Who handles an event for a while must not push all later ones back.
        await new Promise<void>(resolve => clock.after(300, resolve));
      }
    })();
    await clock.advance(20.9 * SECOND);
    assert.deepEqual(secondsIn(seen, 'connecting'), from(1, 20));
    end();
    await clock.advance(SECOND);
    await lazy;
  });

  it('loses nothing that comes while its reader is busy with it', async () => {
    for (const failure of [undefined, new Error('broken')]) {
      const { clock, events, say, end } = setUpAnswer();
      const seen: ChatEvent[] = [];
      const busy = (async () => {
        for await (const event of events) {
          seen.push(event);
          if (event.type !== 'progress') continue;
          await say(text('meanwhile'));
          if (failure) end({ failure });
          else end();
          await clock.advance(0);
        }
      })();
      void clock.advance(SECOND);
      const outcome = await busy.catch((error: unknown) => error);
      assert.deepEqual([seen.slice(1), outcome], [[text('meanwhile')], failure]);
    }
  });

  it('does not come between events that are there', async () => {
    const { clock, events, say, end } = setUpAnswer();
    await say(...Array.from({ length: 1000 }, (_, index) => text(String(index))));
    end();
    const seen = await collect(events);
    assert.deepEqual([seen.length, progressIn(seen).length, clock.timers], [1000, 0, 0]);
  });

  it('ends with the answer’s failure, after all that was said', async () => {
    const { clock, events, say, end, left } = setUpAnswer();
    await say(text('half'));
    end({ failure: new Error('broken') });
    const seen: ChatEvent[] = [];
    await assert.rejects(collect(events, seen), /broken/);
    assert.deepEqual([seen, left(), clock.timers], [[text('half')], 1, 0]);
  });

  it('lets go of the answer when the reader leaves at it', async () => {
    const { clock, events, left } = setUpAnswer();
    void clock.advanceToNext();
    for await (const event of events) {
      assert.equal(event.type, 'progress');
      break;
    }
    assert.deepEqual([left(), clock.timers], [1, 0]);
  });
});
