// `npm test`: builds, lints, type-checks and runs every suite but the slow one. `npm test -- unit page` runs only these
// suites, and `-- --grep words` only the tests whose title has these words.
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleRunners, bundleTests, type RunnerBundles } from './bundles';
import { codeServerFolder, environmentFor, nodeForVSCode, type VSCodeAge } from './cache';
import { bundleFolder, projectRoot } from './folders';
import { type MochaResult, mochaEnvironment } from './mochaRunner';
import { runCommand, runNpm } from './processes';
import { packagedEnvironment } from './release/installed';
import { runInHost } from './runInHost';
import { chooseVSCode } from './vscodeChoice';

interface Suite {
  /** Also the folder of `test` that its `*.test.ts` files are in, unless another is named. */
  readonly name: string;
  readonly folder?: string;
  readonly where: 'node' | 'extensionHost';
  /** Of the VS Code that it runs in; the newest where none is named. */
  readonly age?: VSCodeAge;
  /** The extension is installed from a VSIX, as users get it. */
  readonly packaged?: true;
  /** Only the tests that have this in their title. */
  readonly only?: string;
  /** Milliseconds for each test. */
  readonly timeout: number;
  /** It takes minutes, and is left out when all suites run. */
  readonly onlyWhenNamed?: true;
}

const suites: readonly Suite[] = [
  // A guard against what hangs, no measure: a busy machine takes long for nothing at all.
  { name: 'unit', where: 'node', timeout: 120_000 },
  { name: 'integration', where: 'extensionHost', timeout: 180_000 },
  { name: 'page', where: 'node', timeout: 180_000 },
  { name: 'host', where: 'node', timeout: 600_000 },
  { name: 'oldestIntegration', folder: 'integration', where: 'extensionHost', timeout: 180_000, age: 'oldest' },
  { name: 'oldestHost', folder: 'host', where: 'node', timeout: 600_000, age: 'oldest', only: 'openai protocol' },
  { name: 'packagedHost', folder: 'host', where: 'node', timeout: 600_000, packaged: true, only: 'openai protocol' },
  { name: 'durability', where: 'node', timeout: 3_600_000, onlyWhenNamed: true },
  { name: 'slow', where: 'node', timeout: 420_000, onlyWhenNamed: true },
];

/**
 * How long to look for a name that nobody knows. As it is usually set, a question that gets lost on the way to the name server
 * takes longer than our own limit for a connection, and is told as something else.
 */
const nameResolution = { RES_OPTIONS: 'timeout:1 attempts:1' };

/** Runs a script of package.json; one that fails counts as one failure. */
async function check(script: string): Promise<number> {
  console.log(`\n▶ ${script}`);
  const code = await runNpm(['run', '--silent', script]);
  if (code !== 0) console.log(`✖ npm run ${script} failed.`);
  return code === 0 ? 0 : 1;
}

/** Downloads what the suites need and is not there, so that none skips a test because a later one would bring it. */
async function prepareVSCode(): Promise<void> {
  const { kind } = await chooseVSCode('tests');
  if (kind === 'desktop') return;
  for (const age of ['newest', 'oldest'] as const) {
    await codeServerFolder(age);
    await nodeForVSCode(age);
  }
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
  const { age = 'newest' } = suite;
  const files = await bundleTests(suite.folder ?? suite.name, suite.where);
  const title = grep ?? suite.only;
  const run = { files, timeout: suite.timeout, resultFile, ...(title === undefined ? {} : { grep: title }) };
  const environment = { ...mochaEnvironment(run), ...(suite.packaged ? await packagedEnvironment() : {}) };
  const code =
    suite.where === 'node'
      ? await runCommand(process.execPath, ['--enable-source-maps', runners.mochaInNode], {
          environment: { ...process.env, ...nameResolution, ...environment, ...environmentFor(age) },
        })
      : await runInHost({
          extensionDevelopmentPath: projectRoot,
          extensionTestsPath: runners.mochaInHost,
          serverExecutable: runners.serverExecutable,
          environment,
          age,
        });
  const result = await readResult(resultFile);
  if (!result) console.log(`✖ ${suite.name} ended with code ${code} before its tests did.`);
  else if (code !== 0 && result.failed === 0) console.log(`✖ ${suite.name} ended with code ${code}.`);
  else return result;
  return { passed: 0, skipped: 0, ...result, failed: 1, failures: [`${suite.name} ended with code ${code}.`] };
}

async function runSuiteSafely(suite: Suite, runners: RunnerBundles, grep: string | undefined): Promise<MochaResult> {
  try {
    const result = await runSuite(suite, runners, grep);
    if (result.skipped > 0) console.log(`${result.skipped} skipped in ${suite.name}.`);
    if (result.passed + result.failed > 0 || grep !== undefined) return result;
    console.log(`✖ ${suite.name} has run no tests.`);
  } catch (error) {
    const failure = `${suite.name}: ${error instanceof Error ? error.message : error}`;
    console.log(`✖ ${failure}`);
    return { passed: 0, failed: 1, skipped: 0, failures: [failure] };
  }
  return { passed: 0, failed: 1, skipped: 0, failures: [`${suite.name} has run no tests.`] };
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
  const failures: string[] = [];
  let failed = await check('build');
  if (positionals.length === 0) {
    failed += (await check('lint')) + (await check('typecheck'));
    // What cannot be had fails the suite that needs it.
    await prepareVSCode().catch(error => console.log(String(error)));
  }
  const runners = await bundleRunners();
  for (const suite of suites) {
    if (positionals.length > 0 ? !positionals.includes(suite.name) : suite.onlyWhenNamed) continue;
    const result = await runSuiteSafely(suite, runners, values.grep);
    passed += result.passed;
    failed += result.failed;
    failures.push(...result.failures);
  }
  if (passed + failed === 0) {
    console.log(`✖ No test has "${values.grep}" in its title.`);
    failed = 1;
  }
  // Once more where everybody looks: the reports of the suites are thousands of lines up.
  for (const failure of failures) console.log(`\n✖ ${failure}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
