import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cacheFolder } from './folders';

/** The VS Code to use, and why that one. */
export type VSCodeChoice =
  | { readonly kind: 'desktop'; readonly executable: string; readonly why: string }
  | { readonly kind: 'server'; readonly why: string };

/** How long a download may stand still. */
const downloadPatience = 10_000;

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

/** The user's own VS Code, when it is recent enough for the extension. */
function installedVSCode(): string | undefined {
  // In the terminal of a remote VS Code, `code` is a messenger to that one and cannot start another.
  if (process.env['VSCODE_IPC_HOOK_CLI']) return undefined;
  const code = onPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  if (!code) return undefined;
  const onWindows = process.platform === 'win32';
  const answer = execFileSync(onWindows ? `"${code}"` : code, ['--version'], { encoding: 'utf8', shell: onWindows });
  const [major = 0, minor = 0] = answer.split('.').map(Number);
  if (major === 1 && minor < 106) return undefined;
  return onWindows ? path.join(path.dirname(code), '..', 'Code.exe') : code;
}

async function findDesktop(purpose: 'tests' | 'use'): Promise<VSCodeChoice> {
  if (!hasDisplay() && (purpose === 'use' || !virtualDisplay())) {
    const missing = purpose === 'use' ? 'no display' : 'no display and no xvfb-run';
    return { kind: 'server', why: `a desktop VS Code needs a display, and there is ${missing}` };
  }
  const installed = purpose === 'use' ? installedVSCode() : undefined;
  if (installed) return { kind: 'desktop', executable: installed, why: 'it is installed' };
  try {
    const executable = await downloadAndUnzipVSCode({ cachePath: cacheFolder, timeout: downloadPatience });
    return { kind: 'desktop', executable, why: 'downloaded from its makers, or found in .vscode-test' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'server', why: `a desktop VS Code cannot be downloaded: ${reason}` };
  }
}

/**
 * Chooses between a desktop VS Code and the server of cache.ts, and says which and why. ENDPOINT_CHAT_VSCODE, `desktop`
 * or `server`, forces one.
 */
export async function chooseVSCode(purpose: 'tests' | 'use'): Promise<VSCodeChoice> {
  const forced = process.env['ENDPOINT_CHAT_VSCODE'];
  const choice: VSCodeChoice =
    forced === 'server' ? { kind: 'server', why: 'ENDPOINT_CHAT_VSCODE=server' } : await findDesktop(purpose);
  if (forced === 'desktop' && choice.kind !== 'desktop')
    throw new Error(`ENDPOINT_CHAT_VSCODE=desktop, but ${choice.why}.`);
  const name = choice.kind === 'desktop' ? `desktop, ${choice.executable}` : 'the server from npm, in a browser';
  console.error(`VS Code: ${name} (${choice.why}).`);
  return choice;
}
