import type { ToPage } from '../../shared/protocol';
import type { Composer } from '../composer/composerTypes';
import type { Fork } from '../store/conversationWriter';
import type { ChatSession } from './chatSession';
import type { SessionChange } from './sessionTypes';

/** What belongs to one conversation: what was said, and what is about to be. */
export interface Chat {
  readonly session: ChatSession;
  readonly composer: Composer;
  /** The user wants it never to be written to disk. */
  readonly isPrivate: boolean;
}

/** Where a chat is shown: the sidebar, or a tab among the editors. */
export interface Surface {
  readonly kind: 'view' | 'tab';
  /** Another chat is shown from now on. `keepsBox`: what is in the message box came along. */
  show(chat: Chat, keepsBox: boolean): void;
  /** Brings it to the front, with the focus in the message box. */
  reveal(): Promise<void>;
  /** Gives it the keyboard back, after something else has asked the user. Where in it that goes is for its page to say. */
  takeKeyboard(): Promise<void>;
  post(fact: ToPage): void;
}

/** `private`: never written to disk. `kept`: where the user's settings keep conversations at all. */
export type ChatKind = 'kept' | 'private';

/** How chats and tabs come about. Whatever `create` has made is listened to from then on. */
export interface ChatsDependencies {
  /** `id`: of the conversation that it opens at its first use; without it, it is a new one. */
  readonly create: (options: { readonly id?: string; readonly isPrivate?: boolean }) => Chat;
  /** The conversation that the sidebar showed last. */
  readonly lastConversation: () => string | undefined;
  /** Opens a tab beside the code, which attaches itself. */
  readonly openTab: (chat: Chat) => Promise<void>;
}

/** The conversations that a window has open. One is shown in one place at most. */
export interface Chats {
  /** The one whose surface had the focus last. */
  active(): Chat;
  activeSurface(): Surface | undefined;
  /** What the sidebar shows. */
  inSidebar(): Chat;
  /** Every chat that is alive: what is shown, and what has an answer that is still written, a draft, or words that are nowhere on disk. */
  all(): readonly Chat[];
  find(id: string): Chat | undefined;
  isOpen(id: string): boolean;
  /** Shows a conversation, where it is open already or there. False where there is no such conversation. */
  open(id: string, place: 'here' | 'side'): Promise<boolean>;
  /** Moves what the sidebar shows into a tab of its own. */
  openToSide(): Promise<void>;
  /** Begins another conversation where the active one is shown. What runs there goes on. */
  newChat(kind: ChatKind): Promise<Chat>;
  /** A surface is there, and shows this chat; without one, the window's first, which has what the sidebar showed last. */
  attach(surface: Surface, chat?: Chat): Chat;
  /** Of a tab that comes back: undefined where that conversation is open elsewhere, or there is no such conversation. */
  reopen(id: string): Promise<Chat | undefined>;
  shownIn(surface: Surface): Chat | undefined;
  detach(surface: Surface): void;
  focus(surface: Surface): void;
  /** Shows a new conversation wherever this one is shown, and ends its answer: it is about to be deleted. */
  leave(id: string): Promise<void>;
  moved(fork: Pick<Fork, 'from' | 'to'>): boolean;
  /** Ends the answer of the active chat; where it has none, those of the others. */
  stop(): Promise<void>;
  /** Ends every running answer, because the window goes. */
  interrupt(): Promise<void>;
  /** `chat`'s conversation has changed; without one, which chats are shown where. */
  onChange(listener: (chat?: Chat, change?: SessionChange) => void): () => void;
}
