import assert from 'node:assert/strict';
import { siblingsIn } from '../../../../src/core/conversation/branches';
import { apply, type ConversationRecord, emptyConversation } from '../../../../src/core/conversation/conversation';
import { replay } from '../../../../src/core/conversation/replay';
import { deletion, editedQuestion, placeOfNextAnswer, undoneDeletion } from '../../../../src/core/conversation/turns';
import { reachable } from '../conversation/reachable';

/** The same numbers for the same seed, so that a failure can be looked at. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

/** A user who asks, edits, asks again, deletes, takes that back and looks at other versions, in any order. */
function* use(seed: number, steps: number): Generator<{ readonly records: readonly ConversationRecord[] }> {
  const below = numbers(seed);
  let conversation = emptyConversation('c', 0);
  let deleted: readonly ConversationRecord[] = [];
  let ids = 0;
  const newId = (): string => `${ids++}`;
  const answered = (after?: string): readonly ConversationRecord[] => {
    const id = newId();
    const asked = {
      type: 'asked',
      id,
      endpoint: 'e',
      model: 'm',
      at: 0,
      ...(after === undefined ? {} : { after }),
    } as const;
    const delta = { type: 'delta', id, text: 'yes', reasoning: '', at: 0 } as const;
    return below(4) === 0 ? [asked] : [asked, delta];
  };
  const any = (role: 'user' | 'any'): string | undefined => {
    const list = conversation.entries.filter(entry => role === 'any' || entry.role === role);
    return list[below(Math.max(1, list.length))]?.id;
  };
  const moves: readonly (() => readonly ConversationRecord[])[] = [
    () => [{ type: 'question', id: newId(), parts: [{ type: 'text', text: 'why?' }] }, ...answered()],
    () => {
      const question = editedQuestion(conversation, any('user') ?? '', 'how?', newId());
      return question ? [question, ...answered()] : [];
    },
    () => {
      if (conversation.entries.length === 0) return [];
      const { after, withdrawn } = placeOfNextAnswer(conversation);
      return [...(withdrawn ? [withdrawn] : []), ...answered(after)];
    },
    () => deletion(conversation, any('user') ?? ''),
    () => undoneDeletion(deleted),
    () => {
      const siblings = siblingsIn(conversation.branches)(any('any') ?? '');
      const id = siblings[below(Math.max(1, siblings.length))];
      return id === undefined ? [] : [{ type: 'chosen', id }];
    },
  ];
  for (let step = 0; step < steps; step++) {
    const kind = below(moves.length);
    const records = moves[kind]?.() ?? [];
    deleted = kind === 3 ? records : [];
    conversation = records.reduce(apply, conversation);
    yield { records };
  }
}

describe('What a user has written', () => {
  it('is reached by the switch between versions as long as it was not deleted, whatever is done in whichever order', () => {
    for (let seed = 1; seed <= 400; seed++) {
      let conversation = emptyConversation('c', 0);
      for (const { records } of use(seed, 25)) conversation = records.reduce(apply, conversation);
      const found = reachable(conversation);
      const questions = [...conversation.entries, ...conversation.aside].filter(({ role }) => role === 'user');
      const lost = questions.filter(({ id }) => !conversation.branches.hidden.has(id) && !found.has(id));
      assert.deepEqual(lost, [], `seed ${seed}`);
    }
  });

  it('comes back by Undo right after it was deleted, in its place', () => {
    for (let seed = 1; seed <= 400; seed++) {
      let conversation = emptyConversation('c', 0);
      for (const { records } of use(seed, 15)) conversation = records.reduce(apply, conversation);
      const question = conversation.entries.find(({ role }) => role === 'user');
      if (!question) continue;
      const before = conversation.entries.map(({ id }) => id);
      const records = deletion(conversation, question.id);
      const after = [...records, ...undoneDeletion(records)].reduce(apply, conversation);
      assert.deepEqual(
        after.entries.map(({ id }) => id),
        before,
        `seed ${seed}`,
      );
    }
  });

  it('is there as it was when the file is read again', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const records = [...use(seed, 25)].flatMap(step => step.records);
      const live = records.reduce(apply, emptyConversation('c', 0));
      const read = replay(emptyConversation('c', 0), records);
      assert.deepEqual(
        read.entries.map(({ id }) => id),
        live.entries.map(({ id }) => id),
        `seed ${seed}`,
      );
      assert.deepEqual([...reachable(read)].toSorted(), [...reachable(live)].toSorted(), `seed ${seed}`);
    }
  });
});
