import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { environmentFor, type VSCodeAge } from './cache';
import { projectRoot } from './folders';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporaryFolder';
import { chooseVSCode, virtualDisplay } from './vscodeChoice';

export interface HostRun {
  readonly extensionDevelopmentPath: string;
  /** A module that exports `run()`. */
  readonly extensionTestsPath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly age: VSCodeAge;
  /** Stands in for a desktop VS Code where there is none. */
  readonly serverExecutable: string;
}

const variable = 'ENDPOINT_CHAT_HOST_RUN';

/** The environment in which a process finds, with `hostRunOf`, what to run. */
export function hostRunEnvironment(run: HostRun): Readonly<Record<string, string>> {
  return { [variable]: JSON.stringify(run) };
}

export function hostRunOf(environment: NodeJS.ProcessEnv): HostRun {
  return JSON.parse(environment[variable] ?? '{}');
}

/** Writes a program that runs another with the arguments that it gets itself. */
async function writeWrapper(file: string, posix: string, windows: string): Promise<string> {
  const onWindows = process.platform === 'win32';
  const wrapper = onWindows ? `${file}.cmd` : file;
  await writeFile(wrapper, onWindows ? `@${windows} %*\r\n` : `#!/bin/sh\nexec ${posix} "$@"\n`, { mode: 0o755 });
  return wrapper;
}

async function findExecutable(folder: string, { serverExecutable, age }: HostRun): Promise<string> {
  const choice = await chooseVSCode('tests', age);
  if (choice.kind === 'server') {
    // Windows knows no `#!` line.
    if (process.platform !== 'win32') return serverExecutable;
    return writeWrapper(path.join(folder, 'server'), '', `"${process.execPath}" "${serverExecutable}"`);
  }
  const display = virtualDisplay();
  return display
    ? writeWrapper(path.join(folder, 'code'), `"${display}" -a "${choice.executable}"`, '')
    : choice.executable;
}

/** Runs a test module inside the extension host of a VS Code, with a profile of its own, and resolves to the exit code. */
export async function runInHost(run: HostRun): Promise<number> {
  const folder = await makeTemporaryFolder();
  const workspace = path.join(folder, 'workspace');
  const extensions = path.join(folder, 'extensions');
  const data = path.join(folder, 'data');
  await mkdir(workspace);
  // In a browser VS Code saves a second after a change, and ends an undo step with it: on the desktop, only when it is told to.
  await mkdir(path.join(data, 'User'), { recursive: true });
  await writeFile(path.join(data, 'User', 'settings.json'), JSON.stringify({ 'files.autoSave': 'off' }));
  // Those of others, which use what ours offers.
  await cp(path.join(projectRoot, 'test', 'fixtures', 'extensions'), extensions, { recursive: true });
  try {
    await runTests({
      vscodeExecutablePath: await findExecutable(folder, run),
      extensionDevelopmentPath: run.extensionDevelopmentPath,
      extensionTestsPath: run.extensionTestsPath,
      extensionTestsEnv: { ...run.environment, ...environmentFor(run.age) },
      launchArgs: [workspace, `--user-data-dir=${data}`, `--extensions-dir=${extensions}`],
    });
    return 0;
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    await removeTemporaryFolder(folder);
  }
}
