import type { ComposerIntent, Starter, ToPage } from '../../shared/protocol';
import type { Suggestion, Trigger, ViewAttachment } from '../../shared/viewState';
import type { FilePart, ModelInfo, Part } from '../chat';
import type { Clock } from '../clock';
import type { Attachment } from '../context/attachments';
import type { Endpoint } from '../endpoints/endpoints';
import type { PossibleTarget } from '../endpoints/target';
import type { Code } from '../prompts/promptRunner';
import type { FindingWords } from '../safety/sendCheck';
import type { ChatSession } from '../session/chatSession';
import type { DraftMemory } from './drafts';
import type { BoxToKeep, KeptAlong } from './keptAlong';

/** A file that the user chose: text that is open already, or bytes of whatever kind. */
export type ChosenFile =
  | { readonly type: 'part'; readonly part: FilePart }
  | { readonly type: 'bytes'; readonly name: string; readonly bytes: Uint8Array; readonly source?: string }
  | { readonly type: 'tooLarge'; readonly name: string; readonly size: number }
  | { readonly type: 'refused'; readonly problem: ComposerProblem }
  | { readonly type: 'unreadable'; readonly name: string };

/** Why something was not attached or sent. `ComposerWords` turns it into a sentence. */
export type ComposerProblem =
  | { readonly reason: 'binary' | 'unreadable' | 'brokenImage' | 'empty' | 'gone' | 'special'; readonly name: string }
  /** It is neither in the workspace nor open, or a link leads out of the workspace. */
  | { readonly reason: 'elsewhere' | 'leadsOut'; readonly name: string }
  /** All that is in a folder is left out. */
  | { readonly reason: 'nothingInside'; readonly name: string }
  | {
      readonly reason: 'noProblems' | 'noChanges' | 'noTerminal' | 'noTerminalSelection' | 'noSelection' | 'noSymbols';
    }
  /** More tokens than the model can hold, all in all. */
  | { readonly reason: 'tooLong'; readonly tokens: number; readonly window: number }
  | { readonly reason: 'tooLarge'; readonly name: string; readonly bytes: number; readonly maxKilobytes: number }
  | { readonly reason: 'tooMany'; readonly max: number }
  | { readonly reason: 'blindProtocol'; readonly endpoint: string }
  | { readonly reason: 'blindModel'; readonly model: string }
  | { readonly reason: 'noStart'; readonly starter: Starter };

/** Reads what can be taken along, and may ask for more first. Undefined: it is gone by now, or the user has left what was asked. */
export type Take = () => Promise<ChosenFile | undefined>;

/** Something that can be taken along, as a list offers it. */
export interface Offer extends Suggestion {
  /** Absent for a slash command, which is typed and not taken along. */
  readonly take?: Take;
}

/** What has changed in a repository since the last commit, new files included. */
export interface Changes {
  readonly diff: string;
  readonly files: number;
  /** Which repository that is, where there are several. */
  readonly repository?: string;
  /** Those that have changes, too, which are not in it. */
  readonly others: readonly string[];
}

/** What the editor beside the chat has to give. */
export interface ComposerEditor {
  /** The code that a slash command is about, and what the editor reports about it. */
  readonly code: () => Promise<Code | undefined>;
  /** The whole of the file that the editor shows. */
  readonly file: () => FilePart | undefined;
  /** What has changed since the last commit. */
  readonly changes: () => Promise<Changes | undefined>;
  /** The commands that begin with a slash. */
  readonly offers: (trigger: Trigger) => Promise<readonly Offer[]>;
  /** What can be taken along at once: the selection, the file, and what else has a name of its own, then what is open. */
  readonly mentions: () => Promise<readonly Offer[]>;
  /** Files, folders and symbols of the workspace by what is typed: all that is found by then, each time. */
  readonly search: (query: string, signal: AbortSignal) => AsyncIterable<readonly Offer[]>;
  /** What a URI names, such as a file or a folder that the user has pointed at. */
  readonly read: (uri: string) => Promise<ChosenFile>;
  /** The same for a URI that the page has sent, which may be anybody's word: what is neither in the workspace nor open is refused. */
  readonly readDropped: (uri: string) => Promise<ChosenFile>;
  /** Lets the user choose what goes along, which is read afterwards. */
  readonly choose: () => Promise<readonly Take[]>;
}

