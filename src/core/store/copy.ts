import type { Conversation, ConversationRecord } from '../conversation/conversation';

/** The records that make a conversation anew, as it is shown and with everything aside. */
export function copyRecords({ entries, aside, branches, target }: Conversation): readonly ConversationRecord[] {
  const all = new Map([...entries, ...aside].map(entry => [entry.id, entry]));
  const copied = [...branches.follows].flatMap(([id, after]): readonly ConversationRecord[] => {
    const entry = all.get(id);
    return entry ? [{ type: 'entry', entry, after }] : [];
  });
  const chosen = [...branches.chosen.values()].map(id => ({ type: 'chosen', id }) as const);
  const withdrawn = [...branches.hidden].map(id => ({ type: 'withdrawn', id }) as const);
  return [...(target ? [{ type: 'target', ...target } as const] : []), ...copied, ...chosen, ...withdrawn];
}
