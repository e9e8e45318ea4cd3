import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface ProcessOptions {
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Called for every line of stdout and stderr; without it both go to this process's own. */
  readonly onLine?: (line: string) => void;
  readonly shell?: boolean;
  /** For `runCommand`: killed at the end of this process, not asked. npm does not stop an install when it is asked to. */
  readonly killAtEnd?: boolean;
}

const isWindows = process.platform === 'win32';
const groups = new Set<ChildProcess>();
const commands = new Set<ChildProcess>();

/** A process with everything that it started: a VS Code server leaves its extension hosts behind when it is killed alone. */
function killGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (isWindows) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
}

process.on('exit', () => {
  for (const child of groups) killGroup(child, 'SIGKILL');
  for (const child of commands) child.kill();
});
// Without a listener these end Node before `exit` is emitted.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', onLine);
}

function spawnWith(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
  more: SpawnOptions,
): ChildProcess {
  const output = options.onLine ? 'pipe' : 'inherit';
  const child = spawn(command, args, {
    ...more,
    cwd: options.folder,
    shell: options.shell ?? false,
    env: options.environment ?? process.env,
    stdio: ['ignore', output, output],
  });
  if (options.onLine) {
    forwardLines(child.stdout, options.onLine);
    forwardLines(child.stderr, options.onLine);
  }
  return child;
}

/** Starts a process that ends with this one at the latest, together with everything that it starts. */
export function startProcess(command: string, args: readonly string[], options: ProcessOptions = {}): ChildProcess {
  const child = spawnWith(command, args, options, { detached: !isWindows });
  groups.add(child);
  return child;
}

/** Ends what `startProcess` started, and waits until it has ended. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  killGroup(child, 'SIGTERM');
  const impatience = setTimeout(() => killGroup(child, 'SIGKILL'), 3000);
  await ended;
  clearTimeout(impatience);
  killGroup(child, 'SIGKILL');
  groups.delete(child);
}

/** Runs a command, which ends with this process at the latest, and resolves to its exit code; rejects when it cannot be started. */
export function runCommand(command: string, args: readonly string[], options: ProcessOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = options.killAtEnd ? startProcess(command, args, options) : spawnWith(command, args, options, {});
    if (!options.killAtEnd) commands.add(child);
    child.once('error', reject);
    child.once('close', code => {
      groups.delete(child);
      commands.delete(child);
      resolve(code ?? 1);
    });
  });
}

/** Runs npm and resolves to its exit code. */
export function runNpm(args: readonly string[], options: ProcessOptions = {}): Promise<number> {
  // npm tells its scripts where it is. Its plain name alone does not do on Windows, where it is no executable.
  const npm = process.env['npm_execpath'];
  return npm
    ? runCommand(process.execPath, [npm, ...args], options)
    : runCommand(isWindows ? 'npm.cmd' : 'npm', args, { ...options, shell: isWindows });
}
