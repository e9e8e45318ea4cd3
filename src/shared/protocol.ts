/**
 * The door between the extension host and the page. Types only: both sides compile against them, neither ships them.
 *
 * Page → host are intents, host → page are facts. On `ready` the page gets one `state`; after that, small facts. The host
 * owns the truth: the page can be thrown away at any moment and be rebuilt from one `state`, running answer included.
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
  | 'allowPlainHttp';

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
}

export interface ViewUserMessage {
  readonly role: 'user';
  readonly id: string;
  readonly text: string;
  readonly chips: readonly ViewChip[];
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

export interface ViewAnswer {
  readonly role: 'assistant';
  readonly id: string;
  readonly model: string;
  readonly endpoint: string;
  /** Markdown as the model wrote it. Untrusted. */
  readonly text: string;
  /** The model's thinking, plain text. Untrusted. */
  readonly reasoning: string;
  readonly status: AnswerStatus;
  /** What its code is about, where the question came with one file. */
  readonly file?: ViewFile;
  readonly progress?: ViewProgress;
  /** Something the user should know that is no error, such as an answer cut at its token limit. */
  readonly notice?: string;
  /** Tokens and time, in words, once the answer has ended. */
  readonly summary?: string;
  readonly error?: ViewError;
}

export type ViewMessage = ViewUserMessage | ViewAnswer;

/** The endpoint and model that the next message goes to. */
export interface ViewTarget {
  readonly endpoint: string;
  readonly model: string;
  /** Host and port that the text goes to, shown before the first message. */
  readonly host: string;
}

export interface ViewState {
  readonly title: string;
  readonly messages: readonly ViewMessage[];
  /** An answer is under way: the composer shows Stop instead of Send. */
  readonly busy: boolean;
  /** Absent when no endpoint is configured. */
  readonly target?: ViewTarget;
  /** What keeps the history from being written, in words; absent when all is well. */
  readonly notSaved?: string;
  readonly sendOn: 'enter' | 'ctrlEnter';
  /** Pixels; 0 means VS Code's own size. */
  readonly fontSize: number;
}

/** Facts. */
export type ToPage =
  | { readonly type: 'state'; readonly state: ViewState }
  /** Text that arrived since the last `delta`, `message` or `state` for this answer. */
  | { readonly type: 'delta'; readonly id: string; readonly text: string; readonly reasoning: string }
  /** The answer still waits. Any `delta` or `message` for it says that it waits no more. */
  | { readonly type: 'progress'; readonly id: string; readonly progress: ViewProgress }
  /** A message is new, or something but its text changed. Replaces the one with the same id. */
  | { readonly type: 'message'; readonly message: ViewMessage }
  /** Everything of the state but the messages, after any of it changed. */
  | { readonly type: 'frame'; readonly frame: Omit<ViewState, 'messages'> }
  /** The send was refused before anything was stored, so the words go back into the box. */
  | { readonly type: 'restoreDraft'; readonly text: string }
  | { readonly type: 'focusComposer' };

/** Intents. Never a command id or a path: the page shows model output and is not trusted. */
export type ToHost =
  | { readonly type: 'ready' }
  /** The user has begun to type: a message will probably follow, so the connection can be made. */
  | { readonly type: 'typing' }
  | { readonly type: 'send'; readonly text: string }
  | { readonly type: 'stop' }
  | { readonly type: 'newConversation' }
  | { readonly type: 'chooseModel' }
  | { readonly type: 'regenerate' }
  | { readonly type: 'remedy'; readonly remedy: Remedy }
  /** A link in an answer was clicked. The host checks the scheme and asks. */
  | { readonly type: 'openLink'; readonly url: string }
  | { readonly type: 'copy'; readonly text: string }
  /** The buttons of a code block. Where the code goes is for the host and the user to say, never for the answer. */
  | { readonly type: 'insertCode'; readonly text: string }
  | { readonly type: 'applyCode'; readonly id: string; readonly text: string }
  | { readonly type: 'newFile'; readonly text: string; readonly language: string };
