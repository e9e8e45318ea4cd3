import type { Conversation } from '../conversation/conversation';
import { titleOf } from '../conversation/conversationTitle';
import type { ConversationSummary } from '../store/conversationIndex';

/** A chat as a list shows it, where it is nowhere on disk and something was said in it: else nobody would find it again. */
export function onlyHere({
  session,
}: {
  readonly session: { readonly isKept: boolean; readonly conversation: Conversation };
}): readonly ConversationSummary[] {
  const { conversation, isKept } = session;
  if (isKept || conversation.entries.length === 0) return [];
  const { id, createdAt, entries } = conversation;
  const times = entries.map(entry => (entry.role === 'assistant' ? (entry.endedAt ?? entry.askedAt) : createdAt));
  const updatedAt = Math.max(createdAt, ...times);
  return [{ id, title: titleOf(conversation), createdAt, updatedAt, messages: entries.length, isOnlyHere: true }];
}
