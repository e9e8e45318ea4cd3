import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { ChosenFile, Offer } from '../../core/composer/composerTypes';
import { createExclusions, join } from '../../core/context/ignoreRules';
import { baseName } from '../../core/text';
import { nameOf } from '../editor';
import { pathBelow, type ReadExcludes, rulesOf } from './workspaceRules';

/** Files that a search gives at most, before those are taken out that Git leaves alone. */
const MOST_FOUND = 200;
/** Rows of the list. */
const MOST_FILES = 30;
const MOST_FOLDERS = 10;
/** Files whose folders are offered to choose from. */
const MOST_LISTED = 5000;

/** `signal` cancels VS Code's search, so that the next key need not wait for it. `read` is called when a row is taken, and not before. */
export interface Search {
  readonly excludes: ReadExcludes;
  readonly read: (uri: vscode.Uri) => Promise<ChosenFile>;
  readonly signal: AbortSignal;
}

/** Files and folders of the workspace whose path has what is typed in it. */
export async function findByName(query: string, { excludes, read, signal }: Search): Promise<readonly Offer[]> {
  const letters = globOf(query);
  const rules = createRules(excludes);
  const [named, inside] = await Promise.all([
    find(`**/*${letters}*`, MOST_FOUND, excludes, signal),
    find(`**/*${letters}*/**`, MOST_FOUND, excludes, signal),
  ]);
  const files: vscode.Uri[] = [];
  for (const uri of named) if (files.length < MOST_FILES && (await rules.isShown(uri))) files.push(uri);
  const folders = foldersAbove(inside).filter(({ path }) => path.toLowerCase().includes(query.toLowerCase()));
  const shown: FolderOfWorkspace[] = [];
  for (const folder of folders)
    if (shown.length < MOST_FOLDERS && (await rules.isFolderShown(folder))) shown.push(folder);
  return [
    ...files.map(uri => fileOffer(uri, read)),
    ...shown.map(({ root, path }) => {
      const uri = vscode.Uri.joinPath(root.uri, path);
      return { ...fileOffer(uri, read), icon: 'folder' as const, label: `${baseName(path)}/` };
    }),
  ];
}

/** A row for something in the workspace, or in a tab. */
export function fileOffer(uri: vscode.Uri, read: Search['read']): Offer {
  const name = nameOf({ uri });
  const detail = name.slice(0, Math.max(0, name.lastIndexOf('/')));
  return { id: idOf(uri), icon: 'file', label: baseName(name), detail, take: () => read(uri) };
}

/** The same at every time: a list that the user chooses from may be older than the last one that was asked for. No path. */
export function idOf(uri: vscode.Uri, place = ''): string {
  return createHash('sha256').update(`${uri.toString()}#${place}`).digest('base64url');
}

interface FolderOfWorkspace {
  readonly root: vscode.WorkspaceFolder;
  readonly path: string;
}

