import * as vscode from 'vscode';
import { onFirstUse } from '../../core/onFirstUse';
import type { HistoryFact, HistoryIntent } from '../../shared/historyProtocol';
import { COMMANDS } from '../ids';
import type { HistoryDependencies, PageHistory } from './conversationHistory';

/** What pages and commands do with all conversations. Loaded when it is first wanted. */
export interface HistoryFeature extends vscode.Disposable {
  /** The list as one page shows it. */
  forPage(post: (fact: HistoryFact) => void): PageHistory;
  /** Whether it was deleted, and can be brought back for a moment. */
  isDeleted(id: string): Promise<boolean>;
  /** The window closes: what was deleted goes now. */
  close(): Promise<void>;
}

/**
 * Registers the commands, which `dispose` takes back and no more: `close` is for the end of the window. Neither `close` nor `isDeleted`
 * loads anything, as nothing was deleted before a list was wanted.
 */
export function registerHistory(dependencies: HistoryDependencies): HistoryFeature {
  const history = onFirstUse(async () => {
    const { createConversationHistory } = await import('./conversationHistory');
    return createConversationHistory(dependencies);
  });
  const run = (command: string, action: (id: unknown) => Promise<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(command, (id: unknown) => action(id).catch(dependencies.report));
  const commands = vscode.Disposable.from(
    run(COMMANDS.openConversation, async id => (await history.get()).openConversation(id)),
    run(COMMANDS.deleteConversation, async id => (await history.get()).deleteConversation(id)),
    run(COMMANDS.deleteAllConversations, async () => (await history.get()).deleteAll()),
  );
  return {
    forPage(post) {
      const page = onFirstUse(async () => (await history.get()).forPage(post));
      return {
        take: async (intent: HistoryIntent) => (await page.get()).take(intent),
        close: () => void page.loaded()?.then(loaded => loaded.close()),
      };
    },
    isDeleted: async id => (await history.loaded())?.isDeleted(id) ?? false,
    close: async () => (await history.loaded())?.close(),
    dispose: () => commands.dispose(),
  };
}
