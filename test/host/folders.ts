import path from 'node:path';

/** `run.mjs` starts everything in the project's root, and what it starts stays there. */
export const projectRoot = process.cwd();

/** What is downloaded once and the profiles of `npm start`. Ignored by git. */
export const cacheFolder = path.join(projectRoot, '.vscode-test');

/** The launcher, the tests and their results, bundled or written by this folder's files. */
export const bundleFolder = path.join(projectRoot, 'dist', 'test');

/** `C:\a` becomes `/C:/a`, as VS Code's addresses have it. */
export function forwardSlashes(file: string): string {
  const slashed = file.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}
