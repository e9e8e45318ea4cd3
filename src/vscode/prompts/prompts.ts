import * as vscode from 'vscode';
import type { ComposerDependencies, Offer } from '../../core/composer/composerTypes';
import { onFirstUse } from '../../core/onFirstUse';
import { COMMANDS } from '../ids';
import type { LoadedPrompts, PromptsDependencies } from './loadedPrompts';

/** Prompts as the rest of the window reaches them: the first call loads what is behind them. */
export interface Prompts extends Pick<LoadedPrompts, 'about'>, vscode.Disposable {
  /** The list that a slash opens. */
  readonly offers: () => Promise<readonly Offer[]>;
  readonly slashMessage: ComposerDependencies['slashMessage'];
}

/** The prompts of the user and of the workspace. Nothing of them is loaded or read before somebody wants one. */
export function registerPrompts(dependencies: PromptsDependencies, report: (error: unknown) => void): Prompts {
  const { get } = onFirstUse(async () => {
    const { createLoadedPrompts } = await import('./loadedPrompts');
    return createLoadedPrompts(dependencies);
  });
  const run = (command: string, action: (prompts: LoadedPrompts) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(command, () => get().then(action).catch(report));
  const commands = vscode.Disposable.from(
    run(COMMANDS.runPrompt, prompts => prompts.pickAndRun()),
    run(COMMANDS.editPrompts, prompts => prompts.edit()),
  );
  return {
    offers: async () => (await get()).offers(),
    slashMessage: async (text, again) => (await get()).slashMessage(text, again),
    about: async (name, code) => (await get()).about(name, code),
    dispose: () => commands.dispose(),
  };
}
