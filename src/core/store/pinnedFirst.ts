import type { ConversationSummary } from './conversationIndex';

/** In the order in which they came, but what is pinned before all others: a list that is cut must not lose it. */
export function pinnedFirst(summaries: readonly ConversationSummary[]): readonly ConversationSummary[] {
  return summaries.toSorted((one, other) => Number(other.pinned ?? false) - Number(one.pinned ?? false));
}
