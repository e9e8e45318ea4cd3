import * as vscode from 'vscode';
import { findHidden, withoutControls, withoutHidden } from '../../core/hiddenCharacters';
import type { Prompt } from '../../core/prompts/prompt';
import type { FileOfPrompt } from '../../core/prompts/promptList';

/** Characters of a prompt that a question shows; the file shows all. */
const SHOWN = 700;
const SHOWN_LINES = 14;

/** Shows what the workspace wants to have asked, before it is asked for the first time. True when the user wants that. */
export async function approvePrompt({ name, body }: Prompt, file: FileOfPrompt, isChanged: boolean): Promise<boolean> {
  const run = vscode.l10n.t('Run');
  const show = vscode.l10n.t('Show');
  const question = isChanged
    ? vscode.l10n.t('The prompt /{0} of this workspace has changed since you last ran it.', name)
    : vscode.l10n.t('The prompt /{0} comes with this workspace.', name);
  const hidden = hiddenCount(file.text ?? '');
  const detail = [
    vscode.l10n.t('{0} says:', file.shown),
    beginningOf(body),
    ...(hidden > 0 ? [vscode.l10n.t('Characters in it that cannot be seen: {0}', hidden)] : []),
    vscode.l10n.t('It is sent in your name. You are asked again only when it changes.'),
  ];
  const chosen = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: detail.join('\n\n') },
    run,
    show,
  );
  // The editor whose selection the prompt is about stays the active one.
  if (chosen === show) await openBeside(vscode.Uri.parse(file.uri));
  return chosen === run;
}

async function openBeside(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

export function hiddenCount(text: string): number {
  return findHidden(text).reduce((sum, { count }) => sum + count, 0);
}

function beginningOf(body: string): string {
  const lines = withoutHidden(withoutControls(body)).split('\n');
  const text = lines.slice(0, SHOWN_LINES).join('\n').slice(0, SHOWN);
  return lines.length > SHOWN_LINES || text.length === SHOWN ? `${text}\n…` : text;
}
