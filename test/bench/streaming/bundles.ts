import { createRequire } from 'node:module';
import path from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { bundleFolder, projectRoot } from '../../host/folders';
import { peerModules } from '../peers';

/** The clients by the name that the table shows, and the file in `clients` of each. */
export const clients = {
  ours: 'ours.ts',
  'node:http + hand parser': 'nodeHttp.ts',
  'undici dispatch + hand parser': 'undici.ts',
  openai: 'openai.mjs',
  'AI SDK': 'aiSdk.mjs',
} as const;

export type ClientName = keyof typeof clients;

export interface Bundles {
  readonly loadServer: string;
  readonly clientProcess: string;
  /** The file of a client, with everything that it needs. */
  readonly client: (name: ClientName) => string;
}

const source = path.join('test', 'bench', 'streaming');
const folder = path.join(bundleFolder, 'bench', 'streaming');

const { undici }: { undici: Plugin } = createRequire(import.meta.url)(path.join(projectRoot, 'esbuild.js'));

/** As esbuild.js makes the network part that ships, production build; for the peers the same. */
const asShipped: BuildOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  legalComments: 'none',
  logLevel: 'error',
  plugins: [undici],
};

const forProcesses: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  packages: 'external',
  logLevel: 'warning',
};

export async function bundleAll(): Promise<Bundles> {
  const entryPoints = Object.values(clients).map(file => path.join(source, 'clients', file));
  await build({ ...asShipped, entryPoints, outdir: path.join(folder, 'clients'), nodePaths: [await peerModules()] });
  const processes = ['loadServer.ts', 'clientProcess.ts'].map(file => path.join(source, file));
  await build({ ...forProcesses, entryPoints: processes, outdir: folder });
  return {
    loadServer: path.join(folder, 'loadServer.mjs'),
    clientProcess: path.join(folder, 'clientProcess.mjs'),
    client: name => path.join(folder, 'clients', `${path.parse(clients[name]).name}.js`),
  };
}
