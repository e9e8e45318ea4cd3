import * as vscode from 'vscode';
import { createExclusions, createIgnoreRules, type Exclusion, join } from '../../core/context/ignoreRules';
import { decodeText } from '../../core/decodeText';

/** The settings `files.exclude` and `search.exclude`, as they are now for a folder. */
export type ReadExcludes = (scope: vscode.Uri) => {
  readonly files: readonly Exclusion[];
  readonly search: readonly Exclusion[];
};

/** What is left out of a workspace folder. */
export interface WorkspaceRules {
  /** By paths below the workspace folder. */
  readonly isExcluded: (path: string, siblings: ReadonlySet<string>) => boolean;
  readonly isIgnored: (path: string, isFolder: boolean) => Promise<boolean>;
}

/** Bytes of a `.gitignore` that is read at all. */
const MAX_BYTES = 256 * 1024;

/** Folders above a workspace folder in which its repository is looked for. */
const MAX_LEVELS = 30;

/** Reads them afresh: both change, and who asks is a person. */
export async function rulesOf(root: vscode.Uri, excludes: ReadExcludes): Promise<WorkspaceRules> {
  const top = await topOfRepository(root);
  const offset = pathBelow(top, root);
  const isIgnored = createIgnoreRules(path => readSmall(vscode.Uri.joinPath(top, path)));
  return {
    isExcluded: createExclusions(excludes(root).files),
    isIgnored: (path, isFolder) => isIgnored(path === '' ? offset : join(offset, path), isFolder),
  };
}

/** The path of something in a folder, below that folder. */
export function pathBelow(folder: vscode.Uri, { path }: vscode.Uri): string {
  return path.slice(folder.path.length).replace(/^\/+|\/+$/g, '');
}

/** The folder with the repository, which may be above the workspace folder: its rules hold below it. */
async function topOfRepository(root: vscode.Uri): Promise<vscode.Uri> {
  let folder = root;
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (await exists(vscode.Uri.joinPath(folder, '.git'))) return folder;
    const above = vscode.Uri.joinPath(folder, '..');
    if (above.path === folder.path) break;
    folder = above;
  }
  return root;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function readSmall(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_BYTES || (type & vscode.FileType.File) === 0) return undefined;
    return decodeText(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
