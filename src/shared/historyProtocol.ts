/** A piece of text, and where in it the words stand that were looked for: from, to, in characters. */
export interface ViewMatchedText {
  readonly text: string;
  readonly matches: readonly (readonly [from: number, to: number])[];
}

/** A conversation in the list of them. */
export interface ViewHistoryRow {
  readonly id: string;
  readonly title: ViewMatchedText;
  /** When something was last said in it, in words. */
  readonly time: string;
  /** How long it is, in words. */
  readonly detail?: string;
  readonly pinned?: boolean;
  /** It is nowhere on disk: it can be neither renamed nor pinned. */
  readonly isOnlyHere?: boolean;
  /** It is shown in this window. */
  readonly isOpen?: boolean;
  /** Around the first place where the words were found. */
  readonly excerpt?: ViewMatchedText;
}

/** The rows of a time, such as `Yesterday`, under its name. */
export interface ViewHistoryGroup {
  readonly label: string;
  readonly rows: readonly ViewHistoryRow[];
}

/** Fact: what the list of conversations shows. */
export interface HistoryFact {
  readonly type: 'history';
  /** What was looked for. An answer to another query comes late and says nothing. */
  readonly query: string;
  readonly groups: readonly ViewHistoryGroup[];
  /** How many there are, shown or not, as far as is known. */
  readonly total: number;
  /** More may be found. */
  readonly isSearching?: boolean;
  /** The title of the conversation whose deletion can be taken back. */
  readonly deleted?: string;
  /** No new conversation is kept: a setting says so. */
  readonly isOff?: boolean;
}

/** Intents about the list of conversations. */
export type HistoryIntent =
  /** The list is shown: what is looked for, and how many rows are wanted. Facts follow until it is closed. */
  | { readonly type: 'showHistory'; readonly query: string; readonly limit: number }
  | { readonly type: 'closeHistory' }
  | { readonly type: 'openConversation'; readonly id: string; readonly toSide?: boolean | undefined }
  /** An empty title gives it back the one that it had by itself. */
  | { readonly type: 'renameConversation'; readonly id: string; readonly title: string }
  | { readonly type: 'pinConversation'; readonly id: string; readonly pinned: boolean }
  | { readonly type: 'deleteConversation'; readonly id: string }
  | { readonly type: 'undoDeleteConversation' }
  /** The user wants to change whether conversations are kept. */
  | { readonly type: 'openHistorySetting' }
  /** The user wants to see what else can be done with this conversation. */
  | { readonly type: 'conversationMenu' };