/** What a message that begins with a slash stands for, or why it cannot be sent. `left`: the user did not want to go on. */
export type SlashMessage =
  | { readonly type: 'parts'; readonly parts: readonly Part[] }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'left' };

/** Where questions go, and what only VS Code has: the editor, the settings, the words, and a memory that outlives the window. */
export interface ComposerDependencies {
  readonly session: Pick<ChatSession, 'conversation' | 'isKept' | 'target' | 'restore' | 'onChange'>;
  /** Asks in the current conversation; false when the question was refused before anything was kept. */
  readonly ask: (parts: readonly Part[]) => Promise<boolean>;
  /** Asks a question in other words; failures are said where they belong. */
  readonly edit: (id: string, text: string) => Promise<void>;
  readonly newId: () => string;
  readonly draftMemory: DraftMemory;
  /** What keeps attachments for the next window; loaded when there are any. */
  readonly keepAlong: (box: BoxToKeep) => Promise<KeptAlong>;
  readonly settings: () => {
    readonly keepHistory: boolean;
    readonly maxFileKilobytes: number;
    readonly systemPrompt: string;
  };
  /** The tokens that the model can hold, as far as it is known. */
  readonly contextWindow: (target: PossibleTarget) => number | undefined;
  /** The system's own where there is none. */
  readonly clock?: Clock;
  /** The model as its endpoint describes it, where that is known without waiting long. */
  readonly modelInfo: (endpoint: Endpoint, model: string) => Promise<ModelInfo | undefined>;
  readonly editor: ComposerEditor;
  /** What files of the workspace say, which goes along behind the system prompt. */
  readonly instructions?: () => string;
  /** The same, read anew, a file each: they are looked through before anything is sent. */
  readonly instructionFiles?: () => Promise<readonly FilePart[]>;
  /** Undefined: the message is meant as it is. `again`: it was about to be sent, and is now confirmed. */
  readonly slashMessage: (text: string, again: boolean) => Promise<SlashMessage | undefined>;
  readonly words: ComposerWords;
}

/** What the composer says in the user's language; it may take a file to say it. */
export interface ComposerWords {
  readonly problem: (problem: ComposerProblem) => string | Promise<string>;
  /** What was found and where, without the secret itself. */
  readonly finding: FindingWords;
  /** The question that a starter puts into the box. */
  readonly starter: (starter: Starter) => string | Promise<string>;
}

/** What waits in the message box. */
export interface MessageBox {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** The host's side of the message box: the draft, what goes along with it, and what happens when it is sent. */
export interface Composer {
  attachments(): readonly ViewAttachment[];
  /** Something is still being read to go along. Who sends meanwhile sends it, too. */
  isAttaching(): boolean;
  draft(): string;
  /** What is taken of what the model can hold, in tokens, before anything is written; undefined where that is not known. */
  room(): { readonly taken: number; readonly window: number } | undefined;
  /** That the last question is more than the model can hold, in words, before it is asked again. */
  problemOfAskingAgain(): Promise<string | undefined>;
  /** Carries out what the page asks for. `post` reaches the page that asked. */
  take(intent: ComposerIntent, post: (fact: ToPage) => void): Promise<void>;
  /**
   * Asks what a command of the editor wants to ask. Where that holds what looks like a secret, it becomes a draft with
   * attachments instead, which the user can look at and send; so it does where the question is refused. What is longer than
   * may go along is not asked, and that is said; the words become a draft.
   */
  ask(parts: readonly Part[], post: (fact: ToPage) => void): Promise<void>;
  /**
   * Adds these to what goes along with the next message: pieces of code, and what URIs name. They are added in their order, as
   * far as they can go along; for the rest it says why not.
   */
  takeAlong(things: readonly (FilePart | string)[], post: (fact: ToPage) => void): Promise<void>;
  /** Whether something is written or attached that was not sent. */
  hasWords(): boolean;
  /** Whether a message is on its way that is not in the conversation yet: it waits for what goes along. */
  isSending(): boolean;
  /** What is on its way does not go out any more, and comes back nowhere: its conversation goes. */
  dropMessage(): void;
  /** Empties the box for another chat, which takes it over. */
  handOver(): MessageBox;
  takeOver(box: MessageBox): void;
  /** Brings back what an earlier window has left to go along; resolves when it is there. The words are there by themselves. */
  restore(): Promise<void>;
  /** Called when the attachments have changed. */
  onChange(listener: () => void): void;
}
