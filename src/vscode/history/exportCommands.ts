import * as vscode from 'vscode';
import { onFirstUse } from '../../core/onFirstUse';
import { COMMANDS } from '../ids';
import type { Exports } from './exports';
import type { ExportsDependencies } from './exportTypes';

/** The registered commands, as the page reaches them. What fails is told to `report`: nothing here rejects. */
export interface ExportCommands extends vscode.Disposable {
  /** What the page's “…” shows. */
  menu(): Promise<void>;
}

const NAMES = [
  'exportConversation',
  'exportAllConversations',
  'importConversation',
  'copyConversation',
  'renameConversation',
] as const;

/** The commands that take conversations out, bring them in, and name them. What is behind them loads with the first. */
export function registerExportCommands(dependencies: ExportsDependencies): ExportCommands {
  const { onChange, settings, report } = dependencies;
  const loaded = onFirstUse(async () => (await import('./exports')).createExports(dependencies));
  const run = (use: (exports: Exports) => Promise<void>): Promise<void> => loaded.get().then(use).catch(report);
  const commands = NAMES.map(name => vscode.commands.registerCommand(COMMANDS[name], () => run(of => of[name]())));
  const stopFollowing = onChange((session, change) => {
    if (change.type === 'entry' && settings().suggestTitles) void run(of => of.changed(session, change.id));
  });
  return {
    menu: () => run(of => of.conversationMenu()),
    dispose() {
      stopFollowing();
      for (const command of commands) command.dispose();
      void loaded.loaded()?.then(of => of.dispose());
    },
  };
}
