import * as vscode from 'vscode';
import { call, get, gitApi } from './gitApi';

/**
 * What has changed since the last commit, as VS Code's own Git extension tells it: staged and not, of the repository that the
 * active editor is in, else of the first with changes. Undefined where there is no repository or nothing has changed.
 */
export async function gitChanges(): Promise<string | undefined> {
  const api = await gitApi();
  const file = vscode.window.activeTextEditor?.document.uri;
  const own = file && call(api, 'getRepository', file);
  const all = get(api, 'repositories');
  for (const repository of [own, ...(Array.isArray(all) ? all : [])]) {
    // `true`: what is staged; a new file is no change before it is.
    const staged: unknown = await call(repository, 'diff', true);
    const unstaged: unknown = await call(repository, 'diff', false);
    const changes = [staged, unstaged].filter(text => typeof text === 'string').join('');
    if (changes.trim() !== '') return changes;
  }
  return undefined;
}
