import { execFile } from 'node:child_process';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { call, get, gitApi } from '../../src/vscode/sourceControl/gitApi';
import { makeTemporaryFolder } from '../host/temporaryFolder';
import { until } from './support';

/** A real Git repository in a folder of its own, opened in VS Code. */
export interface TestRepository {
  readonly root: vscode.Uri;
  git(...args: readonly string[]): Promise<void>;
  /** Writes a file, and waits until VS Code's Git extension knows of it. */
  write(name: string, text: string): Promise<void>;
  /** What is in the box for the commit message. */
  box(): string;
  setBox(text: string): void;
  /** The document that the box is, once the view has been shown. */
  document(): vscode.TextDocument | undefined;
  /** VS Code shows it no more. */
  close(): Promise<void>;
}

/** @param messages of the commits that it has, oldest first */
export async function testRepository(messages: readonly string[]): Promise<TestRepository> {
  // There as long as the extension host is: Git that runs late in a folder that is gone fails in VS Code's own extension, as a test would.
  const folder = await realpath(await makeTemporaryFolder());
  const root = vscode.Uri.file(folder);
  const git = async (...args: readonly string[]): Promise<void> => {
    const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    await promisify(execFile)('git', [...who, ...args], { cwd: folder });
  };
  await git('init', '--quiet');
  await writeFile(path.join(folder, 'sum.ts'), 'export const sum = 1;\n');
  await git('add', '.');
  for (const message of messages) await git('commit', '--quiet', '--allow-empty', '--message', message);
  await call(await gitApi(), 'openRepository', root);
  const api = await gitApi();
  const repository = (): unknown => call(api, 'getRepository', root);
  const box = (): unknown => get(repository(), 'inputBox');
  await until('VS Code opens the repository', () => typeof box() === 'object');
  const document = (): vscode.TextDocument | undefined =>
    vscode.workspace.textDocuments.find(
      ({ uri }) => uri.scheme === 'vscode-scm' && uri.query.includes(path.basename(folder)),
    );
  return {
    root,
    git,
    async write(name, text) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
      await call(repository(), 'status', undefined);
    },
    box: () => document()?.getText() ?? String(get(box(), 'value')),
    setBox(text) {
      const input = box();
      if (typeof input === 'object' && input !== null) Reflect.set(input, 'value', text);
    },
    document,
    async close() {
      await vscode.commands.executeCommand('git.close', root);
    },
  };
}
