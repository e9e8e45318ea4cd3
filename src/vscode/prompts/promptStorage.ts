import * as vscode from 'vscode';
import { PROMPT_FILE_END } from '../../core/prompts/promptFile';
import type { ListedPrompt } from '../../core/prompts/promptList';
import { showError } from '../report';

/** Where a prompt of this name is kept; a colon is no letter of a file's name everywhere. */
export function promptUri(folder: vscode.Uri, name: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, `${name.replaceAll(':', '-')}${PROMPT_FILE_END}`);
}

/** The same, where nothing is yet: a file that is called after this prompt may hold another one by now. */
export async function freePromptUri(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  let uri = promptUri(folder, name);
  for (let count = 2; await isThere(uri); count++) uri = promptUri(folder, `${name}-${count}`);
  return uri;
}

/** Deletes a prompt of the user's, and offers to bring it back. Resolves as soon as it is gone; it may be so already. */
export async function removePrompt({ name, file }: ListedPrompt, isReset: boolean): Promise<void> {
  if (!file) return;
  const { fs } = vscode.workspace;
  const uri = vscode.Uri.parse(file.uri);
  if (!(await isThere(uri))) return;
  const bytes = await fs.readFile(uri);
  await fs.delete(uri);
  const words = isReset
    ? vscode.l10n.t('/{0} is the built-in prompt again.', name)
    : vscode.l10n.t('The prompt /{0} is deleted.', name);
  const undo = vscode.l10n.t('Undo');
  const bringBack = async (): Promise<void> => {
    if (!(await isThere(uri))) return fs.writeFile(uri, bytes);
    // Another one was made since: both are the user's.
    const document = await vscode.workspace.openTextDocument({ content: Buffer.from(bytes).toString() });
    await vscode.window.showTextDocument(document, { preview: false });
  };
  void vscode.window
    .showInformationMessage(words, undo)
    .then(chosen => (chosen === undo ? bringBack() : undefined))
    .then(undefined, showError);
}

/** Whether there is a file. */
export async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
