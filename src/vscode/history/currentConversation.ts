import type { Conversation } from '../../core/conversation/conversation';
import type { Exporting } from './exportTypes';

/** What the user looks at, with the title that it has now; undefined where nothing was said in it. */
export async function currentConversation({ session, store }: Exporting): Promise<Conversation | undefined> {
  const open = session();
  // Right after the start nobody has read it yet.
  await open.restore();
  const { conversation, isKept } = open;
  if (conversation.entries.length + conversation.aside.length === 0) return undefined;
  if (!isKept) return conversation;
  // Another window may have named it. A disk that refuses must not keep what is in memory from being saved elsewhere.
  const stored = await store.read(conversation.id).catch(() => undefined);
  if (!stored) return conversation;
  const { label: _before, ...unlabelled } = conversation;
  return stored.label ? { ...unlabelled, label: stored.label } : unlabelled;
}
