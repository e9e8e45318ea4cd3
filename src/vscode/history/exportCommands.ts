import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation';
import { onFirstUse } from '../../core/onFirstUse';
import { COMMANDS } from '../ids';
import type { Exports } from './exports';
import type { ExportsDependencies } from './exportTypes';

export interface ExportCommands extends vscode.Disposable {
  /** What the page's “…” shows. */
  menu(): Promise<void>;
  /** An answer of a conversation that is kept has ended, and the user wants titles. */
  answered(conversation: Conversation): void;
}

/** The commands that take conversations out, bring them in, and name them. What is behind them loads with the first. */
export function registerExportCommands(
  dependencies: ExportsDependencies,
  report: (error: unknown) => void,
): ExportCommands {
  const loaded = onFirstUse(async () => (await import('./exports')).createExports(dependencies));
  const run = (use: (exports: Exports) => Promise<void>): Promise<void> => loaded.get().then(use).catch(report);
  const names = [
    ...(['exportConversation', 'exportAllConversations', 'importConversation'] as const),
    ...(['copyConversation', 'renameConversation'] as const),
  ];
  const commands = names.map(name => vscode.commands.registerCommand(COMMANDS[name], () => run(of => of[name]())));
  return {
    menu: () => run(of => of.conversationMenu()),
    answered: conversation => void run(of => of.answered(conversation)),
    dispose() {
      for (const command of commands) command.dispose();
      void loaded.loaded()?.then(of => of.dispose());
    },
  };
}
