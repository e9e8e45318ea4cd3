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
  if (uri.scheme !== 'file') return isBehindLink(uri, folders);
  const real = await realPath(uri);
  // There is nothing: that is said by who reads it.
  if (real === undefined) return false;
  const roots = folders.filter(folder => folder.uri.scheme === 'file').map(folder => realPath(folder.uri));
  const inside = (await Promise.all(roots)).filter(root => root !== undefined);
  return !inside.some(root => real === root || real.startsWith(withSlash(root)));
}

async function realPath(uri: vscode.Uri): Promise<string | undefined> {
  return realpath(uri.fsPath).then(
    found => vscode.Uri.file(found).path,
    () => undefined,
  );
}

/** On another machine nobody here can see where a link leads: any below the folder that the user has opened counts. */
async function isBehindLink(uri: vscode.Uri, folders: readonly vscode.WorkspaceFolder[]): Promise<boolean> {
  const roots = folders
    .filter(({ uri: { scheme, authority } }) => scheme === uri.scheme && authority === uri.authority)
    .map(folder => folder.uri.path)
    .filter(root => uri.path === root || uri.path.startsWith(withSlash(root)));
  if (roots.length === 0) return true;
  const top = Math.max(...roots.map(root => withSlash(root).length));
  const below = uri.path.slice(top);
  if (below.split(/[/\\]/).includes('..')) return true;
  const ends = [...below.matchAll(/[/\\]|$/g)].map(({ index }) => index).filter(end => end > 0);
  const links = await Promise.all(ends.map(end => isLink(uri.with({ path: uri.path.slice(0, top + end) }))));
  return links.includes(true);
}

/** What tells nothing of itself may be one. Where there is nothing, that is said by who reads it. */
async function isLink(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.SymbolicLink) !== 0,
    error => !(error instanceof vscode.FileSystemError && error.code === 'FileNotFound'),
  );
}

/** The root of a file system ends with its slash already. */
function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
