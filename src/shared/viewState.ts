/**
 * What the page shows, as it crosses the door (`protocol.ts`): plain data, in words that are ready to be read. Names beginning
 * with `View` are parts of it. What comes from a model or a server is marked untrusted.
 */

/** A button under an error or a notice. The host decides what each does; the page only sends the name back. */
export type Remedy =
  | 'setToken'
  | 'chooseModel'
  | 'addEndpoint'
  | 'openSettings'
  | 'openProxySettings'
  | 'retry'
  | 'showLog'
  | 'checkConnection'
  /** Take the suggested address for the one that failed. */
  | 'useAddress'
  /** Send the token without encryption, to this origin. */
  | 'allowPlainHttp'
  /** Ask without a token where there was one before. */
  | 'sendWithoutToken'
  /** How a keyring that does not work is mended, on VS Code's own page about it. */
  | 'keyringHelp';

/** A remedy with its words, which the host chooses: they may name an address, and the same remedy may be about keys or about a token. */
export interface RemedyButton {
  readonly remedy: Remedy;
  /** Translated label. */
  readonly label: string;
}

/** A failure in words: a headline, the server's own words, the address that was asked, and what to do. */
export interface ViewError {
  readonly title: string;
  readonly serverMessage?: string;
  readonly request?: string;
  readonly remedies: readonly RemedyButton[];
}

/** What went with a message, shown as a chip: `search.ts 12–20`. */
export interface ViewChip {
  readonly label: string;
  readonly detail?: string;
  /** VS Code's language id, where a piece of code went along. */
  readonly language?: string;
  /** What the editor reports about it, in a line each. */
  readonly problems?: readonly string[];
  /** A small picture of an image, as a data URL. */
  readonly thumbnail?: string;
  /** What it is where it is neither a file nor an image. */
  readonly context?: ContextKind;
}

/** What can go along beside files and images: names below a folder, reported problems, a diff, a terminal's selection, a symbol. */
export type ContextKind = 'folder' | 'problems' | 'changes' | 'terminal' | 'symbol';

/** Where a message stands among those that were written in its place: `2/3`, and the ids to go to from there. */
export interface ViewVariants {
  /** One-based. */
  readonly number: number;
  readonly count: number;
  readonly previous?: string;
  readonly next?: string;
}

/** A question: the words of the user, and a chip for each thing that went with them. */
export interface ViewUserMessage {
  readonly role: 'user';
  readonly id: string;
  readonly text: string;
  readonly chips: readonly ViewChip[];
  readonly variants?: ViewVariants;
}

/**
 * - `waiting`: asked, nothing has arrived yet
 * - `streaming`: text is arriving
 * - `complete`: ended by the model
 * - `stopped`: ended by the user
 * - `interrupted`: the window closed or the extension host ended while it was written
 * - `failed`: `error` says why; the text so far is kept
 */
export type AnswerStatus = 'waiting' | 'streaming' | 'complete' | 'stopped' | 'interrupted' | 'failed';

/**
 * Where an answer stands while nothing of it comes. The host sends it anew for each second.
 *
 * - `connecting`, `waiting`: nothing has come yet; the request is not out, or is out
 * - `silent`: the answer has begun, and nothing came for so many seconds
 * - `retry`: asked again in so many seconds; `reason` says in words why
 */
export type ViewProgress =
  | { readonly phase: 'connecting' | 'waiting' | 'silent'; readonly seconds: number }
  | {
      readonly phase: 'retry';
      readonly seconds: number;
      readonly attempt: number;
      readonly attempts: number;
      readonly reason: string;
    };

/** The file that a question was about. */
export interface ViewFile {
  readonly name: string;
  /** VS Code's language id. */
  readonly language: string;
}

