import * as vscode from 'vscode';
import { onFirstUse } from '../../core/onFirstUse';
import { LANGUAGE_MODEL_VENDOR } from '../ids';
import type { LanguageModelProvider } from './languageModelProvider';

/** `load` is called once, and again only where loading has failed. */
export interface LanguageModelsDependencies {
  readonly onSettingsChange: (listener: () => void) => vscode.Disposable;
  /** Loads what answers, with the first question of VS Code. */
  readonly load: () => Promise<LanguageModelProvider>;
}

/** Our models as VS Code offers them, until this is disposed. */
export interface LanguageModels extends vscode.Disposable {
  /** There are other models to offer. */
  changed(): void;
}

/** Every endpoint and model for VS Code's own chat, its agent mode and other extensions. */
export function registerLanguageModels({ onSettingsChange, load }: LanguageModelsDependencies): LanguageModels {
  const changed = new vscode.EventEmitter<void>();
  const provider = onFirstUse(load).get;

  // VS Code compares what it gets with what it had.
  const following = onSettingsChange(() => changed.fire());

  const registered = register({
    onDidChangeLanguageModelChatInformation: changed.event,
    async provideLanguageModelChatInformation(options, token) {
      return [...(await (await provider()).models(options, token))];
    },
    async provideLanguageModelChatResponse(model, messages, options, progress, token) {
      await (await provider()).answer({ model: model.id, messages, options, progress, token });
    },
    async provideTokenCount(_model, text) {
      return (await provider()).countTokens(text);
    },
  });

  return {
    changed: () => changed.fire(),
    dispose: () => vscode.Disposable.from(registered, following, changed).dispose(),
  };
}

/** Does nothing in what is built on VS Code and has no language models, or refuses ours: the chat must work all the same. */
function register(provider: vscode.LanguageModelChatProvider): vscode.Disposable {
  const { lm }: { readonly lm?: Partial<typeof vscode.lm> } = vscode;
  return lm?.registerLanguageModelChatProvider?.(LANGUAGE_MODEL_VENDOR, provider) ?? { dispose: () => undefined };
}
