import path from 'node:path';
import * as vscode from 'vscode';
import type { Changes } from '../../core/composer/composerTypes';
import type { FileChange } from '../../core/sourceControl/gitDiff';
import { type Repository, repositoryOf, stagedIn, unstagedIn } from './commitRepository';
import { call, get, gitApi } from './gitApi';

/**
 * What has changed since the last commit, as VS Code's own Git extension tells it: staged and not, and new files, of the repository
 * that the active editor is in, else of the first with changes. Undefined where there is no repository or nothing has changed.
 */
export async function gitChanges(): Promise<Changes | undefined> {
  const api = await gitApi();
  const list = get(api, 'repositories');
  const all = (Array.isArray(list) ? list : []).flatMap(repository => repositoryOf(repository) ?? []);
  const file = vscode.window.activeTextEditor?.document.uri;
  const own = file && repositoryOf(call(api, 'getRepository', file));
  const isOwn = ({ root }: Repository): boolean => root.toString() === own?.root.toString();
  const found = await Promise.all([...all.filter(isOwn), ...all.filter(one => !isOwn(one))].map(changed));
  const [first, ...others] = found.filter(({ changes }) => changes.length > 0);
  return (
    first && {
      diff: first.changes.map(({ text }) => `${text}\n`).join(''),
      files: new Set(first.changes.map(change => change.path)).size,
      ...(all.length > 1 ? { repository: first.name } : {}),
      others: others.map(({ name }) => name),
    }
  );
}

async function changed(
  repository: Repository,
): Promise<{ readonly name: string; readonly changes: readonly FileChange[] }> {
  const changes = [...(await stagedIn(repository)), ...(await unstagedIn(repository))];
  return { name: path.basename(repository.root.fsPath), changes };
}
