import * as vscode from 'vscode';
import type { ModelInfo } from '../core/chat';
import type { Endpoint } from '../core/endpoints';
import { onFirstUse } from '../core/onFirstUse';
import { LANGUAGE_MODEL_VENDOR } from './ids';
import type { LanguageModelProvider } from './languageModelProvider';

export interface LanguageModelsDependencies {
  readonly onSettingsChange: (listener: () => void) => vscode.Disposable;
  /** Loads what answers, with the first question of VS Code. `changed`: there are other models to offer. */
  readonly load: (changed: () => void) => Promise<LanguageModelProvider>;
}

export interface LanguageModels extends vscode.Disposable {
  /** Takes what an endpoint has said of its models, whoever asked for it. */
  learn(endpoint: Endpoint, list: readonly ModelInfo[]): Promise<void>;
}

/** Every endpoint and model for VS Code's own chat, its agent mode and other extensions. */
export function registerLanguageModels({ onSettingsChange, load }: LanguageModelsDependencies): LanguageModels {
  const changed = new vscode.EventEmitter<void>();
  const provider = onFirstUse(() => load(() => changed.fire())).get;

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
    learn: async (endpoint, list) => (await provider()).learn(endpoint, list),
    dispose: () => vscode.Disposable.from(registered, following, changed).dispose(),
  };
}

/** Does nothing in what is built on VS Code and has no language models, or refuses ours: the chat must work all the same. */
function register(provider: vscode.LanguageModelChatProvider): vscode.Disposable {
  const { lm }: { readonly lm?: Partial<typeof vscode.lm> } = vscode;
  return lm?.registerLanguageModelChatProvider?.(LANGUAGE_MODEL_VENDOR, provider) ?? { dispose: () => undefined };
}
