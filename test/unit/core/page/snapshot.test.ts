import assert from 'node:assert/strict';
import type { Progress } from '../../../../src/core/chat';
import {
  type Answer,
  apply,
  type ConversationRecord,
  type Entry,
  emptyConversation,
  type Question,
} from '../../../../src/core/conversation/conversation';
import type { ChatErrorDetails } from '../../../../src/core/errors';
import { type SnapshotWords, usedTokens, viewMessages, viewProgress } from '../../../../src/core/page/snapshot';

const words: SnapshotWords = {
  error: ({ kind, serverMessage, retryAfterSeconds }) => ({
    title: `It is ${kind}${retryAfterSeconds === undefined ? '' : ` for ${retryAfterSeconds} s`}.`,
    ...(serverMessage === undefined ? {} : { serverMessage }),
    remedies: [],
  }),
  firstSend: ({ firstSend }) => (firstSend ? `First to ${firstSend.host}` : undefined),
  notice: ({ finishReason }) => (finishReason === 'length' ? 'It is cut.' : undefined),
  summary: ({ usage }) => (usage ? { short: `${usage.outputTokens} tokens`, full: 'In full.' } : undefined),
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

/** An entry that is alone, at second 100. */
function view(entry: Entry, progress?: Progress) {
  return viewMessages(emptyConversation('c', 1), words, 100_000)(entry, progress);
}

function conversationAfter(...records: readonly ConversationRecord[]) {
  return records.reduce(apply, emptyConversation('c', 1));
}

const error: ChatErrorDetails = { kind: 'rateLimited', message: 'In English.', request: 'POST https://h/', code: 'x' };

describe('A snapshot', () => {
  it('of an answer has what there is and no more', () => {
    const bare = { role: 'assistant', id: 'a', endpoint: 'One', model: 'm', text: 'words', reasoning: 'thoughts' };
    assert.deepEqual(view(answer), { ...bare, status: 'streaming' });
    const ended: Answer = { ...answer, status: 'failed', finishReason: 'length', usage: { outputTokens: 2 }, error };
    assert.deepEqual(view(ended), {
      ...bare,
      status: 'failed',
      notice: 'It is cut.',
      canContinue: true,
      summary: { short: '2 tokens', full: 'In full.' },
      error: { title: 'It is rateLimited.', remedies: [] },
    });
  });

  for (const progress of [
    { phase: 'connecting', seconds: 1 },
    { phase: 'waiting', seconds: 65 },
    { phase: 'silent', seconds: 10 },
  ] as const satisfies readonly Progress[]) {
    it(`of an answer that is ${progress.phase} says so`, () => {
      const shown = view(answer, progress);
      assert.ok(shown.role === 'assistant');
      assert.deepEqual(shown.progress, progress);
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
      const shown = view(answer, progress);
      assert.ok(shown.role === 'assistant');
      assert.deepEqual(shown.progress, expected);
    });
  }

  it('of a question has its words, its files, and never a progress', () => {
    const file = { type: 'file', name: 'src/a/b.ts', language: 'typescript', text: 'x' } as const;
    const problems = ['line 4, error: no such name'];
    const piece = { ...file, lines: [3, 5] as const, problems };
    const parts = [piece, { ...file, language: '', lines: [3, 3] as const }, file, ...question.parts];
    assert.deepEqual(view({ ...question, parts }, { phase: 'waiting', seconds: 1 }), {
      role: 'user',
      id: 'q',
      text: 'why',
      chips: [
        { label: 'b.ts', detail: '3–5', language: 'typescript', problems },
        { label: 'b.ts', detail: '3' },
        { label: 'b.ts' },
      ],
    });
  });

  it('counts the time that a model thinks, until its first word', () => {
    const seconds = (changes: Partial<Answer>) => {
      const shown = view({ ...answer, ...changes });
      return shown.role === 'assistant' ? shown.thoughtSeconds : undefined;
    };
    assert.equal(seconds({}), undefined);
    assert.equal(seconds({ firstThoughtAt: 88_000 }), 12);
    assert.equal(seconds({ firstThoughtAt: 88_000, thoughtUntil: 92_000 }), 4);
    assert.equal(seconds({ firstThoughtAt: 88_000, endedAt: 93_000 }), 5);
  });

  it('says what can be continued: what was cut, stopped or broken off, and has a beginning', () => {
    const canContinue = (changes: Partial<Answer>) => {
      const shown = view({ ...answer, status: 'complete', ...changes });
      return shown.role === 'assistant' && shown.canContinue === true;
    };
    assert.equal(canContinue({ finishReason: 'length' }), true);
    assert.equal(canContinue({ finishReason: 'stop' }), false);
    assert.equal(canContinue({ finishReason: 'contentFilter' }), false);
    for (const status of ['stopped', 'interrupted', 'failed'] as const) {
      assert.equal(canContinue({ status }), true);
      assert.equal(canContinue({ status, text: '' }), false);
    }
    assert.equal(canContinue({ status: 'streaming' }), false);
  });

  it('numbers the variants of a message and names its neighbours', () => {
    const asked = (id: string) => ({ type: 'asked', id, endpoint: 'E', model: 'm', at: 1, after: 'q' }) as const;
    const conversation = conversationAfter({ type: 'question', id: 'q', parts: [] }, ...['a1', 'a2', 'a3'].map(asked), {
      type: 'chosen',
      id: 'a2',
    });
    const shown = conversation.entries.map(entry => viewMessages(conversation, words, 1)(entry).variants);
    assert.deepEqual(shown, [undefined, { number: 2, count: 3, previous: 'a1', next: 'a3' }]);
  });

  it('counts what a conversation takes as its server did last', () => {
    const question: ConversationRecord = { type: 'question', id: 'q', parts: [] };
    const asked = (id: string): ConversationRecord => ({ type: 'asked', id, endpoint: 'E', model: 'm', at: 1 });
    const usage = { type: 'usage', id: 'a1', usage: { inputTokens: 90, outputTokens: 10 } } as const;
    assert.equal(usedTokens(conversationAfter(question, asked('a1'))), undefined);
    assert.equal(usedTokens(conversationAfter(question, asked('a1'), usage)), 100);
    assert.equal(usedTokens(conversationAfter(question, asked('a1'), usage, asked('a2'))), 100);
  });
});
