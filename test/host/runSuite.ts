import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { bundleTests, type RunnerBundles } from './bundles';
import { environmentFor } from './cache';
import { bundleFolder, projectRoot } from './folders';
import type { Job } from './inOrder';
import { failedResult, type MochaResult, type MochaRun, mochaEnvironment } from './mochaRunner';
import { runCommand } from './processes';
import { packagedEnvironment } from './release/installed';
import { hostRunEnvironment } from './runInHost';
import type { Suite } from './suites';

/** Some files of a suite, which run in one process. */
export interface Part {
  readonly suite: Suite;
  /** Of the suite, and which part it is of how many. */
  readonly name: string;
  readonly files: readonly string[];
  /** The words that somebody asks for. */
  readonly grep: string | undefined;
}

type Print = (line: string) => void;

/**
 * How long to look for a name that nobody knows. As it is usually set, a question that gets lost on the way to the name server
 * takes longer than our own limit for a connection, and is told as something else.
 */
const nameResolution = { RES_OPTIONS: 'timeout:1 attempts:1' };

/** Mocha and our own code see a pipe, whatever is at its end. */
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};

/** Bundles suites. Their parts can all run at the same time; where only some tests are wanted, each suite is one part. */
export async function partsOf(suites: readonly Suite[], grep: string | undefined): Promise<readonly Part[]> {
  const bundles = new Map<string, Promise<readonly string[]>>();
  const parts: Part[] = [];
  for (const suite of suites) {
    const folder = suite.folder ?? suite.name;
    const bundled = bundles.get(folder) ?? bundleTests(folder, suite.where);
    bundles.set(folder, bundled);
    const files = await bundled;
    const count = grep === undefined ? (suite.parts ?? 1) : 1;
    for (let part = 0; part < count; part++)
      parts.push({
        suite,
        name: count === 1 ? suite.name : `${suite.name} ${part + 1} of ${count}`,
        files: files.filter((_file, index) => index % count === part),
        grep,
      });
  }
  return parts;
}

/** Starts what runs a part, and resolves to its exit code. */
async function start(part: Part, runners: RunnerBundles, resultFile: string, print: Print): Promise<number> {
  const { files, suite, grep = suite.only } = part;
  const { age = 'newest', timeout } = suite;
  const run: MochaRun = { files, timeout, resultFile, ...(grep === undefined ? {} : { grep }) };
  const environment = { ...mochaEnvironment(run), ...(suite.packaged ? await packagedEnvironment() : {}) };
  const [script, its] =
    suite.where !== 'extensionHost'
      ? [runners.mochaInNode, { ...nameResolution, ...environment, ...environmentFor(age) }]
      : [
          runners.mochaInVSCode,
          hostRunEnvironment({
            extensionDevelopmentPath: projectRoot,
            extensionTestsPath: runners.mochaInHost,
            serverExecutable: runners.serverExecutable,
            environment,
            age,
          }),
        ];
  return runCommand(process.execPath, ['--enable-source-maps', script], {
    environment: { ...colours, ...process.env, ...its },
    onLine: print,
  });
}

async function readResult(file: string): Promise<MochaResult | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @throws Error where a part does not get to its result, ends badly without a failed test, or has no tests */
async function runPart(part: Part, runners: RunnerBundles, print: Print): Promise<MochaResult> {
  const resultFile = path.join(bundleFolder, 'results', `${part.name.replaceAll(' ', '-')}.json`);
  await mkdir(path.dirname(resultFile), { recursive: true });
  await rm(resultFile, { force: true });
  const code = await start(part, runners, resultFile, print);
  const result = await readResult(resultFile);
  if (!result) throw new Error(`${part.name} ended with code ${code} before its tests did.`);
  if (result.skipped > 0) print(`${result.skipped} skipped in ${part.name}.`);
  if (code !== 0 && result.failed === 0) throw new Error(`${part.name} ended with code ${code}.`);
  if (result.passed + result.failed === 0 && part.grep === undefined) throw new Error(`${part.name} has run no tests.`);
  return result;
}

/** Whatever goes wrong is a failure of this part alone. */
export function jobOf(part: Part, runners: RunnerBundles): Job<MochaResult> {
  return async print => {
    print(`\n▶ ${part.name}`);
    const began = performance.now();
    try {
      const result = await runPart(part, runners, print);
      // For whoever deals the files out anew.
      print(`${part.name} took ${Math.round((performance.now() - began) / 1000)} s.`);
      return result;
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      print(`✖ ${failure}`);
      return failedResult(failure);
    }
  };
}
