import path from 'node:path';
import * as vscode from 'vscode';
import { decodeText } from '../../core/decodeText';
import { type FileChange, fileChanges, newFileChange } from '../../core/sourceControl/gitDiff';
import { call, get, gitApi } from './gitApi';

/** A repository as VS Code's Git extension has it: its root, and its object. */
export interface Repository {
  readonly root: vscode.Uri;
  readonly api: unknown;
}

/** Why there is no repository. */
export type NoRepository = 'noGit' | 'noRepository' | 'notChosen';

/** The repository that is meant: of the button that was pressed, of the active editor, the only one, or the user's choice. */
export async function chooseRepository(argument: unknown): Promise<Repository | NoRepository> {
  const api = await gitApi();
  if (api === undefined) return 'noGit';
  const list = get(api, 'repositories');
  const all = (Array.isArray(list) ? list : []).flatMap(repository => repositoryOf(repository) ?? []);
  const [first] = all;
  if (!first) return 'noRepository';
  const pressed = get(argument, 'rootUri');
  const wanted = pressed instanceof vscode.Uri ? pressed : argument;
  const named = wanted instanceof vscode.Uri && all.find(({ root }) => root.toString() === wanted.toString());
  if (named) return named;
  const file = vscode.window.activeTextEditor?.document.uri;
  const own = file && repositoryOf(call(api, 'getRepository', file));
  if (own) return own;
  if (all.length === 1) return first;
  const items = all.map(repository => ({
    label: path.basename(repository.root.fsPath),
    description: repository.root.fsPath,
    repository,
  }));
  const placeHolder = vscode.l10n.t('Choose the repository to write a commit message for');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.repository ?? 'notChosen';
}

/** What the Git extension gives as a repository; undefined where it has no root that is a URI. */
export function repositoryOf(api: unknown): Repository | undefined {
  const root = get(api, 'rootUri');
  return root instanceof vscode.Uri ? { root, api } : undefined;
}

/** New files that are read, and bytes of each: the rest is named. */
const MOST_NEW_FILES = 100;
const MOST_BYTES = 100_000;

/** What is staged; where nothing is, everything that has changed, new files included, as VS Code commits it then. */
export async function changesIn(repository: Repository): Promise<readonly FileChange[]> {
  const staged = await stagedIn(repository);
  return staged.length > 0 ? staged : unstagedIn(repository);
}

/** What is staged. */
export async function stagedIn({ api }: Repository): Promise<readonly FileChange[]> {
  return fileChanges(await text(call(api, 'diff', true)));
}

/** What has changed and is not staged, new files included. */
export async function unstagedIn({ root, api }: Repository): Promise<readonly FileChange[]> {
  const changed = fileChanges(await text(call(api, 'diff', false)));
  const known = new Set(changed.map(change => change.path));
  const added = untracked(api)
    .map(uri => ({ uri, name: path.relative(root.fsPath, uri.fsPath).replaceAll(path.sep, '/') }))
    .filter(({ name }) => !known.has(name));
  const read = await Promise.all(
    added.map(async ({ uri, name }, index) =>
      newFileChange(name, index < MOST_NEW_FILES ? await contentOf(uri) : undefined),
    ),
  );
  return [...changed, ...read];
}

/** `Status.UNTRACKED` of git.d.ts; the list that such a file is in depends on a setting of the user's. */
const UNTRACKED = 7;

function untracked(api: unknown): readonly vscode.Uri[] {
  const state = get(api, 'state');
  const lists = ['workingTreeChanges', 'untrackedChanges'].map(name => get(state, name));
  return lists.flat().flatMap(change => {
    const uri = get(change, 'uri');
    return get(change, 'status') === UNTRACKED && uri instanceof vscode.Uri ? [uri] : [];
  });
}

/** Of a regular file: Git keeps of a link only that it is one, and what it leads to may be of the user's own, or never end. */
async function contentOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if (type !== vscode.FileType.File || size > MOST_BYTES) return undefined;
    return decodeText(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

async function text(found: unknown): Promise<string> {
  const settled: unknown = await found;
  return typeof settled === 'string' ? settled : '';
}

/** The last messages, newest first; those that Git wrote for merges are left out. None before the first commit. */
export async function lastMessages({ api }: Repository, count: number): Promise<readonly string[]> {
  try {
    const log: unknown = await call(api, 'log', { maxEntries: count * 3 });
    const messages = (Array.isArray(log) ? log : []).flatMap(commit => {
      const message = get(commit, 'message');
      const parents = get(commit, 'parents');
      const isMerge = Array.isArray(parents) && parents.length > 1;
      return typeof message === 'string' && !isMerge ? [message] : [];
    });
    return messages.slice(0, count);
  } catch {
    return [];
  }
}
