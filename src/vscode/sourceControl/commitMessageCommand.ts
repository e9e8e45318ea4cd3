import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { CommitMessage, CommitMessageDependencies } from './commitMessage';

/** "Generate Commit Message". What is behind it loads with the first. */
export function registerCommitMessage(
  dependencies: CommitMessageDependencies,
  report: (error: unknown) => void,
): Pick<CommitMessage, 'stop' | 'dispose'> {
  let loaded: CommitMessage | undefined;
  const command = vscode.commands.registerCommand(COMMANDS.generateCommitMessage, async (argument?: unknown) => {
    try {
      const { createCommitMessage } = await import('./commitMessage');
      loaded ??= createCommitMessage(dependencies);
      await loaded.generate(argument);
    } catch (error) {
      report(error);
    }
  });
  return {
    stop: () => loaded?.stop() ?? false,
    dispose() {
      loaded?.dispose();
      command.dispose();
    },
  };
}
