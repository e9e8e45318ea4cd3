import assert from 'node:assert/strict';
import { siblingsIn } from '../../../../src/core/conversation/branches';
import { apply, type Conversation, emptyConversation } from '../../../../src/core/conversation/conversation';
import { titleOf } from '../../../../src/core/conversation/conversationTitle';
import { requestMessages } from '../../../../src/core/conversation/requestMessages';
import { exportedJson } from '../../../../src/core/exports/exportFile';
import { type Imported, importedConversation } from '../../../../src/core/exports/importedConversation';

export const imported = (value: unknown): Imported => importedConversation(value, () => 'imported');
export const roundTrip = (conversation: Conversation): Imported => imported(JSON.parse(exportedJson(conversation, 5)));

export function conversationOf(result: Imported): Conversation {
  assert.ok(result.type === 'conversation', JSON.stringify(result));
  return result.conversation;
}

export function problemOf(value: unknown): string {
  const result = imported(value);
  return result.type === 'refused' ? result.problem : 'none';
}

export const simple = apply(emptyConversation('c', 1000), {
  type: 'question',
  id: 'q1',
  parts: [{ type: 'text', text: 'Why?' }],
});
export const data = (): Record<string, unknown> => JSON.parse(exportedJson(simple, 5));

/** All that is shown, sent, and can be switched to. */
export function everything(conversation: Conversation) {
  const { entries, aside, branches, createdAt, label, target } = conversation;
  const byId = (one: { readonly id: string }, other: { readonly id: string }): number => one.id.localeCompare(other.id);
  const siblings = siblingsIn(branches);
  return {
    ...{ createdAt, entries, label, target },
    aside: aside.toSorted(byId),
    sent: requestMessages(conversation, 'Be kind.'),
    title: titleOf(conversation),
    variants: entries.map(({ id }) => siblings(id)),
    branches: { ...branches, chosen: new Map([...branches.chosen].sort()) },
  };
}
