import assert from 'node:assert/strict';
import type { Progress } from '../../../src/core/chat';
import type { Answer, Question } from '../../../src/core/conversation';
import type { ChatErrorDetails } from '../../../src/core/errors';
import { type SnapshotWords, viewMessage, viewProgress } from '../../../src/core/snapshot';

const words: SnapshotWords = {
  error: ({ kind, serverMessage, retryAfterSeconds }) => ({
    title: `It is ${kind}${retryAfterSeconds === undefined ? '' : ` for ${retryAfterSeconds} s`}.`,
    ...(serverMessage === undefined ? {} : { serverMessage }),
    remedies: [],
  }),
  notice: ({ finishReason }) => (finishReason === 'length' ? 'It is cut.' : undefined),
  summary: ({ usage }) => (usage ? `${usage.outputTokens} tokens` : undefined),
};

const answer: Answer = {
  role: 'assistant',
  id: 'a',
  endpoint: 'One',
  model: 'm',
  text: 'words',
  reasoning: 'thoughts',
  status: 'streaming',
  askedAt: 1,
};
const question: Question = { role: 'user', id: 'q', parts: [{ type: 'text', text: 'why' }] };
const error: ChatErrorDetails = { kind: 'rateLimited', message: 'In English.', request: 'POST https://h/', code: 'x' };

describe('A snapshot', () => {
  it('of an answer has what there is and no more', () => {
    const bare = { role: 'assistant', id: 'a', endpoint: 'One', model: 'm', text: 'words', reasoning: 'thoughts' };
    assert.deepEqual(viewMessage(answer, words), { ...bare, status: 'streaming' });
    const ended: Answer = { ...answer, status: 'failed', finishReason: 'length', usage: { outputTokens: 2 }, error };
    assert.deepEqual(viewMessage(ended, words), {
      ...bare,
      status: 'failed',
      notice: 'It is cut.',
      summary: '2 tokens',
      error: { title: 'It is rateLimited.', remedies: [] },
    });
  });

  for (const progress of [
    { phase: 'connecting', seconds: 1 },
    { phase: 'waiting', seconds: 65 },
    { phase: 'silent', seconds: 10 },
  ] as const satisfies readonly Progress[]) {
    it(`of an answer that is ${progress.phase} says so`, () => {
      const view = viewMessage(answer, words, progress);
      assert.ok(view.role === 'assistant');
      assert.deepEqual(view.progress, progress);
    });
  }

  for (const [what, more, reason] of [
    ['in the user’s words', {}, 'It is rateLimited.'],
    ['with the server’s own words', { serverMessage: 'Come back later' }, 'It is rateLimited.: Come back later'],
    ['without the time, which the countdown tells', { retryAfterSeconds: 9 }, 'It is rateLimited.'],
  ] as const) {
    it(`gives the reason of a retry ${what}, and no other fact of the failure`, () => {
      const progress: Progress = { phase: 'retry', seconds: 7, attempt: 2, attempts: 3, error: { ...error, ...more } };
      const expected = { phase: 'retry', seconds: 7, attempt: 2, attempts: 3, reason };
      assert.deepEqual(viewProgress(progress, words), expected);
      const view = viewMessage(answer, words, progress);
      assert.ok(view.role === 'assistant');
      assert.deepEqual(view.progress, expected);
    });
  }

  it('of a question has its words, its files, and never a progress', () => {
    const file = { type: 'file', name: 'src/a/b.ts', language: 'typescript', text: 'x' } as const;
    const parts = [{ ...file, lines: [3, 5] as const }, { ...file, lines: [3, 3] as const }, file, ...question.parts];
    assert.deepEqual(viewMessage({ ...question, parts }, words, { phase: 'waiting', seconds: 1 }), {
      role: 'user',
      id: 'q',
      text: 'why',
      chips: [{ label: 'b.ts', detail: '3–5' }, { label: 'b.ts', detail: '3' }, { label: 'b.ts' }],
    });
  });
});
