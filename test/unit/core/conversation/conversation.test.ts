import assert from 'node:assert/strict';
import {
  apply,
  type Conversation,
  type ConversationRecord,
  emptyConversation,
} from '../../../../src/core/conversation/conversation';
import { titleOf } from '../../../../src/core/conversation/conversationTitle';
import { requestMessages } from '../../../../src/core/conversation/requestMessages';

const asked = { type: 'asked', id: 'a1', endpoint: 'E', model: 'm', at: 100 } as const;
const question: ConversationRecord = { type: 'question', id: 'q1', parts: [{ type: 'text', text: 'Why?' }] };

function conversationAfter(...records: readonly ConversationRecord[]): Conversation {
  return records.reduce(apply, emptyConversation('c', 1));
}

describe('apply', () => {
  it('builds an answer from its deltas and remembers when its first text came', () => {
    const { entries } = conversationAfter(
      question,
      asked,
      { type: 'delta', id: 'a1', text: '', reasoning: 'hm', at: 150 },
      { type: 'delta', id: 'a1', text: 'Be', reasoning: '', at: 200 },
      { type: 'delta', id: 'a1', text: 'cause', reasoning: '', at: 210 },
      { type: 'usage', id: 'a1', usage: { inputTokens: 3 } },
      { type: 'usage', id: 'a1', usage: { outputTokens: 2 } },
      { type: 'ended', id: 'a1', at: 300, outcome: { status: 'complete', finishReason: 'stop' } },
    );
    assert.deepEqual(entries[1], {
      role: 'assistant',
      id: 'a1',
      endpoint: 'E',
      model: 'm',
      text: 'Because',
      reasoning: 'hm',
      status: 'complete',
      finishReason: 'stop',
      askedAt: 100,
      firstThoughtAt: 150,
      thoughtUntil: 200,
      firstTextAt: 200,
      endedAt: 300,
      usage: { inputTokens: 3, outputTokens: 2 },
    });
  });

  it('changes nothing that was there before', () => {
    const before = conversationAfter(question, asked);
    const copy = structuredClone(before);
    apply(before, { type: 'delta', id: 'a1', text: 'x', reasoning: '', at: 1 });
    assert.deepEqual(before, copy);
  });

  it('ignores records about entries that it does not know', () => {
    const before = conversationAfter(question);
    assert.deepEqual(apply(before, { type: 'delta', id: 'nobody', text: 'x', reasoning: '', at: 1 }), before);
  });

  it('keeps the text of an answer that failed', () => {
    const { entries } = conversationAfter(
      question,
      asked,
      { type: 'delta', id: 'a1', text: 'half', reasoning: '', at: 2 },
      {
        type: 'ended',
        id: 'a1',
        at: 3,
        outcome: { status: 'failed', error: { kind: 'truncated', message: 'cut' } },
      },
    );
    const answer = entries[1];
    assert.ok(answer?.role === 'assistant');
    assert.equal(answer.text, 'half');
    assert.equal(answer.error?.kind, 'truncated');
  });
});

describe('requestMessages', () => {
  it('begins with the system prompt, and leaves it out when it is blank', () => {
    assert.deepEqual(
      requestMessages(conversationAfter(question), 'Be brief.').map(({ role }) => role),
      ['system', 'user'],
    );
    assert.deepEqual(
      requestMessages(conversationAfter(question), '  ').map(({ role }) => role),
      ['user'],
    );
  });

  it('never has two messages of one role in a row, which many chat templates refuse', () => {
    const failed: ConversationRecord = { type: 'ended', id: 'a1', at: 2, outcome: { status: 'stopped' } };
    const again: ConversationRecord = { type: 'question', id: 'q2', parts: [{ type: 'text', text: 'Really?' }] };
    const messages = requestMessages(conversationAfter(question, asked, failed, again), '');
    assert.deepEqual(messages, [
      {
        role: 'user',
        parts: [
          { type: 'text', text: 'Why?' },
          { type: 'text', text: 'Really?' },
        ],
      },
    ]);
  });
});

describe('titleOf', () => {
  it('is the first line of the first question and its file, shortened', () => {
    assert.equal(titleOf(conversationAfter()), '');
    assert.equal(titleOf(conversationAfter(question)), 'Why?');
    const file = { type: 'file', name: 'src/search.ts', language: 'typescript', text: 'x' } as const;
    const words = { type: 'text', text: 'Explain the selected code.' } as const;
    const about = conversationAfter({ type: 'question', id: 'q', parts: [file, words] });
    assert.equal(titleOf(about), 'Explain the selected code · search.ts');
    const picture = { type: 'image', name: 'shot.png', mediaType: 'image/png', data: 'AAAA' } as const;
    assert.equal(titleOf(conversationAfter({ type: 'question', id: 'q', parts: [picture] })), 'shot.png');
    const long = conversationAfter({
      type: 'question',
      id: 'q',
      parts: [{ type: 'text', text: `\n${'word '.repeat(30)}\nmore` }],
    });
    assert.ok(titleOf(long).length <= 60 && titleOf(long).endsWith('…'));
  });
});