/** All folders of the workspace that have files, by their paths. */
export async function listFolders(excludes: ReadExcludes): Promise<readonly FolderOfWorkspace[]> {
  const rules = createRules(excludes);
  const shown: FolderOfWorkspace[] = [];
  for (const folder of foldersAbove(await find('**/*', MOST_LISTED, excludes))) {
    if (await rules.isFolderShown(folder)) shown.push(folder);
  }
  return shown.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function foldersAbove(uris: readonly vscode.Uri[]): readonly FolderOfWorkspace[] {
  const found = new Map<string, FolderOfWorkspace>();
  for (const uri of uris) {
    const root = vscode.workspace.getWorkspaceFolder(uri);
    if (!root) continue;
    let path = pathBelow(root.uri, uri);
    for (;;) {
      path = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      const key = join(root.uri.toString(), path);
      if (path === '' || found.has(key)) break;
      found.set(key, { root, path });
    }
  }
  return [...found.values()];
}

/** The rules of every workspace folder, read once for a search. */
function createRules(excludes: ReadExcludes) {
  const made = new Map<vscode.WorkspaceFolder, Promise<RootRules>>();
  const of = (root: vscode.WorkspaceFolder): Promise<RootRules> => {
    const rules = made.get(root) ?? rootRules(root, excludes);
    made.set(root, rules);
    return rules;
  };
  return {
    async isShown(uri: vscode.Uri): Promise<boolean> {
      const root = vscode.workspace.getWorkspaceFolder(uri);
      return root !== undefined && (await (await of(root)).isShown(pathBelow(root.uri, uri), false));
    },
    isFolderShown: async ({ root, path }: FolderOfWorkspace) => (await of(root)).isShown(path, true),
  };
}

interface RootRules {
  readonly isShown: (path: string, isFolder: boolean) => Promise<boolean>;
}

/** What is left out of a search in a workspace folder: by Git, and by the settings, of which the search itself knows only a part. */
async function rootRules({ uri }: vscode.WorkspaceFolder, excludes: ReadExcludes): Promise<RootRules> {
  const { isIgnored } = await rulesOf(uri, excludes);
  const { files, search } = excludes(uri);
  const isExcluded = createExclusions([...files, ...search]);
  const hasConditions = [...files, ...search].some(({ when }) => when !== undefined);
  const known = new Map<string, Promise<ReadonlySet<string>>>();

  /** The names beside it, which only few settings ask for. */
  function siblings(path: string): Promise<ReadonlySet<string>> {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const names = known.get(folder) ?? (hasConditions ? namesIn(vscode.Uri.joinPath(uri, folder)) : noNames);
    known.set(folder, names);
    return names;
  }

  return {
    async isShown(path, isFolder) {
      // What is in a folder is left out with it.
      for (const above of [...foldersOn(path), path]) if (isExcluded(above, await siblings(above))) return false;
      return !(await isIgnored(path, isFolder));
    },
  };
}

const noNames: Promise<ReadonlySet<string>> = Promise.resolve(new Set());

async function namesIn(folder: vscode.Uri): Promise<ReadonlySet<string>> {
  return vscode.workspace.fs.readDirectory(folder).then(
    entries => new Set(entries.map(([name]) => name)),
    () => new Set(),
  );
}

/** The folders on the way to a path, the uppermost first. */
function foldersOn(path: string): readonly string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
}

/** Each workspace folder is searched by its own rules: what one leaves out may be what another is about. */
async function find(
  include: string,
  most: number,
  excludes: ReadExcludes,
  signal?: AbortSignal,
): Promise<readonly vscode.Uri[]> {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    const searches = (vscode.workspace.workspaceFolders ?? []).map(async root => {
      const pattern = new vscode.RelativePattern(root, include);
      return vscode.workspace.findFiles(pattern, await leftOut(root, excludes), most, source.token);
    });
    return (await Promise.all(searches)).flat();
  } finally {
    signal?.removeEventListener('abort', cancel);
    source.dispose();
  }
}

/**
 * What the search leaves out from the beginning: its own setting, and the folders that the topmost `.gitignore` names, which
 * hold so many files that nothing else would be found. The rest is taken out of what is found.
 */
async function leftOut(root: vscode.WorkspaceFolder, excludes: ReadExcludes): Promise<string> {
  const { files, search } = excludes(root.uri);
  const patterns = [...files, ...search].filter(({ when }) => when === undefined).map(({ pattern }) => pattern);
  const named = await ignoredFolders(root);
  // A group in a group is not understood everywhere.
  const plain = [...patterns, ...named].filter(pattern => pattern !== '' && !/[{},]/.test(pattern));
  return `{${[...new Set(plain)].join(',')}}`;
}

async function ignoredFolders({ uri }: vscode.WorkspaceFolder): Promise<readonly string[]> {
  const read = vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, '.gitignore'));
  const text = await read.then(
    bytes => Buffer.from(bytes).toString(),
    () => '',
  );
  const lines = text.split(/\r?\n/).map(line => line.trim());
  // What is taken back somewhere below needs the real rules.
  if (lines.some(line => line.startsWith('!'))) return [];
  return lines
    .filter(line => /^\/?[\w.@-]+\/?$/.test(line))
    .map(line =>
      line.startsWith('/') ? `${line.slice(1).replace(/\/$/, '')}/**` : `**/${line.replace(/\/$/, '')}/**`,
    );
}

/** Letters of both cases; what means something in a pattern stands for any one letter. */
function globOf(query: string): string {
  return [...query]
    .map(letter => {
      if (/[a-z]/i.test(letter)) return `[${letter.toLowerCase()}${letter.toUpperCase()}]`;
      return /[[\]{}()?*!,\\]/.test(letter) ? '?' : letter;
    })
    .join('');
}
