// `npm test`: builds, lints, type-checks and runs every suite but the slow one. `npm test -- unit page` runs only these
// suites, and `-- --grep words` only the tests whose title has these words.
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleRunners, bundleTests, type RunnerBundles } from './bundles';
import { bundleFolder, projectRoot } from './folders';
import { type MochaResult, mochaEnvironment } from './mochaRunner';
import { runCommand, runNpm } from './processes';
import { runInHost } from './runInHost';

interface Suite {
  /** The folder of `test` that its `*.test.ts` files are in. */
  readonly name: string;
  readonly where: 'node' | 'extensionHost';
  /** Milliseconds for each test. */
  readonly timeout: number;
  /** It takes minutes, and is left out when all suites run. */
  readonly onlyWhenNamed?: true;
}

const suites: readonly Suite[] = [
  { name: 'unit', where: 'node', timeout: 10_000 },
  { name: 'integration', where: 'extensionHost', timeout: 30_000 },
  { name: 'page', where: 'node', timeout: 60_000 },
  { name: 'host', where: 'node', timeout: 180_000 },
  { name: 'slow', where: 'node', timeout: 420_000, onlyWhenNamed: true },
];

/** Runs a script of package.json; one that fails counts as one failure. */
async function check(script: string): Promise<number> {
  console.log(`\n▶ ${script}`);
  const code = await runNpm(['run', '--silent', script]);
  if (code !== 0) console.log(`✖ npm run ${script} failed.`);
  return code === 0 ? 0 : 1;
}

async function readResult(file: string): Promise<MochaResult | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Bundles and runs a suite. One that does not get to its result, or ends badly without a failed test, is one failure. */
async function runSuite(suite: Suite, runners: RunnerBundles, grep: string | undefined): Promise<MochaResult> {
  console.log(`\n▶ ${suite.name}`);
  const resultFile = path.join(bundleFolder, 'results', `${suite.name}.json`);
  await mkdir(path.dirname(resultFile), { recursive: true });
  await rm(resultFile, { force: true });
  const files = await bundleTests(suite.name, suite.where);
  const environment = mochaEnvironment({
    files,
    timeout: suite.timeout,
    resultFile,
    ...(grep === undefined ? {} : { grep }),
  });
  const code =
    suite.where === 'node'
      ? await runCommand(process.execPath, ['--enable-source-maps', runners.mochaInNode], {
          environment: { ...process.env, ...environment },
        })
      : await runInHost({
          extensionDevelopmentPath: projectRoot,
          extensionTestsPath: runners.mochaInHost,
          serverExecutable: runners.serverExecutable,
          environment,
        });
  const result = await readResult(resultFile);
  if (!result) console.log(`✖ ${suite.name} ended with code ${code} before its tests did.`);
  else if (code !== 0 && result.failed === 0) console.log(`✖ ${suite.name} ended with code ${code}.`);
  else return result;
  return { passed: result?.passed ?? 0, failed: 1, skipped: result?.skipped ?? 0 };
}

async function runSuiteSafely(suite: Suite, runners: RunnerBundles, grep: string | undefined): Promise<MochaResult> {
  try {
    const result = await runSuite(suite, runners, grep);
    if (result.skipped > 0) console.log(`${result.skipped} skipped in ${suite.name}.`);
    if (result.passed + result.failed > 0 || grep !== undefined) return result;
    console.log(`✖ ${suite.name} has run no tests.`);
  } catch (error) {
    console.log(`✖ ${suite.name}: ${error instanceof Error ? error.message : error}`);
  }
  return { passed: 0, failed: 1, skipped: 0 };
}

/** Resolves to the exit code. The last line it prints is the sum of everything. */
export async function test(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { grep: { type: 'string' } },
  });
  const unknown = positionals.find(name => !suites.some(suite => suite.name === name));
  if (unknown) throw new Error(`There is no suite "${unknown}": ${suites.map(({ name }) => name).join(', ')}.`);

  let passed = 0;
  let failed = await check('build');
  if (positionals.length === 0) failed += (await check('lint')) + (await check('typecheck'));
  const runners = await bundleRunners();
  for (const suite of suites) {
    if (positionals.length > 0 ? !positionals.includes(suite.name) : suite.onlyWhenNamed) continue;
    const result = await runSuiteSafely(suite, runners, values.grep);
    passed += result.passed;
    failed += result.failed;
  }
  if (passed + failed === 0) {
    console.log(`✖ No test has "${values.grep}" in its title.`);
    failed = 1;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
