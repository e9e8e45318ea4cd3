// The first step of `npm start`, `npm test` and `npm run screenshots`: installs what is missing, bundles the launcher
// (main.ts beside this file) and runs it. Plain JavaScript with nothing but Node: a fresh clone has no node_modules.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const projectRoot = path.join(import.meta.dirname ?? fail('This Node is too old.'), '..', '..');
const launcher = path.join('dist', 'test', 'host', 'main.mjs');

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const recentEnough = major > 20 || (major === 20 && minor >= 19);
  if (!recentEnough) fail(`Endpoint Chat needs Node 20.19 or later; this is Node ${process.versions.node}.`);
}

/** Compares what npm says is installed, a file that it writes last, with what package-lock.json wants. */
function isInstalled() {
  const packagesOf = file => JSON.parse(readFileSync(file, 'utf8')).packages;
  try {
    const wanted = Object.entries(packagesOf('package-lock.json'));
    const installed = packagesOf(path.join('node_modules', '.package-lock.json'));
    return wanted.every(([folder, { version, optional }]) => {
      if (folder === '') return true;
      return folder in installed ? installed[folder].version === version : optional === true;
    });
  } catch {
    return false;
  }
}

function install() {
  console.error('Installing the development dependencies (npm ci)…');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail('npm ci failed: see above. Is the npm registry within reach?');
}

async function bundle() {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [path.join('test', 'host', 'main.ts')],
    outfile: launcher,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

checkNode();
process.chdir(projectRoot);
if (!isInstalled()) install();
await bundle();
const child = spawn(process.execPath, ['--enable-source-maps', launcher, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
child.once('exit', code => process.exit(code ?? 1));
// Whoever ends this process means the launcher.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
