import * as vscode from 'vscode';

/** Documents that VS Code holds in memory, and that can be written in. */
const IN_MEMORY = new Set(['untitled', 'vscode-interactive-input', 'vscode-scm', 'comment']);

/** Whether a document cannot be written in. */
export async function isReadOnly(document: vscode.TextDocument): Promise<boolean> {
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
