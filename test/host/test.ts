// `npm test`: builds, lints, type-checks and runs every suite but those that only run by name. `npm test -- unit page` runs only
// these suites, and `-- --grep words` only the tests whose title has these words.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { findBrowser } from './browser';
import { bundleRunners } from './bundles';
import { codeServerFolder, nodeForVSCode } from './cache';
import { doInOrder, type Job } from './inOrder';
import { failedResult, type MochaResult, slowestOf } from './mochaRunner';
import { runNpm } from './processes';
import { jobOf, partsOf } from './runSuite';
import { type Suite, suites } from './suites';
import { chooseVSCode } from './vscodeChoice';

/** One more than there are cores, for what one waits for; no more than a small machine has memory for. */
const AT_ONCE = Math.min(4, availableParallelism() + 1);

const nothing: MochaResult = { passed: 0, failed: 0, skipped: 0, failures: [], slowest: [] };

/** Runs a script of package.json; one that fails counts as one failure. */
function check(script: string): Job<MochaResult> {
  return async print => {
    print(`\n▶ ${script}`);
    const code = await runNpm(['run', '--silent', script], { onLine: print });
    if (code === 0) return nothing;
    print(`✖ npm run ${script} failed.`);
    return failedResult(`npm run ${script} failed.`);
  };
}

/** Downloads what the suites need and is not there: two parts that run at the same time would come into each other's way. */
async function prepare(wanted: readonly Suite[]): Promise<void> {
  const attempt = (download: Promise<unknown>) => download.catch(error => console.log(String(error)));
  if (wanted.some(({ where }) => where !== 'node')) await attempt(findBrowser());
  for (const { age, where } of wanted) {
    if (!age) continue;
    // A browser opens VS Code's server; the extension host may be that of a desktop VS Code, which is there then.
    if (where === 'extensionHost' && (await chooseVSCode('tests', age)).kind === 'desktop') continue;
    await attempt(codeServerFolder(age));
    await attempt(nodeForVSCode(age));
  }
}

/** The suites that are named, or all that need not be. */
function suitesNamed(names: readonly string[]): readonly Suite[] {
  const unknown = names.find(name => !suites.some(suite => suite.name === name));
  if (unknown) throw new Error(`There is no suite "${unknown}": ${suites.map(({ name }) => name).join(', ')}.`);
  return suites.filter(({ name, onlyWhenNamed }) => (names.length > 0 ? names.includes(name) : !onlyWhenNamed));
}

function sumOf(results: readonly MochaResult[]): MochaResult {
  return results.reduce((sum, result) => ({
    passed: sum.passed + result.passed,
    failed: sum.failed + result.failed,
    skipped: sum.skipped + result.skipped,
    failures: [...sum.failures, ...result.failures],
    slowest: slowestOf([...sum.slowest, ...result.slowest]),
  }));
}

/** What everybody looks at: the reports of the suites are thousands of lines up. The last line is the sum of everything. */
function report({ passed, failed, failures, slowest }: MochaResult): void {
  console.log('\nThe slowest:');
  for (const { title, milliseconds } of slowest)
    console.log(`${(milliseconds / 1000).toFixed(1).padStart(8)} s  ${title}`);
  for (const failure of failures) console.log(`\n✖ ${failure}`);
  console.log(`\n${passed} passed, ${failed} failed`);
}

/** Resolves to the exit code. */
export async function test(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { grep: { type: 'string' } },
  });
  const wanted = suitesNamed(positionals);
  const print = (line: string) => console.log(line);
  const built = await check('build')(print);
  const everything = positionals.length === 0;
  // What cannot be had fails the suite that needs it.
  await prepare(wanted);
  const runners = await bundleRunners();
  const parts = await partsOf(wanted, values.grep);
  const checks = everything ? [check('lint'), check('typecheck')] : [];
  const jobs = [...checks, ...parts.map(part => jobOf(part, runners))];
  const result = sumOf([built, ...(await doInOrder(jobs, AT_ONCE, print))]);
  const none = result.passed + result.failed === 0;
  const failure = `No test has "${values.grep}" in its title.`;
  report(none ? failedResult(failure) : result);
  return none || result.failed > 0 ? 1 : 0;
}
