import type { ConversationSummary } from './conversationIndex';

/** What the user has said of a conversation, beside what was said in it. It is kept in a small file of its own. */
export interface ConversationLabel {
  /** Instead of the beginning of its first question. */
  readonly title?: string;
  readonly pinned?: boolean;
}

/** A piece of text, and where in it the words stand that were looked for: from, to, in characters. */
export interface MatchedText {
  readonly text: string;
  readonly matches: readonly (readonly [from: number, to: number])[];
}

/** A conversation in which all words of a query were found. */
export interface HistoryMatch {
  readonly summary: ConversationSummary;
  readonly title: MatchedText;
  /** Around the first place in its questions and answers; absent where only the title has the words. */
  readonly excerpt?: MatchedText;
}
