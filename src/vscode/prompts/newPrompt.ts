import * as vscode from 'vscode';
import { slashName, writePromptFile } from '../../core/prompts/promptFile';
import { workspacePromptFolders } from './promptFiles';
import { isThere, promptUri } from './promptStorage';

/** Asks for a name, writes a prompt to begin with, and opens it. What is there already is opened as it is. */
export async function newPrompt(userFolder: vscode.Uri): Promise<void> {
  const folder = await chooseFolder(userFolder);
  const typed = folder && (await askForName());
  const name = slashName(typed ?? '');
  if (!folder || name === '') return;
  const uri = promptUri(folder, name);
  if (!(await isThere(uri))) {
    const body = vscode.l10n.t('Say here what you want to know about {0}.', `\${selection}`);
    const description = vscode.l10n.t('What this prompt is for');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(writePromptFile({ name, description, body })));
  }
  await vscode.window.showTextDocument(uri, { preview: false });
}

async function askForName(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('New prompt'),
    prompt: vscode.l10n.t('What you will type behind the slash'),
    placeHolder: 'review',
    validateInput: value =>
      value.trim() !== '' && slashName(value) === '' ? vscode.l10n.t('A name has letters or digits.') : undefined,
  });
}

/** The user's own folder, or that of the workspace, which others get, too. */
async function chooseFolder(userFolder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folders = workspacePromptFolders(vscode.workspace);
  if (folders.length === 0) return userFolder;
  const rows = [
    { label: vscode.l10n.t('For me, in every workspace'), folder: userFolder },
    ...folders.map(folder => ({
      label: vscode.l10n.t('In this workspace, for everybody'),
      description: vscode.workspace.asRelativePath(folder),
      folder,
    })),
  ];
  const chosen = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t('New prompt'),
    placeHolder: vscode.l10n.t('Where should it be kept?'),
  });
  return chosen?.folder;
}
