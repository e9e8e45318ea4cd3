import type { Progress } from '../chat';
import type { Client } from '../client/client';
import type { ConversationStore } from '../conversation/conversationStore';
import type { Rename } from '../endpoints/endpointNames';
import type { Endpoint } from '../endpoints/endpoints';
import type { Target } from '../endpoints/target';
import type { FirstSends } from './firstSend';

/** What changed, for those who show it. `entry`: the entry with this id is new, or more than its text changed. */
export type SessionChange =
  | { readonly type: 'opened' }
  | { readonly type: 'frame' }
  | { readonly type: 'entry'; readonly id: string }
  | { readonly type: 'delta'; readonly id: string; readonly text: string; readonly reasoning: string }
  | { readonly type: 'progress'; readonly id: string; readonly progress: Progress };

/** What of the settings holds for a chat; in a private one, `keepHistory` is false. */
export interface SessionSettings {
  readonly endpoints: readonly Endpoint[];
  readonly systemPrompt: string;
  readonly keepHistory: boolean;
}

/** `newId` names conversations, whose files are called by it, and entries. `now` is in milliseconds since 1970. */
export interface SessionDependencies {
  /** Loads the network part on first use. */
  readonly client: () => Promise<Client>;
  readonly store: ConversationStore;
  /** Asked for whenever they are needed: nobody here keeps them. */
  readonly settings: () => SessionSettings;
  /** What files of the workspace say, to be sent behind the system prompt; empty where nothing is wanted. */
  readonly instructions?: () => Promise<string>;
  /** Without it, nothing is ever sent for the first time. */
  readonly firstSends?: FirstSends;
  readonly newId: () => string;
  readonly now: () => number;
  /** The conversation that it opens at its first use; without it, it begins one. */
  readonly opens?: string;
  /** The target of the last conversation, for a new one. */
  readonly lastTarget: () => Target | undefined;
  /** Endpoints that had another name: what was said before tells them by that one. */
  readonly renames: () => readonly Rename[];
}
