import assert from 'node:assert/strict';
import {
  apply,
  type Conversation,
  emptyConversation,
  questionText,
} from '../../../../src/core/conversation/conversation';
import { replay } from '../../../../src/core/conversation/replay';
import type { ChatSession } from '../../../../src/core/session/chatSession';
import { answer, endless, hello, lastAnswer, setUp, stop, text } from './sessionSetup';

/** Answers `answer 1`, `answer 2` and so on. */
function numbered() {
  let count = 0;
  return setUp(() => answer(text(`answer ${++count}`), stop));
}

function said(session: ChatSession): readonly string[] {
  return session.conversation.entries.map(entry => (entry.role === 'user' ? questionText(entry) : entry.text));
}

function idOf(session: ChatSession, index: number): string {
  const entry = session.conversation.entries[index];
  assert.ok(entry);
  return entry.id;
}

function contents(messages: readonly { readonly role: string; readonly parts: readonly object[] }[] | undefined) {
  return messages?.map(
    ({ role, parts }) => `${role}: ${parts.map(part => ('text' in part ? part.text : '')).join('|')}`,
  );
}

describe('The turns of a ChatSession', () => {
  it('keep the old answer when it is asked for again, and go back to it and on from there', async () => {
    const { session } = numbered();
    await session.send(hello);
    const first = idOf(session, 1);
    await session.regenerate();
    assert.deepEqual(said(session), ['hello', 'answer 2']);
    await session.showVariant(first);
    assert.deepEqual(said(session), ['hello', 'answer 1']);
    await session.send([{ type: 'text', text: 'and?' }]);
    assert.deepEqual(said(session), ['hello', 'answer 1', 'and?', 'answer 3']);
  });

  it('keep what was said when an earlier question is edited, and send only the way that is shown', async () => {
    const { session, requests } = numbered();
    await session.send(hello);
    await session.send([{ type: 'text', text: 'and?' }]);
    const first = idOf(session, 0);
    await session.edit(first, 'good day');
    assert.deepEqual(said(session), ['good day', 'answer 3']);
    assert.deepEqual(contents(requests[2]?.messages), ['system: Be kind.', 'user: good day']);
    await session.showVariant(first);
    assert.deepEqual(said(session), ['hello', 'answer 1', 'and?', 'answer 2']);
  });

  it('keep what went along with a question when its words are edited', async () => {
    const { session } = numbered();
    const file = { type: 'file', name: 'a.ts', language: 'typescript', text: 'x' } as const;
    await session.send([file, ...hello]);
    await session.edit(idOf(session, 0), 'why?');
    const [question] = session.conversation.entries;
    assert.deepEqual(question?.role === 'user' && question.parts, [file, { type: 'text', text: 'why?' }]);
  });

  it('do not keep an answer without a word as something to go back to', async () => {
    let count = 0;
    const { session } = setUp(async function* () {
      if (count++ === 0) throw new Error('broken');
      yield* answer(text('better'), stop);
    });
    await session.send(hello);
    const failed = idOf(session, 1);
    await session.regenerate();
    assert.deepEqual(said(session), ['hello', 'better']);
    assert.ok(session.conversation.branches.hidden.has(failed));
  });

  it('can be deleted without what follows them, and brought back', async () => {
    const { session, requests } = numbered();
    await session.send(hello);
    await session.send([{ type: 'text', text: 'two' }]);
    await session.deleteTurn(idOf(session, 0));
    assert.deepEqual(said(session), ['two', 'answer 2']);
    assert.equal(session.canUndoDelete, true);
    await session.undoDelete();
    assert.deepEqual(said(session), ['hello', 'answer 1', 'two', 'answer 2']);
    assert.equal(session.canUndoDelete, false);
    await session.deleteTurn(idOf(session, 2));
    await session.send([{ type: 'text', text: 'three' }]);
    assert.deepEqual(contents(requests[2]?.messages), [
      'system: Be kind.',
      'user: hello',
      'assistant: answer 1',
      'user: three',
    ]);
    assert.equal(session.canUndoDelete, false, 'the conversation has gone on');
  });

  it('give way to another version of the question where the last one is deleted, and are had back', async () => {
    const { session } = numbered();
    await session.send(hello);
    await session.edit(idOf(session, 0), 'good day');
    await session.deleteTurn(idOf(session, 0));
    assert.deepEqual(said(session), ['hello', 'answer 1']);
    await session.undoDelete();
    assert.deepEqual(said(session), ['good day', 'answer 2']);
    await session.send([{ type: 'text', text: 'two' }]);
    await session.deleteTurn(idOf(session, 0));
    assert.deepEqual(said(session), ['two', 'answer 3'], 'what follows stays');
    await session.undoDelete();
    assert.deepEqual(said(session), ['good day', 'answer 2', 'two', 'answer 3']);
  });

  it('stay as they are while an answer is written', async () => {
    const { session, changes } = setUp(endless);
    const sent = session.send(hello);
    while (!changes.some(() => session.busy)) await new Promise(setImmediate);
    const before = session.conversation.entries.map(({ id }) => id);
    await session.deleteTurn(idOf(session, 0));
    await session.showVariant(idOf(session, 0));
    assert.deepEqual(
      session.conversation.entries.map(({ id }) => id),
      before,
    );
    await session.stop();
    await sent;
  });

  it('let the model go on with an answer that was cut at its limit, as one answer', async () => {
    let count = 0;
    const { session, requests, changes } = setUp(() =>
      count++ === 0
        ? answer(
            text('It is half'),
            { type: 'usage', usage: { outputTokens: 3 } },
            { type: 'finish', reason: 'length' },
          )
        : answer(text('way done.'), { type: 'usage', usage: { inputTokens: 9, outputTokens: 2 } }, stop),
    );
    await session.send(hello);
    const { id } = lastAnswer(session);
    const shown = changes.length;
    await session.continueAnswer();
    const { text: whole, finishReason, usage, earlierTokens, status } = lastAnswer(session);
    assert.deepEqual(
      { whole, finishReason, usage, earlierTokens, status },
      {
        whole: 'It is halfway done.',
        finishReason: 'stop',
        usage: { inputTokens: 9, outputTokens: 2 },
        earlierTokens: 3,
        status: 'complete',
      },
    );
    assert.equal(lastAnswer(session).id, id);
    assert.match(
      contents(requests[1]?.messages)?.join('\n') ?? '',
      /assistant: It is half\nuser: Your answer was cut off/,
    );
    assert.ok(!changes.slice(shown).some(change => change.type === 'opened'), 'nothing but the answer changes');
  });

  it('do not let the model go on with what is complete', async () => {
    const { session, requests } = numbered();
    await session.send(hello);
    await session.continueAnswer();
    assert.equal(requests.length, 1);
  });

  it('keep the words that were held back when the reply breaks off', async () => {
    let count = 0;
    const { session } = setUp(async function* () {
      if (count++ === 0) yield* answer(text('one two three one '), { type: 'finish', reason: 'length' });
      // May still become a repetition when the connection ends.
      else {
        yield text('two');
        throw new Error('broken');
      }
    });
    await session.send(hello);
    await session.continueAnswer();
    assert.equal(lastAnswer(session).text, 'one two three one two');
    assert.equal(lastAnswer(session).status, 'failed');
  });

  it('are the same when they are read from disk as they were', async () => {
    const { session, records } = numbered();
    await session.send(hello);
    await session.send([{ type: 'text', text: 'two' }]);
    await session.regenerate();
    await session.edit(idOf(session, 0), 'other');
    await session.deleteTurn(idOf(session, 0));
    await session.undoDelete();
    const { id, createdAt } = session.conversation;
    assert.deepEqual(records.reduce(apply, emptyConversation(id, createdAt)), session.conversation);
    // What is aside has no order.
    const sorted = (conversation: Conversation) => ({
      ...conversation,
      aside: conversation.aside.toSorted((left, right) => left.id.localeCompare(right.id)),
    });
    assert.deepEqual(sorted(replay(emptyConversation(id, createdAt), records)), sorted(session.conversation));
  });
});
