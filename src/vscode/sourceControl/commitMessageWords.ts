import * as vscode from 'vscode';
import type { ChangePlan } from '../../core/sourceControl/commitMessagePlan';
import type { Summaries } from '../../core/sourceControl/commitMessageSummaries';
import type { NoRepository } from './commitRepository';

/** Says nothing where the user has left the choice of a repository. */
export function sayWhyNot(reason: NoRepository): void {
  if (reason === 'notChosen') return;
  void vscode.window.showInformationMessage(
    reason === 'noGit'
      ? vscode.l10n.t('VS Code’s Git extension is switched off or finds no Git, so there are no changes to describe.')
      : vscode.l10n.t('There is no Git repository in this window, so there are no changes to describe.'),
  );
}

/** Said before the model is asked, instead of asking it. */
export function sayThatNothingChanged(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Nothing has changed since the last commit, so there is nothing to describe.'),
  );
}

/** What the model knows of changes that are too long, so that the user knows what its message is made of. */
export function sayThatItIsLong({ groups, unread }: ChangePlan, { summarised, beginnings }: Summaries): void {
  const cut = groups.flat().flatMap(({ change, isCut }) => (isCut ? [change.path] : []));
  const begun = new Set([...cut, ...beginnings.map(({ path }) => path)]).size;
  const sentences = [
    vscode.l10n.t('The changes are too long to send whole.'),
    ...(summarised > 0 ? [vscode.l10n.t('Files that were summarised first: {0}.', summarised)] : []),
    ...(begun > 0 ? [vscode.l10n.t('Files of which the model reads only the beginning: {0}.', begun)] : []),
    ...(unread > 0 ? [vscode.l10n.t('Files that are only named: {0}.', unread)] : []),
  ];
  void vscode.window.showInformationMessage(sentences.join(' '));
}

/** Says what is being done. */
export type SayProgress = (message: string) => void;

/** In the status bar, while the message is waited for and grows. */
export function writingWords(model: string): string {
  return vscode.l10n.t('{0} is writing a commit message. Its button stops it.', model);
}

/** In the status bar, before each request for a summary: it goes up to file `through` of all that are summarised. */
export function summarisingWords(through: number, files: number): string {
  if (files === 1) return vscode.l10n.t('Summarising a long file for the commit message. Its button stops it.');
  return vscode.l10n.t('Summarising {0} of {1} files for the commit message. Its button stops it.', through, files);
}

/** In the status bar in words, and as a bar in the view. */
export async function showingProgress(run: (say: SayProgress) => Promise<void>): Promise<void> {
  await vscode.window.withProgress({ location: vscode.ProgressLocation.SourceControl }, () =>
    // Without a title, which would stand before every message.
    vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, progress =>
      run(message => progress.report({ message })),
    ),
  );
}
