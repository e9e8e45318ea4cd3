import type { Activity } from '../../core/client/activity';
import type { Client } from '../../core/client/client';
import type { Answer } from '../../core/conversation/conversation';
import type { HistoryStore } from '../../core/conversation/conversationStore';
import type { Endpoint } from '../../core/endpoints/endpoints';
import type { FindingWords } from '../../core/safety/sendCheck';
import type { ChatSession } from '../../core/session/chatSession';
import type { SessionChange } from '../../core/session/sessionTypes';
import type { Dialogs } from './dialogs';

/** A conversation that is open. */
export type OpenConversation = Pick<ChatSession, 'conversation' | 'isKept' | 'labelled' | 'endpointNamed' | 'restore'>;

/** `store` has what is on disk, `session` what the user looks at, which may be on no disk. Functions are asked anew for every command. */
export interface ExportsDependencies {
  /** What the user looks at. */
  readonly session: () => OpenConversation;
  /** Whether that stands in the sidebar. */
  readonly isInSidebar: () => boolean;
  /** Tells of every change of whatever is open. */
  readonly onChange: (listener: (session: OpenConversation, change: SessionChange) => void) => () => void;
  readonly store: Pick<HistoryStore, 'read' | 'list' | 'label' | 'add'>;
  /** Whether it was deleted, and can be brought back for a moment. */
  readonly isDeleted: (id: string) => Promise<boolean>;
  readonly settings: () => {
    readonly endpoints: readonly Endpoint[];
    readonly keepHistory: boolean;
    readonly suggestTitles: boolean;
  };
  readonly tokens: { get(origin: string): Promise<string | undefined> };
  readonly client: () => Promise<Pick<Client, 'chat'>>;
  readonly activity: Pick<Activity, 'forgetFailure'>;
  readonly log: { info(line: string): void };
  /** `notice`: why a complete answer ended where it did. */
  readonly words: { readonly notice: (answer: Answer) => string | undefined };
  readonly findingWords: FindingWords;
  readonly report: (error: unknown) => void;
}

/** The same, with ways to talk to the user and to show a conversation of the store. */
export interface Exporting extends ExportsDependencies {
  readonly dialogs: Dialogs;
  readonly open: (id: string) => Thenable<unknown>;
}
