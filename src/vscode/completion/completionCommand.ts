import * as vscode from 'vscode';
import { onFirstUse } from '../../core/onFirstUse';
import { COMMANDS } from '../ids';
import type { InsertCompletion } from './insertCompletion';

export interface CompletionCommand extends vscode.Disposable {
  /** Stops the completion that is being written and keeps what there is of it. False when there is none. */
  stop(): boolean;
}

/** "Insert Completion". What is behind it loads with the first one. */
export function registerCompletionCommand(
  load: () => Promise<InsertCompletion>,
  report: (error: unknown) => void,
): CompletionCommand {
  const { get } = onFirstUse(load);
  let completion: InsertCompletion | undefined;

  async function run(): Promise<void> {
    try {
      completion = await get();
      await completion.run();
    } catch (error) {
      report(error);
    }
  }

  const command = vscode.commands.registerCommand(COMMANDS.insertCompletion, run);
  return {
    stop: () => completion?.stop() ?? false,
    dispose() {
      completion?.dispose();
      command.dispose();
    },
  };
}
