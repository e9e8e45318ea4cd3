import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { desktopVSCode, type VSCodeAge } from './cache';
import { makeTemporaryFolder } from './temporaryFolder';

/** The VS Code to use, and why that one. */
export type VSCodeChoice =
  | { readonly kind: 'desktop'; readonly executable: string; readonly why: string }
  | { readonly kind: 'server'; readonly why: string };

const onWindows = process.platform === 'win32';

/** The extension needs VS Code 1.106: see `engines` in package.json. */
const leastMinor = 106;

/** How long `code --version` may take, in milliseconds. */
const versionPatience = 20_000;

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return folders.map(folder => path.join(folder, name)).find(file => existsSync(file));
}

/** A program that gives VS Code a display of its own, where there is none. */
export function virtualDisplay(): string | undefined {
  return hasDisplay() ? undefined : onPath('xvfb-run');
}

export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** The user's own VS Code, or why it is not used. */
export type InstalledVSCode = { readonly executable: string } | { readonly problem: string };

async function versionOf(code: string): Promise<string> {
  // As root it answers nothing else without these two.
  const forRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--user-data-dir', await makeTemporaryFolder()] : [];
  return execFileSync(onWindows ? `"${code}"` : code, ['--version', ...forRoot], {
    encoding: 'utf8',
    shell: onWindows,
    stdio: 'pipe',
    timeout: versionPatience,
  });
}

/** Checks whether the program `code` is a VS Code that works and is recent enough for the extension. */
export async function checkInstalled(code: string): Promise<InstalledVSCode> {
  let answer: string;
  try {
    answer = await versionOf(code);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    return { problem: `it does not say its version (${reason})` };
  }
  const [version, major, minor] = /^(\d+)\.(\d+)\.\d+/m.exec(answer) ?? [];
  if (!version) return { problem: 'it does not say its version' };
  if (Number(major) === 1 && Number(minor) < leastMinor) {
    return { problem: `it is ${version}, and the extension needs 1.${leastMinor} or later` };
  }
  // code.cmd would return at once; the program itself lies beside its folder.
  const executable = onWindows ? path.join(path.dirname(code), '..', 'Code.exe') : code;
  return existsSync(executable) ? { executable } : { problem: `there is no ${executable}` };
}

async function installedVSCode(): Promise<string | undefined> {
  // In the terminal of a remote VS Code, `code` is a messenger to that one and cannot start another.
  if (process.env['VSCODE_IPC_HOOK_CLI']) return undefined;
  const code = onPath(onWindows ? 'code.cmd' : 'code');
  if (!code) return undefined;
  const installed = await checkInstalled(code);
  if ('executable' in installed) return installed.executable;
  console.error(`The VS Code at ${code} is not used: ${installed.problem}.`);
  return undefined;
}

async function findDesktop(purpose: 'tests' | 'use', age: VSCodeAge): Promise<VSCodeChoice> {
  if (!hasDisplay() && (purpose === 'use' || !virtualDisplay())) {
    const missing = purpose === 'use' ? 'no display' : 'no display and no xvfb-run';
    return { kind: 'server', why: `a desktop VS Code needs a display, and there is ${missing}` };
  }
  const installed = purpose === 'use' ? await installedVSCode() : undefined;
  if (installed) return { kind: 'desktop', executable: installed, why: 'it is installed' };
  try {
    return {
      kind: 'desktop',
      executable: await desktopVSCode(age),
      why: 'downloaded from its makers, or found in .vscode-test',
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'server', why: `a desktop VS Code cannot be downloaded: ${reason}` };
  }
}

/**
 * Chooses between a desktop VS Code and the server of cache.ts, and says which and why. ENDPOINT_CHAT_VSCODE, `desktop`
 * or `server`, forces one.
 */
export async function chooseVSCode(purpose: 'tests' | 'use', age: VSCodeAge = 'newest'): Promise<VSCodeChoice> {
  const forced = process.env['ENDPOINT_CHAT_VSCODE'];
  const choice: VSCodeChoice =
    forced === 'server' ? { kind: 'server', why: 'ENDPOINT_CHAT_VSCODE=server' } : await findDesktop(purpose, age);
  if (forced === 'desktop' && choice.kind !== 'desktop')
    throw new Error(`ENDPOINT_CHAT_VSCODE=desktop, but ${choice.why}.`);
  const name = choice.kind === 'desktop' ? `desktop, ${choice.executable}` : 'the server from npm, in a browser';
  console.error(`VS Code, the ${age}: ${name} (${choice.why}).`);
  return choice;
}
