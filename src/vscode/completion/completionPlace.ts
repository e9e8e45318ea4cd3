import * as vscode from 'vscode';

/** Documents that VS Code holds in memory, and that can be written in. */
const IN_MEMORY = new Set(['untitled', 'vscode-interactive-input', 'vscode-scm', 'comment']);

/** Why no completion can be written in this editor, in words; undefined where one can. Asked before anything is sent. */
export async function whyNotHere({ document, selections }: vscode.TextEditor): Promise<string | undefined> {
  if (selections.length > 1)
    return vscode.l10n.t('There are several cursors, and a completion is written at one. Nothing was sent.');
  return (await isReadOnly(document))
    ? vscode.l10n.t('This document is read-only, so no completion can be written here. Nothing was sent.')
    : undefined;
}

async function isReadOnly(document: vscode.TextDocument): Promise<boolean> {
  // A cell is written where its notebook is.
  const notebook = vscode.workspace.notebookDocuments.find(candidate =>
    candidate.getCells().some(cell => cell.document === document),
  );
  const { uri, isUntitled } = notebook ?? document;
  if (isUntitled || IN_MEMORY.has(uri.scheme)) return false;
  // Documents of no file system come from output channels, version control and other extensions.
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return true;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // Deleted since it was opened: it can still be written in.
    return false;
  }
}
