import * as vscode from 'vscode';
import { onFirstUse } from '../../core/onFirstUse';
import { COMMANDS } from '../ids';
import type { InsertCompletion } from './insertCompletion';

/** The registered commands, as others reach them. Nothing is loaded in order to stop: before the first completion there is none. */
export interface CompletionCommand extends vscode.Disposable {
  /** Stops the completion that is being written; what there is of it stays, marked. False when there is none. */
  stop(): boolean;
}

/** "Insert Completion", and what the user does with it. What is behind it loads with the first one. */
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

  const commands = [
    vscode.commands.registerCommand(COMMANDS.insertCompletion, run),
    vscode.commands.registerCommand(COMMANDS.keepCompletion, () => completion?.keep()),
    vscode.commands.registerCommand(COMMANDS.takeBackCompletion, () => completion?.takeBack()),
  ];
  return {
    stop: () => completion?.stop() ?? false,
    dispose() {
      completion?.dispose();
      for (const command of commands) command.dispose();
    },
  };
}
