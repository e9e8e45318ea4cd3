import * as vscode from 'vscode';

/** Asks the last question again; where it is more than the model can hold, only when the user wants that. */
export async function askAgain(problem: string | undefined, regenerate: () => Promise<void>): Promise<void> {
  const send = vscode.l10n.t('Send anyway');
  const question = vscode.l10n.t('Ask again although it is too long? Nothing was sent yet.');
  const options = { modal: true, detail: problem ?? '' };
  const isWanted = !problem || (await vscode.window.showWarningMessage(question, options, send)) === send;
  if (isWanted) await regenerate();
}
