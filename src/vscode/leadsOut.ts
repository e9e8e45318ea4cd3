import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';

/**
 * Whether something in the workspace is a link to what is outside of it. A workspace that somebody else has made must not get
 * at other files of this machine under a harmless name.
 */
export async function leadsOut(
  uri: vscode.Uri,
  folders: readonly vscode.WorkspaceFolder[] = vscode.workspace.workspaceFolders ?? [],
): Promise<boolean> {
  if (uri.scheme !== 'file') return false;
  const real = await realPath(uri);
  // There is nothing: that is said by who reads it.
  if (real === undefined) return false;
  const roots = folders.filter(folder => folder.uri.scheme === 'file').map(folder => realPath(folder.uri));
  const inside = (await Promise.all(roots)).filter(root => root !== undefined);
  // The root of a file system ends with its slash already.
  return !inside.some(root => real === root || real.startsWith(root.endsWith('/') ? root : `${root}/`));
}

async function realPath(uri: vscode.Uri): Promise<string | undefined> {
  return realpath(uri.fsPath).then(
    found => vscode.Uri.file(found).path,
    () => undefined,
  );
}
