import * as vscode from 'vscode';

/**
 * What has changed since the last commit, as VS Code's own Git extension tells it: staged and not, of the repository that the
 * active editor is in, else of the first with changes. Undefined where there is no repository or nothing has changed.
 *
 * https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts; nothing of it is taken on trust.
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

/** Undefined where Git is switched off or not installed: VS Code throws then. */
async function gitApi(): Promise<unknown> {
  try {
    const exported: unknown = await vscode.extensions.getExtension<unknown>('vscode.git')?.activate();
    return call(exported, 'getAPI', 1);
  } catch {
    return undefined;
  }
}

/** Also what an object has from its class, as here. */
function get(target: unknown, name: string): unknown {
  return typeof target === 'object' && target !== null ? Reflect.get(target, name) : undefined;
}

function call(target: unknown, method: string, argument: unknown): unknown {
  const found = get(target, method);
  return typeof found === 'function' ? Reflect.apply(found, target, [argument]) : undefined;
}
