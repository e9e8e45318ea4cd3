import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createInlineCompletion, type SuggestOptions } from '../../../../src/core/completion/inlineCompletion';
import type { Place } from '../../../../src/core/completion/suggestionCache';
import { createFakeClock } from '../../../support/fakeClock';

interface Question {
  readonly before: string;
  readonly signal: AbortSignal;
  readonly answer: (text: string) => void;
  readonly fail: (error: unknown) => void;
}

/** A model that is asked, and answers when the test says so. After an abort it takes `closing` to be over. */
function setUp({ closing = Promise.resolve() }: { readonly closing?: Promise<unknown> } = {}) {
  const clock = createFakeClock();
  const questions: Question[] = [];
  const failures: unknown[] = [];
  let open = 0;
  let mostOpen = 0;
  const suggestions = createInlineCompletion<Place>({
    clock,
    onFailure: failure => failures.push(failure),
    ask({ before }, signal) {
      open++;
      mostOpen = Math.max(mostOpen, open);
      const asked = new Promise<string>((answer, fail) => {
        questions.push({ before, signal, answer, fail });
        signal.addEventListener('abort', () => void closing.then(() => fail(signal.reason)));
      });
      return asked.finally(() => open--);
    },
  });
  /** One key, as VS Code tells it: the one before is cancelled. */
  let last = new AbortController();
  function type(before: string, more: Partial<SuggestOptions> = {}) {
    last.abort();
    last = new AbortController();
    const place = { document: 'a.ts', before, after: '' };
    return suggestions.suggest(place, { signal: last.signal, explicit: false, ...more });
  }
  const lastQuestion = (): Question => questions.at(-1) ?? assert.fail('nothing was asked');
  return {
    clock,
    questions,
    failures,
    suggestions,
    type,
    lastQuestion,
    cancel: () => last.abort(),
    open: () => open,
    mostOpen: () => mostOpen,
  };
}

