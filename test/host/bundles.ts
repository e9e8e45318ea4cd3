import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { bundleFolder, projectRoot } from './folders';

/** For Node: dependencies stay where they are. */
const forNode: BuildOptions = {
  outbase: 'test',
  outdir: bundleFolder,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  packages: 'external',
  loader: { '.svg': 'text' },
  sourcemap: 'inline',
  metafile: true,
  logLevel: 'warning',
};

/** VS Code 1.106 loads tests and extensions as CommonJS. */
const forExtensionHost: BuildOptions = { ...forNode, format: 'cjs', outExtension: {}, external: ['vscode'] };

async function bundle(options: BuildOptions): Promise<readonly string[]> {
  const { metafile } = await build(options);
  return Object.keys(metafile?.outputs ?? {}).map(file => path.join(projectRoot, file));
}

/** Where tests run: in Node, in Node with a browser that they drive, or in VS Code. */
export type Place = 'node' | 'browser' | 'extensionHost';

const optionsFor: Readonly<Record<Place, BuildOptions>> = {
  node: forNode,
  // What files share, such as the browser, is in files of its own, and so there once.
  browser: { ...forNode, splitting: true, chunkNames: 'shared/[name]-[hash]' },
  extensionHost: forExtensionHost,
};

/** Bundles every `*.test.ts` of a folder of `test`, each into a file of its own, and resolves to these files. */
export async function bundleTests(folder: string, place: Place): Promise<readonly string[]> {
  const files = await bundle({ ...optionsFor[place], entryPoints: [`test/${folder}/**/*.test.ts`] });
  return files.filter(file => /\.test\.m?js$/.test(file));
}

/** What is started as a process of its own, or by VS Code. */
export interface RunnerBundles {
  /** Runs a suite in Node. */
  readonly mochaInNode: string;
  /** Runs a suite in a VS Code. */
  readonly mochaInVSCode: string;
  /** The module that the extension host runs. */
  readonly mochaInHost: string;
  /** The stand-in for a desktop VS Code's executable. */
  readonly serverExecutable: string;
}

export async function bundleRunners(): Promise<RunnerBundles> {
  const host = path.join(bundleFolder, 'host');
  await bundle({ ...forNode, entryPoints: ['test/host/mochaInNode.ts', 'test/host/mochaInVSCode.ts'] });
  await bundle({ ...forExtensionHost, entryPoints: ['test/host/mochaInHost.ts'] });
  const banner = { js: '#!/usr/bin/env node' };
  await bundle({ ...forNode, entryPoints: ['test/host/serverExecutable.ts'], banner });
  const serverExecutable = path.join(host, 'serverExecutable.mjs');
  await chmod(serverExecutable, 0o755);
  return {
    mochaInNode: path.join(host, 'mochaInNode.mjs'),
    mochaInVSCode: path.join(host, 'mochaInVSCode.mjs'),
    mochaInHost: path.join(host, 'mochaInHost.js'),
    serverExecutable,
  };
}
