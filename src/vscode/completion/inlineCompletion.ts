import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { InlineCompletionProvider, InlineTrouble } from './inlineCompletionProvider';

/** `isEnabled` is asked by `refresh` alone, so whoever knows that the settings have changed has to call that. */
export interface InlineCompletionDependencies {
  readonly isEnabled: () => boolean;
  readonly hasEndpoint: () => boolean;
  /** Loads what makes suggestions, with the first question of VS Code. */
  readonly load: (onTrouble: (trouble: InlineTrouble | undefined) => void) => Promise<InlineCompletionProvider>;
}

/** Does nothing before the first `refresh`: only that shows the switch, and tells VS Code to ask where suggestions are on. */
export interface InlineCompletion extends vscode.Disposable {
  /** Shows and does what is set now. */
  refresh(): void;
}

/** Where people write. Not: boxes for comments and chats, proposals, logs, VS Code's own settings. */
const SCHEMES = ['file', 'untitled', 'vscode-notebook-cell', 'vscode-remote', 'vscode-vfs'];

/** Inline suggestions, and their switch in the status bar. VS Code asks for none while they are off. */
export function registerInlineCompletion({
  isEnabled,
  hasEndpoint,
  load,
}: InlineCompletionDependencies): InlineCompletion {
  const item = vscode.window.createStatusBarItem('endpointChat.inlineCompletion', vscode.StatusBarAlignment.Right, 99);
  item.command = COMMANDS.toggleInlineCompletion;
  let registered: vscode.Disposable | undefined;
  let trouble: InlineTrouble | undefined;

  function register(): vscode.Disposable {
    let ended = false;
    let loaded: Promise<InlineCompletionProvider> | undefined;
    const provider = (): Promise<InlineCompletionProvider> =>
      (loaded ??= load(told => {
        if (ended) return;
        trouble = told;
        show();
      }));
    const asking = vscode.languages.registerInlineCompletionItemProvider(
      SCHEMES.map(scheme => ({ scheme })),
      { provideInlineCompletionItems: async (...asked) => (await provider()).provideInlineCompletionItems(...asked) },
    );
    return {
      dispose() {
        ended = true;
        trouble = undefined;
        asking.dispose();
        void loaded?.then(({ stop }) => stop());
      },
    };
  }

  function show(): void {
    item.name = vscode.l10n.t('Inline suggestions');
    item.text = registered ? (trouble?.rests ? '$(debug-pause)' : '$(sparkle-filled)') : '$(sparkle)';
    const state = registered
      ? vscode.l10n.t('Inline suggestions are on. Click to turn them off.')
      : vscode.l10n.t(
          'Inline suggestions are off. Click to turn them on: the code around the cursor is then sent as you type.',
        );
    item.tooltip = trouble ? `${trouble.words}\n${state}` : state;
    item.accessibilityInformation = { label: item.tooltip, role: 'button' };
    if (hasEndpoint()) item.show();
    else item.hide();
  }

  function refresh(): void {
    if (isEnabled() !== (registered !== undefined)) {
      registered?.dispose();
      registered = registered ? undefined : register();
    }
    show();
  }

  return {
    refresh,
    dispose() {
      registered?.dispose();
      item.dispose();
    },
  };
}
