import * as vscode from 'vscode';
import type { ComposerEditor, Offer } from '../../core/composerTypes';
import { type CodeScope, type Problem, SLASH_COMMANDS } from '../../core/prompts';
import { activeEditor, codeScope, filePart } from '../editor';

/** The code beside the chat, and the commands about it. */
export const composerEditor: Pick<ComposerEditor, 'code' | 'file' | 'offers'> = {
  async code() {
    const editor = activeEditor();
    const scope = editor && (await codeScope(editor));
    return scope && { scope, problems: problemsIn(editor.document.uri, scope) };
  },
  file() {
    const editor = activeEditor();
    return editor && filePart(editor.document);
  },
  offers: async () => slashOffers(),
};

const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;

function problemsIn(uri: vscode.Uri, { file }: CodeScope): readonly Problem[] {
  const [first, last] = file.lines ?? [1, Number.POSITIVE_INFINITY];
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ range }) => range.end.line + 1 >= first && range.start.line + 1 <= last)
    .map(({ range, severity, message, source, code }) => ({
      line: range.start.line + 1,
      severity: SEVERITIES[severity] ?? 'error',
      message,
      ...(source ? { source: [source, typeof code === 'object' ? code.value : code].filter(Boolean).join(' ') } : {}),
    }));
}

function slashOffers(): readonly Offer[] {
  const details: Readonly<Record<(typeof SLASH_COMMANDS)[number]['name'], string>> = {
    explain: vscode.l10n.t('the selection'),
    fix: vscode.l10n.t('with its problems'),
    tests: vscode.l10n.t('for the selection'),
    doc: vscode.l10n.t('write documentation'),
  };
  return SLASH_COMMANDS.map(({ name, icon }) => ({ id: name, icon, label: `/${name}`, detail: details[name] }));
}
