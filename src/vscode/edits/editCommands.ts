import * as vscode from 'vscode';
import { onFirstUse } from '../../core/onFirstUse';
import { COMMANDS } from '../ids';
import type { EditAction, Edits, EditsDependencies } from './edits';

/** The registered commands, as others reach them: `propose` loads what is behind them, and `stop` does not. */
export interface EditCommands extends Pick<Edits, 'propose' | 'stop'>, vscode.Disposable {}

const ACTIONS: readonly EditAction[] = [
  'editSelection',
  'acceptChanges',
  'rejectChanges',
  'acceptThisChange',
  'rejectThisChange',
  'askAgain',
  'showEarlierProposal',
  'showLaterProposal',
  'submitEdit',
  'leaveEdit',
];

/** "Edit Selection", and the buttons of what is proposed. What is behind them loads with the first. */
export function registerEditCommands(dependencies: EditsDependencies, report: (error: unknown) => void): EditCommands {
  let loaded: Edits | undefined;
  const { get } = onFirstUse(async () => {
    const { createEdits } = await import('./edits');
    loaded = createEdits(dependencies);
    return loaded;
  });
  const commands = ACTIONS.map(name =>
    vscode.commands.registerCommand(COMMANDS[name], async (argument?: unknown) => {
      try {
        await (await get()).actions[name](argument);
      } catch (error) {
        report(error);
      }
    }),
  );
  return {
    propose: async (...change) => (await get()).propose(...change),
    stop: () => loaded?.stop() ?? false,
    dispose() {
      loaded?.dispose();
      for (const command of commands) command.dispose();
    },
  };
}