/** An answer, as far as it has come. Only `text` and `reasoning` grow by `delta`; where anything else changes, all of it is sent again. */
export interface ViewAnswer {
  readonly role: 'assistant';
  readonly id: string;
  readonly model: string;
  readonly endpoint: string;
  /** Markdown as the model wrote it. Untrusted. */
  readonly text: string;
  /** The model's thinking, plain text. Untrusted. */
  readonly reasoning: string;
  /** How long it has thought, or thinks by now. Absent where there is no thinking, or its time is not known. */
  readonly thoughtSeconds?: number;
  readonly status: AnswerStatus;
  /** What its code is about, where the question came with one file. */
  readonly file?: ViewFile;
  readonly progress?: ViewProgress;
  /** Where it was asked, and how much was sent there, in words: only where that was the first time. */
  readonly firstSend?: string;
  /** Something the user should know that is no error, such as an answer cut at its token limit. */
  readonly notice?: string;
  /** It was cut, and the model can be asked to go on. */
  readonly canContinue?: boolean;
  /** Tokens and time, once the answer has ended. */
  readonly summary?: ViewSummary;
  readonly error?: ViewError;
  readonly variants?: ViewVariants;
}

/** What an answer took: `0.4 s · 61 tok/s · 312 tokens`, and the same in whole sentences. */
export interface ViewSummary {
  readonly short: string;
  readonly full: string;
}

/** An entry of the conversation, told apart by `role`, as the transcript shows it. */
export type ViewMessage = ViewUserMessage | ViewAnswer;

/** What waits in the composer to go along with the next message. */
export interface ViewAttachment extends ViewChip {
  readonly id: string;
  readonly kind: 'file' | 'selection' | 'image' | ContextKind;
  /** An estimate. */
  readonly tokens: number;
}

/** What begins a list in the composer: a command, or something to take along. */
export type Trigger = '/' | '#' | '@';

/** What stands before a line. The host only names it; the page has the drawing. */
export type SuggestionIcon =
  | 'lightbulb'
  | 'tools'
  | 'beaker'
  | 'book'
  | 'file'
  | 'selection'
  | 'note'
  | 'warning'
  | ContextKind;

/** A line of such a list. `id` is the host's own name for it and means nothing to the page. */
export interface Suggestion {
  readonly id: string;
  readonly icon: SuggestionIcon;
  readonly label: string;
  readonly detail: string;
  /** An estimate, where it costs little to know. */
  readonly tokens?: number;
}

/** The endpoint and model that the next message goes to. */
export interface ViewTarget {
  readonly endpoint: string;
  readonly model: string;
  /** Host and port that the text goes to, shown before the first message. */
  readonly host: string;
  /** No words have gone to this origin yet, and they will leave this machine. */
  readonly isFirst?: boolean;
  /** Words go there without encryption, and leave this machine. */
  readonly isUnencrypted?: boolean;
  /** Which machine `localhost` is, in words, where that is not plain. */
  readonly place?: string;
}

/** All that a page needs to be built from nothing, but the draft, which comes beside it. A `frame` is the same without `messages`. */
export interface ViewState {
  /** Of the conversation: another one is read from its end. */
  readonly id: string;
  readonly title: string;
  readonly messages: readonly ViewMessage[];
  /** An answer is under way: the composer shows Stop instead of Send. */
  readonly busy: boolean;
  /** Absent when no endpoint is configured. */
  readonly target?: ViewTarget;
  /** How much of what the model can hold the conversation takes, in tokens, as far as both are known. */
  readonly context?: { readonly used: number; readonly window: number };
  /**
   * The tokens that the conversation and the answer to come take of what the model can hold, counted or estimated. Absent
   * where it is not known how much that is.
   */
  readonly room?: { readonly taken: number; readonly window: number };
  /** A turn was deleted and can be brought back. */
  readonly canUndoDelete: boolean;
  /** The user likes to read a model's thinking while it comes. */
  readonly thinkingOpen: boolean;
  /** What keeps the history from being written, in words; absent when all is well. */
  readonly notSaved?: string;
  /** Which files of the workspace go along as instructions, in words; absent where none does. */
  readonly instructions?: string;
  /** What will go along with the next message. */
  readonly attachments: readonly ViewAttachment[];
  /** More of it is still being read. */
  readonly isAttaching?: boolean;
  /** Nothing of it is written to disk: the user wants it so for this conversation, or for all. */
  readonly notKept?: 'private' | 'history';
  /** The page is as wide as an editor. */
  readonly inEditor?: boolean;
  readonly sendOn: 'enter' | 'ctrlEnter';
  /** Inline suggestions are on: code goes to the same host without a key that sends it. */
  readonly suggestsInline?: boolean;
  /** Pixels; 0 means VS Code's own size. */
  readonly fontSize: number;
}
