import * as vscode from 'vscode';
import type { ChosenFile, Offer } from '../../core/composer/composerTypes';
import { folderPart } from '../../core/context/contextParts';
import { folderNames } from '../../core/context/folderNames';
import { join } from '../../core/context/ignoreRules';
import { baseName } from '../../core/text';
import { nameOf } from '../editor';
import type { Pick } from './pick';
import { listFolders } from './workspaceFiles';
import { pathBelow, type ReadExcludes, rulesOf } from './workspaceRules';

/** Names that a model is told at most: about ten thousand tokens. */
const MOST_NAMES = 1000;

/** The names of what is in a folder, as a tree; without what `files.exclude` and `.gitignore` leave out. */
export async function readFolder(uri: vscode.Uri, excludes: ReadExcludes): Promise<ChosenFile> {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? uri;
  const folder = pathBelow(root, uri);
  const names = await folderNames({
    folder,
    most: MOST_NAMES,
    list: async path =>
      (await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(root, path))).map(([name, type]) => ({
        name,
        isFolder: (type & vscode.FileType.Directory) !== 0,
        isLink: (type & vscode.FileType.SymbolicLink) !== 0,
      })),
    ...(await rulesOf(root, excludes)),
  });
  const name = folderName(uri);
  const label = `${baseName(name)}/`;
  if (names.count === 0) return { type: 'refused', problem: { reason: 'nothingInside', name: label } };
  const detail = names.isCut
    ? vscode.l10n.t('the first {0} names', names.count)
    : names.count === 1
      ? vscode.l10n.t('1 name')
      : vscode.l10n.t('{0} names', names.count);
  return { type: 'part', part: folderPart(name, names, { label, detail }, uri.toString()) };
}

/** Its path below the workspace; that of a workspace folder is its name. */
function folderName(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder && pathBelow(folder.uri, uri) === '' ? folder.name : nameOf({ uri });
}

/** Lets the user choose a folder of the workspace. */
export function folderOffer(excludes: ReadExcludes, pick: Pick): Offer {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return {
    id: 'folder',
    icon: 'folder',
    label: '#folder',
    detail: vscode.l10n.t('names of its files'),
    async take() {
      const rows = listFolders(excludes).then(paths => [
        ...folders.map(({ name, uri }) => ({ label: `$(root-folder) ${name}`, value: uri })),
        ...paths.map(({ root, path }) => ({
          label: `$(folder) ${baseName(path)}`,
          description: folders.length > 1 ? join(root.name, path) : path,
          value: vscode.Uri.joinPath(root.uri, path),
        })),
      ]);
      const uri = await pick(rows, vscode.l10n.t('The names of which folder’s files should go along?'));
      return uri && readFolder(uri, excludes);
    },
  };
}
