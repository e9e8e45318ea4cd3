import * as vscode from 'vscode';
import type { Prompt } from '../../core/prompts/prompt';
import type { FileOfPrompt } from '../../core/prompts/promptList';
import { type TakenAlong, takenAlong } from '../../core/prompts/variables';
import { findHidden, withoutControls, withoutHidden } from '../../core/safety/hiddenCharacters';

/** Characters of a prompt that a question shows; the file shows all. */
const SHOWN = 700;
const SHOWN_LINES = 14;

/** Shows what the workspace wants to have asked, before it is asked for the first time. True when the user wants that. */
export async function approvePrompt(prompt: Prompt, file: FileOfPrompt, isChanged: boolean): Promise<boolean> {
  const { name, body } = prompt;
  const run = vscode.l10n.t('Run');
  const show = vscode.l10n.t('Show');
  const question = isChanged
    ? vscode.l10n.t('The prompt /{0} of this workspace has changed since you last ran it.', name)
    : vscode.l10n.t('The prompt /{0} comes with this workspace.', name);
  const hidden = hiddenCount(file.text ?? '');
  const detail = [
    vscode.l10n.t('{0} says:', file.shown),
    ...beginningOf(body),
    ...(hidden > 0 ? [vscode.l10n.t('Characters in it that cannot be seen: {0}', hidden)] : []),
    alongWords(takenAlong(prompt)),
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

/** How many characters of a text cannot be seen, counted one by one. */
export function hiddenCount(text: string): number {
  return findHidden(text).reduce((sum, { count }) => sum + count, 0);
}

/** As much of it as a question can show, and how much of it that is not. */
function beginningOf(body: string): readonly string[] {
  const lines = withoutHidden(withoutControls(body)).split('\n');
  const text = lines.slice(0, SHOWN_LINES).join('\n');
  const shown = text.slice(0, SHOWN);
  // A line that is cut is not shown.
  const whole = shown.split('\n').length - (shown.length < text.length ? 1 : 0);
  const left = lines.length - whole;
  if (left <= 0) return [shown];
  return [`${shown}\n…`, vscode.l10n.t('Lines of it that are not shown here: {0}. “Show” opens the file.', left)];
}

function alongWords(along: readonly TakenAlong[]): string {
  if (along.length === 0) return vscode.l10n.t('It takes nothing of your files along.');
  return vscode.l10n.t('It takes along: {0}.', along.map(takenWords).join(', '));
}

function takenWords(taken: TakenAlong): string {
  switch (taken) {
    case 'code':
      return vscode.l10n.t('the selected code, or what is around the cursor');
    case 'file':
      return vscode.l10n.t('the whole file that is open');
    case 'problems':
      return vscode.l10n.t('what the editor reports');
    case 'fileName':
      return vscode.l10n.t('the name of the file');
    case 'folderName':
      return vscode.l10n.t('the name of the folder');
  }
}
