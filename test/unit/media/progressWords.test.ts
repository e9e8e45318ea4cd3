import assert from 'node:assert/strict';
import { progressWords } from '../../../media/progressWords';
import type { AnswerStatus, ViewAnswer, ViewProgress } from '../../../src/shared/viewState';

function answer(progress?: ViewProgress, changes: Partial<ViewAnswer> = {}): ViewAnswer {
  const names = { model: 'qwen3', endpoint: 'Deka' };
  const empty = { role: 'assistant', id: 'a', text: '', reasoning: '', status: 'waiting' } as const;
  return { ...empty, ...names, ...(progress && { progress }), ...changes };
}

const begun = { status: 'streaming', text: 'So' } as const;

/** What stands on the line. */
function line(shown: ViewAnswer): string {
  const words = progressWords(shown);
  assert(words);
  return words.before + words.number + words.after;
}

function lines(phase: 'connecting' | 'waiting' | 'silent', ...seconds: readonly number[]): readonly string[] {
  return seconds.map(count => line(answer({ phase, seconds: count }, phase === 'silent' ? begun : {})));
}

const retry: ViewProgress = { phase: 'retry', seconds: 8, attempt: 2, attempts: 3, reason: 'Busy (429)' };

describe('The words for progress', () => {
  it('count the connecting from the second second on', () => {
    const expected = ['Connecting to Deka…', 'Connecting to Deka… 2 s', 'Connecting to Deka… 1 min 3 s'];
    assert.deepEqual(lines('connecting', 1, 2, 63), expected);
  });

  it('count the waiting above two seconds', () => {
    const expected = [
      'Waiting for qwen3…',
      'Waiting for qwen3…',
      'Waiting for qwen3… 3 s',
      'Waiting for qwen3… 2 min 0 s',
    ];
    assert.deepEqual(lines('waiting', 0, 2, 3, 120), expected);
  });

  it('say that an answer is awaited before the host has said more', () => {
    assert.equal(line(answer()), 'Waiting for qwen3…');
  });

  it('say for how long nothing more has come, and from five minutes on what that means', () => {
    const expected = ['Nothing more for 12 s…', 'Nothing more for 59 s…', 'Nothing more for 1 min 0 s…'];
    assert.deepEqual(lines('silent', 12, 59, 60), expected);
    assert.equal(progressWords(answer({ phase: 'silent', seconds: 299 }, begun))?.hint, undefined);
    assert.match(
      progressWords(answer({ phase: 'silent', seconds: 300 }, begun))?.hint ?? '',
      /open but sends no words/,
    );
  });

  it('do not say "more" where there was nothing before', () => {
    assert.equal(line(answer({ phase: 'silent', seconds: 12 })), 'Waiting for qwen3… 12 s');
  });

  it('say why and when it is asked again', () => {
    assert.equal(line(answer(retry)), 'Asking again in 8 s (attempt 2 of 3)');
    assert.equal(progressWords(answer(retry))?.reason, 'Busy (429)');
  });

  it('say nothing while text arrives, and nothing once the answer has ended', () => {
    assert.equal(progressWords(answer(undefined, begun)), undefined);
    const ends: readonly AnswerStatus[] = ['complete', 'stopped', 'interrupted', 'failed'];
    for (const status of ends) assert.equal(progressWords(answer(retry, { status })), undefined);
  });

  it('speak the same sentence at every second of a phase, without its number', () => {
    const spoken = (progress: ViewProgress, changes = {}) => progressWords(answer(progress, changes))?.spoken;
    assert.equal(spoken({ phase: 'connecting', seconds: 9 }), 'Connecting to Deka…');
    assert.equal(spoken({ phase: 'waiting', seconds: 90 }), 'Waiting for qwen3…');
    assert.equal(spoken({ ...retry, seconds: 1 }), 'Busy (429). Asking again (attempt 2 of 3)');
    assert.equal(spoken({ ...retry, seconds: 60 }), 'Busy (429). Asking again (attempt 2 of 3)');
    for (const [from, to] of [
      [10, 299],
      [300, 4000],
    ] as const) {
      const [first, last] = [from, to].map(seconds => spoken({ phase: 'silent', seconds }, begun));
      assert.equal(first, last);
      assert.doesNotMatch(first ?? '', /\d/);
    }
  });

  it('show names with brackets and places as they are', () => {
    const odd = { model: '[a] {time}', endpoint: '{model}[' };
    assert.equal(line(answer({ phase: 'waiting', seconds: 5 }, odd)), 'Waiting for [a] {time}… 5 s');
    assert.equal(line(answer({ phase: 'connecting', seconds: 5 }, odd)), 'Connecting to {model}[… 5 s');
  });
});
