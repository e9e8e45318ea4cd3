import * as vscode from 'vscode';
import { systemClock } from '../../core/clock';
import { createConversationList, type ListedChats, type ListedStore } from '../../core/history/conversationList';
import { createHistoryFeed } from '../../core/history/historyFeed';
import type { HistoryFact, HistoryIntent } from '../../shared/historyProtocol';
import { SETTINGS, SETTINGS_SECTION } from '../ids';
import { pickConversation } from './conversationPicker';
import { deleteAllConversations, deleteConversation } from './deleteConversations';
import { historyWords } from './historyWords';

/** `store` is what is on disk, `chats` what this window has open: a list shows both, and what is deleted leaves both. */
export interface HistoryDependencies {
  readonly store: ListedStore;
  readonly chats: ListedChats;
  /** The conversation that the user looks at. */
  readonly current: () => string;
  /** Whether new conversations are kept. */
  readonly isKept: () => boolean;
  /** What else can be done with the conversation that is shown. */
  readonly showMenu: () => Thenable<unknown>;
  readonly report: (error: unknown) => void;
}

/** The list as one page shows it. */
export interface PageHistory {
  take(intent: HistoryIntent): Promise<unknown>;
  /** The page is gone, or begins anew. */
  close(): void;
}

/** One for each window: what is deleted in one list is gone from all of them, and can be brought back in each for a moment. */
export interface ConversationHistory {
  /** Shows the conversation with that id; else lets the user choose one. */
  openConversation(id: unknown): Promise<void>;
  /** Deletes the conversation with that id, else the one that is looked at, and offers to take that back. */
  deleteConversation(id: unknown): Promise<void>;
  deleteAll(): Promise<void>;
  forPage(post: (fact: HistoryFact) => void): PageHistory;
  isDeleted(id: string): boolean;
  close(): Promise<void>;
}

/** All conversations: the list in the page, the one behind the command, and what both can do. */
export function createConversationHistory(dependencies: HistoryDependencies): ConversationHistory {
  const { store, chats, isKept, showMenu, report } = dependencies;
  const words = historyWords();
  const list = createConversationList({
    store,
    chats,
    clock: systemClock,
    untitled: words.untitled,
    onFailure: report,
  });

  function forPage(post: (fact: HistoryFact) => void): PageHistory {
    const feed = createHistoryFeed({
      ...{ list, words, isKept, post },
      clock: systemClock,
      now: Date.now,
      onFailure: report,
    });

    async function take(intent: HistoryIntent): Promise<unknown> {
      switch (intent.type) {
        case 'showHistory':
          return feed.show(intent);
        case 'closeHistory':
          return feed.close();
        case 'openConversation':
          return list.open(intent.id, intent.toSide ? 'side' : 'here');
        case 'renameConversation':
          return list.rename(intent.id, intent.title);
        case 'pinConversation':
          return list.pin(intent.id, intent.pinned);
        case 'deleteConversation':
          return list.delete(intent.id);
        case 'undoDeleteConversation':
          return list.undoDelete();
        case 'openHistorySetting':
          return vscode.commands.executeCommand(
            'workbench.action.openSettings',
            `${SETTINGS_SECTION}.${SETTINGS.historyEnable}`,
          );
        case 'conversationMenu':
          return showMenu();
      }
    }

    return { take: intent => take(intent).catch(report), close: feed.close };
  }

  return {
    openConversation: async id =>
      typeof id === 'string' ? list.open(id, 'here') : pickConversation({ list, words, isKept, report }),
    deleteConversation: id => deleteConversation(list, typeof id === 'string' ? id : dependencies.current()),
    deleteAll: () => deleteAllConversations(list),
    forPage,
    isDeleted: list.isDeleted,
    close: list.close,
  };
}
