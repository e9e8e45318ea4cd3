// The first step of `npm run bench`: bundles main.ts beside this file and runs it. Needs `npm ci` to have run.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';

process.chdir(path.join(import.meta.dirname, '..', '..'));
const launcher = path.join('dist', 'test', 'bench', 'main.mjs');

await build({
  entryPoints: [path.join('test', 'bench', 'main.ts')],
  outfile: launcher,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
const child = spawn(process.execPath, ['--enable-source-maps', launcher, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
child.once('exit', code => process.exit(code ?? 1));
// Whoever ends this process means the launcher, which ends what it started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
