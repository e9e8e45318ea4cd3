import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folders = new Set<string>();

/** What is being ended may still write while it goes. */
const patiently = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, patiently);
});

/**
 * Makes a folder that is gone when this process ends, at the latest. Its path is short: VS Code opens sockets in it, whose
 * path may have some hundred characters.
 */
export async function makeTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vscode-'));
  folders.add(folder);
  return folder;
}

export async function removeTemporaryFolder(folder: string): Promise<void> {
  await rm(folder, patiently);
  folders.delete(folder);
}
