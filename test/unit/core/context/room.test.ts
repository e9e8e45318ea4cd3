import assert from 'node:assert/strict';
import { partsTokens, roomIn } from '../../../../src/core/context/room';
import { tokensOf } from '../../../../src/core/context/tokens';
import { apply, type ConversationRecord, emptyConversation } from '../../../../src/core/conversation/conversation';

const words = (count: number) => ({ type: 'text', text: 'word '.repeat(count) }) as const;
const question = (id: string, count: number): ConversationRecord => ({ type: 'question', id, parts: [words(count)] });
const asked = (id: string): ConversationRecord => ({ type: 'asked', id, endpoint: 'E', model: 'm', at: 1 });
const usage = (id: string, inputTokens: number, outputTokens: number): ConversationRecord => ({
  type: 'usage',
  id,
  usage: { inputTokens, outputTokens },
});

function room(records: readonly ConversationRecord[], more: { systemPrompt?: string; maxTokens?: unknown } = {}) {
  const conversation = records.reduce(apply, emptyConversation('c', 0));
  return roomIn({ conversation, window: 4000, systemPrompt: '', maxTokens: undefined, ...more });
}

describe('The room in a model', () => {
  it('is all of it where nothing was said, but for the instructions and what the answer may take', () => {
    assert.deepEqual(room([]), { taken: 0, window: 4000 });
    const { taken } = room([], { systemPrompt: words(100).text, maxTokens: 500 });
    assert.equal(taken, 500 + tokensOf(words(100).text));
    for (const maxTokens of ['many', -1, 4000]) assert.equal(room([], { maxTokens }).taken, 0);
  });

  it('is taken as the server has counted, and by estimate by what came since', () => {
    const counted = [question('q', 10), asked('a'), usage('a', 300, 50)];
    assert.equal(room(counted, { systemPrompt: 'counted already' }).taken, 350);
    assert.equal(room([...counted, question('q2', 100)]).taken, 350 + tokensOf(words(100).text));
  });

  it('is estimated where the server counts nothing', () => {
    assert.equal(room([question('q', 100)]).taken, tokensOf(words(100).text));
  });
});

describe('The size of what goes along', () => {
  it('is that of the words and of the files, as far as it is not known already', () => {
    const file = { type: 'file', name: 'a', language: '', text: words(100).text } as const;
    const size = tokensOf(file.text);
    assert.equal(partsTokens([file, words(100)]), 2 * size);
    const problems = ['line 1, error: no such name'];
    assert.ok(partsTokens([{ ...file, problems }]) > size, 'what is reported about it goes along');
    assert.equal(
      partsTokens([file, words(100)], () => 7),
      7 + size,
    );
    assert.equal(partsTokens([{ type: 'image', name: 'i', mediaType: 'image/png', data: '' }]), 1600);
  });

  it('is about the same for a long text as if all of it were counted', () => {
    const text = 'const value = compute(first, second);\n'.repeat(20_000);
    const exact = tokensOf(text.slice(0, 60_000)) * (text.length / 60_000);
    assert.ok(Math.abs(tokensOf(text) / exact - 1) < 0.02);
  });
});
