import * as vscode from 'vscode';

/**
 * What VS Code's own Git extension offers to others; undefined where Git is switched off or not installed: VS Code throws then.
 *
 * https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts; nothing of it is taken on trust.
 */
export async function gitApi(): Promise<unknown> {
  try {
    const exported: unknown = await vscode.extensions.getExtension<unknown>('vscode.git')?.activate();
    return call(exported, 'getAPI', 1);
  } catch {
    return undefined;
  }
}

/** Also what an object has from its class, as here. */
export function get(target: unknown, name: string): unknown {
  return typeof target === 'object' && target !== null ? Reflect.get(target, name) : undefined;
}

/** Calls a method of an object that nobody has checked; undefined where it has none. What the method throws is not caught. */
export function call(target: unknown, method: string, argument: unknown): unknown {
  const found = get(target, method);
  return typeof found === 'function' ? Reflect.apply(found, target, [argument]) : undefined;
}
