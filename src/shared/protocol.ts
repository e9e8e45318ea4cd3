/**
 * The door between the extension host and the page. Types only: both sides compile against them, neither ships them.
 *
 * Page → host are intents, host → page are facts. On `ready` the page gets one `state`; after that, small facts. The host
 * owns the truth: the page can be thrown away at any moment and be rebuilt from one `state`, running answer included.
 */

import type { HistoryFact, HistoryIntent } from './historyProtocol';
import type { Remedy, Suggestion, Trigger, ViewMessage, ViewProgress, ViewState } from './viewState';

/** Facts. */
export type ToPage =
  /** `draft`: what is in the box; in the answer to `ready`, and where another conversation is shown with a box of its own. */
  | { readonly type: 'state'; readonly state: ViewState; readonly draft?: string }
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
  | { readonly type: 'focusComposer' }
  /** Why something was not attached or sent, in words. It stays in the composer until the user goes on. */
  | { readonly type: 'composerNotice'; readonly text: string }
  /** What was to be sent seems to hold secrets or hidden characters, named in words: nothing was sent. `restoreDraft` precedes. */
  | { readonly type: 'confirmSend'; readonly findings: readonly string[] }
  /** The same for a question whose words were changed. */
  | { readonly type: 'confirmEdit'; readonly id: string; readonly findings: readonly string[] }
  | {
      readonly type: 'suggestions';
      readonly trigger: Trigger;
      readonly query: string;
      readonly items: readonly Suggestion[];
    }
  /** An image that the user chose, in pieces of base64: the page sizes it down and sends it back as `attachImage`. */
  | {
      readonly type: 'shrinkImage';
      readonly id: string;
      readonly name: string;
      readonly data: string;
      readonly isLast: boolean;
    }
  | HistoryFact;

/** Intents. Never a command id or a path: the page shows model output and is not trusted. */
export type ToHost =
  | { readonly type: 'ready' }
  /** The user has come to this page: commands are about what it shows. */
  | { readonly type: 'focused' }
  /** The user has begun to type: a message will probably follow, so the connection can be made. */
  | { readonly type: 'typing' }
  | { readonly type: 'stop' }
  | { readonly type: 'newConversation' }
  | { readonly type: 'chooseModel' }
  | { readonly type: 'regenerate' }
  /** The user wants to be shown how this works. */
  | { readonly type: 'getStarted' }
  /** Go on with the last answer, which was cut. */
  | { readonly type: 'continue' }
  | { readonly type: 'showVariant'; readonly id: string }
  /** Take a question and its answer out of the conversation. */
  | { readonly type: 'deleteTurn'; readonly id: string }
  | { readonly type: 'undoDelete' }
  /** The user has opened or closed the thinking of an answer that is being written. */
  | { readonly type: 'keepThinkingOpen'; readonly open: boolean }
  /** `id`: of the answer that failed, where the button stands under one. */
  | { readonly type: 'remedy'; readonly remedy: Remedy; readonly id?: string | undefined }
  /** A link in an answer was clicked. The host checks the scheme and asks. */
  | { readonly type: 'openLink'; readonly url: string }
  | { readonly type: 'copy'; readonly text: string }
  /** The buttons of a code block. Where the code goes is for the host and the user to say, never for the answer. */
  | { readonly type: 'insertCode'; readonly text: string }
  | { readonly type: 'applyCode'; readonly id: string; readonly text: string }
  | { readonly type: 'newFile'; readonly text: string; readonly language: string }
  | HistoryIntent
  | ComposerIntent;

/** What an empty conversation offers to begin with. */
export type Starter = 'explain' | 'findBug' | 'describeChanges';

/** Intents about the next message. */
export type ComposerIntent =
  /** Ask an earlier question in other words. `confirmed` as below. */
  | { readonly type: 'edit'; readonly id: string; readonly text: string; readonly confirmed?: true | undefined }
  /** Fill the box, and send nothing yet. */
  | { readonly type: 'starter'; readonly starter: Starter }
  /** `confirmed`: the user was asked about what was found, and wants that sent. Something else is asked about anew. */
  | { readonly type: 'send'; readonly text: string; readonly confirmed?: true | undefined }
  /** What is in the box now. `id`: of the conversation that it was written in, which may not be the one that is shown by now. */
  | { readonly type: 'draft'; readonly text: string; readonly id?: string | undefined }
  | { readonly type: 'suggest'; readonly trigger: Trigger; readonly query: string }
  /** A line of the list was chosen that is something to take along. */
  | { readonly type: 'mention'; readonly id: string }
  /** The user wants to choose what goes along. */
  | { readonly type: 'attach' }
  /** Files or folders of VS Code were dropped on the page. The host takes only what is in the workspace or open in a tab. */
  | { readonly type: 'attachUris'; readonly uris: readonly string[] }
  /** `id`, here and below: the conversation that was shown when the file came. Another one may be by the time it is read. */
  | { readonly type: 'attachText'; readonly name: string; readonly text: string; readonly id?: string | undefined }
  /** Data URLs. */
  | {
      readonly type: 'attachImage';
      readonly name: string;
      readonly image: string;
      readonly thumbnail: string;
      readonly width: number;
      readonly height: number;
      readonly id?: string | undefined;
    }
  /** A file was pasted or dropped that the page could not read as text or image. */
  | {
      readonly type: 'cannotAttach';
      readonly name: string;
      readonly reason: AttachProblem;
      readonly bytes: number;
      readonly id?: string | undefined;
    }
  | { readonly type: 'detach'; readonly id: string };

/** Why a file cannot go along: it holds no text, is too long, or cannot be read. */
export type AttachProblem = 'binary' | 'tooLarge' | 'unreadable';
