import * as vscode from 'vscode';
import type { ChosenFile, Offer, Take } from '../../core/composer/composerTypes';
import type { SuggestionIcon } from '../../shared/viewState';
import type { ContextSourcesDependencies } from './contextSources';
import type { Pick } from './pick';

interface Choosing {
  readonly read: (uri: vscode.Uri) => Promise<ChosenFile>;
  readonly pick: Pick;
  readonly returnToChat: ContextSourcesDependencies['returnToChat'];
}

/** Lets the user choose what goes along: the paper clip. Nothing of it is read yet. */
export async function chooseContext(
  offers: readonly Offer[],
  { read, pick, returnToChat }: Choosing,
): Promise<readonly Take[]> {
  const rows = offers.map(({ label, detail, icon, take }) => ({
    label: `$(${ICONS[icon] ?? 'file'}) ${choiceLabel(label)}`,
    description: detail,
    value: async () => (take ? [take] : []),
  }));
  const files = {
    label: `$(folder-opened) ${vscode.l10n.t('Choose files…')}`,
    value: async () => {
      const uris = await vscode.window.showOpenDialog({ canSelectMany: true, openLabel: vscode.l10n.t('Attach') });
      await returnToChat();
      return (uris ?? []).map(uri => () => read(uri));
    },
  };
  const chosen = await pick([...rows, files], vscode.l10n.t('What should go along with your message?'));
  return (await chosen?.()) ?? [];
}

/** VS Code's names for them. */
const ICONS: Readonly<Partial<Record<SuggestionIcon, string>>> = {
  selection: 'list-selection',
  folder: 'folder',
  problems: 'warning',
  changes: 'diff',
  terminal: 'terminal',
  symbol: 'symbol-misc',
};

function choiceLabel(label: string): string {
  switch (label) {
    case '#selection':
      return vscode.l10n.t('Current selection');
    case '#file':
      return vscode.l10n.t('Current file');
    case '#symbol':
      return vscode.l10n.t('Symbol…');
    case '#folder':
      return vscode.l10n.t('Names in a folder…');
    case '#changes':
      return vscode.l10n.t('Changes');
    case '#problems':
      return vscode.l10n.t('Problems');
    case '#fileProblems':
      return vscode.l10n.t('Problems of the current file');
    case '#terminal':
      return vscode.l10n.t('Selection in the terminal');
    default:
      return label;
  }
}
