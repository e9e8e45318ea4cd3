import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  apply,
  type Conversation,
  type Entry,
  emptyConversation,
} from '../../../../src/core/conversation/conversation';
import { replay } from '../../../../src/core/conversation/replay';
import { settled, withoutDeleted } from '../../../../src/core/exports/exportedConversation';
import { exportedJson } from '../../../../src/core/exports/exportFile';
import { copyRecords } from '../../../../src/core/store/copy';
import { reachable } from '../conversation/reachable';
import { anyConversation } from './conversations';
import { conversationOf, everything, roundTrip, simple } from './importSetup';

/** What is still being written is taken for interrupted. */
function ended(conversation: Conversation): Conversation {
  const end = (entry: Entry): Entry => (entry.role === 'assistant' ? settled(entry) : entry);
  return { ...conversation, entries: conversation.entries.map(end), aside: conversation.aside.map(end) };
}

describe('an exported conversation that is imported', () => {
  it('is the same in everything that is shown, sent and switched to, under another id', () => {
    fc.assert(
      fc.property(anyConversation, conversation => {
        fc.pre(conversation.entries.length > 0);
        const copy = conversationOf(roundTrip(conversation));
        assert.equal(copy.id, 'imported');
        assert.deepEqual(everything(copy), everything(ended(withoutDeleted(conversation))));
        const { aside: _a, branches: _b, ...seen } = everything(ended(conversation));
        const { aside: _c, branches: _d, ...seenInCopy } = everything(copy);
        assert.deepEqual(seenInCopy, seen);
        assert.deepEqual([...reachable(copy)].toSorted(), [...reachable(conversation)].toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it('has nothing that nobody could come to in what was exported: no deleted turn, and nothing behind it', () => {
    fc.assert(
      fc.property(anyConversation, conversation => {
        const { entries } = JSON.parse(exportedJson(conversation, 5));
        const ids: readonly string[] = entries.map(({ id }: Entry) => id);
        assert.deepEqual(ids.toSorted(), [...reachable(conversation)].toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it('is without the words of a turn that was deleted, and goes on with what followed it', () => {
    const say = (id: string, text: string) => ({ type: 'question', id, parts: [{ type: 'text', text }] }) as const;
    const conversation = [say('q2', 'My secret'), say('q3', 'And now?')].reduce<Conversation>(apply, simple);
    const deleted = apply(conversation, { type: 'withdrawn', id: 'q2' });
    assert.doesNotMatch(exportedJson(deleted, 5), /secret/);
    const copy = conversationOf(roundTrip(deleted));
    assert.deepEqual(
      copy.entries.map(({ id }) => id),
      ['q1', 'q3'],
    );
    assert.deepEqual(
      [...copy.branches.follows],
      [
        ['q1', ''],
        ['q3', 'q1'],
      ],
    );
  });

  it('is the same after it was written to a file of ours and read', () => {
    fc.assert(
      fc.property(anyConversation, conversation => {
        fc.pre(conversation.entries.length > 0);
        const copy = conversationOf(roundTrip(conversation));
        const { label: _l, ...stored } = everything(
          replay(emptyConversation(copy.id, copy.createdAt), copyRecords(copy)),
        );
        const { label: _m, ...expected } = everything({ ...copy, label: {} });
        assert.deepEqual(stored, expected);
      }),
      { numRuns: 100 },
    );
  });

  it('says nothing of where files are on this machine', () => {
    const source = 'file:///home/someone/secret-project/a.ts';
    const question = {
      type: 'question',
      id: 'q2',
      parts: [{ type: 'file', name: 'a.ts', language: 'ts', text: 'x', source }],
    } as const;
    assert.ok(!exportedJson(apply(simple, question), 5).includes('someone'));
  });

  it('takes an answer that is still being written as what there is of it', () => {
    const asked = apply(simple, { type: 'asked', id: 'a1', endpoint: 'E', model: 'M', at: 3 });
    const running = apply(asked, { type: 'delta', id: 'a1', text: 'Beca', reasoning: '', at: 4 });
    const [, answer] = conversationOf(roundTrip(running)).entries;
    assert.deepEqual(answer, { ...running.entries[1], status: 'interrupted' });
  });
});