describe('inline suggestions', () => {
  it('ask once one pauses, and say what the model answers', async () => {
    const { clock, questions, type, lastQuestion } = setUp();
    const found = type('x = ');
    await clock.advance(149);
    assert.equal(questions.length, 0);
    await clock.advance(1);
    assert.equal(lastQuestion().before, 'x = ');
    lastQuestion().answer('one');
    assert.deepEqual(await found, { text: 'one', replaces: 0 });
  });

  it('ask nobody while 200 keys are typed at 60 ms, and once behind them', async () => {
    const { clock, questions, type } = setUp();
    for (let key = 1; key <= 200; key++) {
      void type('x'.repeat(key));
      await clock.advance(60);
    }
    assert.equal(questions.length, 0);
    await clock.advance(250);
    assert.deepEqual(
      questions.map(({ before }) => before.length),
      [200],
    );
    assert.equal(clock.timers, 0);
  });

  it('have one question open at most, whatever the speed, and give up each that a key follows', async () => {
    const { clock, questions, type, mostOpen, open, lastQuestion } = setUp();
    for (let key = 1; key <= 200; key++) {
      void type('x'.repeat(key));
      await clock.advance(key % 7 === 0 ? 300 : 60);
    }
    await clock.advance(300);
    assert.ok(questions.length > 20, `${questions.length}`);
    assert.equal(mostOpen(), 1);
    assert.equal(open(), 1);
    assert.ok(questions.slice(0, -1).every(({ signal }) => signal.aborted));
    assert.ok(!lastQuestion().signal.aborted);
  });

  it('ask only once the connection of the question before is closed', async () => {
    let close = (): void => undefined;
    const closing = new Promise<void>(resolve => {
      close = resolve;
    });
    const { clock, questions, type, mostOpen } = setUp({ closing });
    void type('a');
    await clock.advance(300);
    void type('ab');
    await clock.advance(300);
    assert.equal(questions.length, 1);
    close();
    await nextTurn();
    assert.deepEqual(
      questions.map(({ before }) => before),
      ['a', 'ab'],
    );
    assert.equal(mostOpen(), 1);
  });

  it('give up the question when VS Code no longer wants the answer, and say nothing then', async () => {
    const { clock, type, cancel, lastQuestion, failures } = setUp();
    const found = type('a');
    await clock.advance(300);
    cancel();
    assert.ok(lastQuestion().signal.aborted);
    assert.equal(await found, undefined);
    assert.deepEqual(failures, []);
  });

  it('ask nobody while one types along, and again where one leaves it', async () => {
    const { clock, questions, type, lastQuestion } = setUp();
    const found = type('x = ');
    await clock.advance(300);
    lastQuestion().answer('one + two');
    await found;
    for (let length = 1; length < 9; length++) {
      assert.equal((await type(`x = ${'one + two'.slice(0, length)}`))?.text, 'one + two'.slice(length));
    }
    assert.equal(clock.timers, 0);
    void type('x = on!');
    await clock.advance(300);
    assert.equal(questions.length, 2);
  });

  it('do not ask again where the model had nothing to add, unless the user wants it', async () => {
    const { clock, questions, type, lastQuestion } = setUp();
    const found = type('x');
    await clock.advance(300);
    lastQuestion().answer('');
    assert.equal(await found, undefined);
    assert.equal(await type('x'), undefined);
    assert.equal(clock.timers, 0);
    void type('x', { explicit: true });
    await nextTurn();
    assert.equal(questions.length, 2);
  });

  it('ask at once when the user asks', async () => {
    const { questions, type } = setUp();
    void type('x', { explicit: true });
    await nextTurn();
    assert.equal(questions.length, 1);
  });

  it('ask nobody inside a list, and end what was being asked', async () => {
    const { clock, questions, type, lastQuestion } = setUp();
    void type('x');
    await clock.advance(300);
    assert.equal(await type('xy', { askNobody: true, explicit: true }), undefined);
    await clock.advance(1000);
    assert.equal(questions.length, 1);
    assert.ok(lastQuestion().signal.aborted);
  });

  it('rest after a failure, longer after another, and tell it once each', async () => {
    const { clock, questions, type, lastQuestion, failures } = setUp();
    const failAt = async (before: string): Promise<void> => {
      const found = type(before);
      await clock.advance(300);
      lastQuestion().fail(new Error(before));
      assert.equal(await found, undefined);
    };
    await failAt('a');
    for (let key = 0; key < 9; key++) {
      await type('ab');
      await clock.advance(1000);
    }
    assert.equal(questions.length, 1);
    await clock.advance(1000);
    await failAt('abc');
    assert.equal(questions.length, 2);
    await clock.advance(15_000);
    await type('abcd');
    assert.equal(questions.length, 2);
    assert.deepEqual(failures, [new Error('a'), new Error('abc')]);

    void type('abcd', { explicit: true });
    await nextTurn();
    lastQuestion().answer('e');
    await nextTurn();
    assert.equal(failures.at(-1), undefined, 'it works again');
    void type('abcdef');
    await clock.advance(300);
    assert.equal(questions.length, 4);
  });

  it('ask again at once when what failed has changed', async () => {
    const { clock, questions, type, lastQuestion, suggestions } = setUp();
    void type('a');
    await clock.advance(300);
    lastQuestion().fail(new Error('refused'));
    await nextTurn();
    suggestions.forgetFailure();
    void type('ab');
    await clock.advance(300);
    assert.equal(questions.length, 2);
  });

  it('wait a little longer for who types slowly', async () => {
    const { clock, questions, type } = setUp();
    for (let key = 1; key <= 20; key++) {
      void type('x'.repeat(key));
      await clock.advance(200);
    }
    assert.ok(questions.length <= 2, 'only before the speed was known');
    await clock.advance(50);
    assert.equal(questions.at(-1)?.before.length, 20);
  });
});
