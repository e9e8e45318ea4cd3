import * as vscode from 'vscode';
import type { ComposerEditor, Offer } from '../../core/composerTypes';
import { SLASH_COMMANDS } from '../../core/prompts';
import { activeEditor, codeScope, filePart, problemsIn } from '../editor';

/** The code beside the chat, and the commands about it. */
export const composerEditor: Pick<ComposerEditor, 'code' | 'file' | 'offers'> = {
  async code() {
    const editor = activeEditor();
    const scope = editor && (await codeScope(editor));
    return scope && { scope, problems: problemsIn(editor.document.uri, scope.file) };
  },
  file() {
    const editor = activeEditor();
    return editor && filePart(editor.document);
  },
  offers: async () => slashOffers(),
};

function slashOffers(): readonly Offer[] {
  const details: Readonly<Record<(typeof SLASH_COMMANDS)[number]['name'], string>> = {
    explain: vscode.l10n.t('the selection'),
    fix: vscode.l10n.t('with its problems'),
    tests: vscode.l10n.t('for the selection'),
    doc: vscode.l10n.t('write documentation'),
  };
  return SLASH_COMMANDS.map(({ name, icon }) => ({ id: name, icon, label: `/${name}`, detail: details[name] }));
}
