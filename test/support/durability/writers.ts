import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { build } from 'esbuild';
import { bundleFolder } from '../../host/folders';
import type { WriterTask } from './task';

export interface Writer {
  /** Resolves when it waits for `go`. */
  readonly ready: Promise<void>;
  /** Every whole line that it has said, once it has ended. */
  readonly lines: Promise<readonly string[]>;
  go(): void;
  kill(): void;
}

/** Bundles the process that writes; resolves to what starts one. */
export async function bundleWriter(): Promise<(task: WriterTask) => Writer> {
  const file = path.join(bundleFolder, 'durability', 'writerProcess.mjs');
  await build({
    entryPoints: [path.join('test', 'support', 'durability', 'writerProcess.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  return task => follow(spawn(process.execPath, [file, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'inherit'] }));
}

function follow(child: ChildProcessByStdio<Writable, Readable, null>): Writer {
  let said = '';
  child.stdout.setEncoding('utf8');
  // It may have been killed before it reads.
  child.stdin.on('error', () => undefined);
  const ready = new Promise<void>(resolve => {
    child.stdout.on('data', (text: string) => {
      said += text;
      resolve();
    });
    child.once('close', () => resolve());
  });
  const lines = new Promise<readonly string[]>((resolve, reject) => {
    child.once('error', reject);
    // What stands behind the last end of a line was never said as a whole.
    child.once('close', () => resolve(said.split('\n').slice(0, -1)));
  });
  return {
    ready,
    lines,
    go: () => void child.stdin.write('go\n'),
    kill: () => void child.kill('SIGKILL'),
  };
}
