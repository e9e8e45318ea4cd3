import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../host/folders';
import { runNpm } from '../host/processes';

/** What we are measured against. No dependency of the project: installed when somebody measures, into the cache. */
const peers: Readonly<Record<string, string>> = {
  openai: '7.57.0',
  ai: '7.0.173',
  '@ai-sdk/openai-compatible': '3.0.92',
  marked: '18.2.1',
  'streaming-markdown': '0.2.15',
  '@incremark/core': '0.3.10',
};

/** The folder of modules that has the peers, installed once and again when a version above has changed. */
export async function peerModules(): Promise<string> {
  const shelf = path.join(cacheFolder, 'bench-peers');
  const marker = path.join(shelf, 'installed.json');
  const wanted = JSON.stringify(peers);
  if ((await readFile(marker, 'utf8').catch(() => undefined)) !== wanted) {
    console.error('Downloading the peers from npm, once…');
    await rm(shelf, { recursive: true, force: true });
    await mkdir(shelf, { recursive: true });
    await install(shelf);
    // Last: an interrupted download has no marker and is done again.
    await writeFile(marker, wanted);
  }
  return path.join(shelf, 'node_modules');
}

/** What npm says is shown only when it fails. */
async function install(folder: string): Promise<void> {
  const lines: string[] = [];
  const packages = Object.entries(peers).map(([name, version]) => `${name}@${version}`);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await runNpm(['install', '--no-save', '--prefix', folder, ...packages, ...quiet], {
    folder,
    killAtEnd: true,
    onLine: line => lines.push(line),
  });
  if (code !== 0) throw new Error(`npm install of the peers failed:\n${lines.join('\n')}`);
}
