import type { Client } from '../../core/client';
import type { Answer, Conversation } from '../../core/conversation';
import type { HistoryStore } from '../../core/conversationStore';
import type { Endpoint } from '../../core/endpoints';
import type { FindingWords } from '../../core/sendCheck';
import type { ConversationLabel } from '../../core/store/historyTypes';
import type { Dialogs } from './dialogs';

/** The store, as far as conversations are brought in, taken out and named. */
export interface ExportStore extends Pick<HistoryStore, 'load' | 'list'> {
  /** Merged with what is there; an empty title takes the title back. */
  label(id: string, change: ConversationLabel): Promise<void>;
  /** A whole conversation, under an id that is not there yet. */
  add(conversation: Conversation, label?: ConversationLabel): Promise<void>;
}

export interface ExportsDependencies {
  /** The conversation that the user looks at. */
  readonly current: () => Conversation | undefined;
  /** Whether that one is written to disk. */
  readonly isKept: () => boolean;
  /** Whether anything is. */
  readonly keepsHistory: () => boolean;
  readonly store: ExportStore;
  /** Shows a conversation of the store. */
  readonly open: (id: string) => Promise<unknown>;
  /** The label of a conversation has changed: whoever shows it shows it anew. */
  readonly onLabel: (id: string, label: ConversationLabel) => void;
  readonly endpoints: () => readonly Endpoint[];
  readonly token: (origin: string) => Promise<string | undefined>;
  readonly client: () => Promise<Pick<Client, 'chat'>>;
  /** Nobody waits for a title, so the log alone is told. */
  readonly onTitleFailure: (error: unknown, endpoint: Endpoint) => void;
  /** Why a complete answer ended where it did. */
  readonly notice: (answer: Answer) => string | undefined;
  readonly findingWords: FindingWords;
  readonly dialogs?: Dialogs;
}

/** The same, with a way to talk to the user. */
export type Exporting = Required<ExportsDependencies>;
