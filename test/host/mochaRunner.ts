import { writeFile } from 'node:fs/promises';
import type { Runnable } from 'mocha';

/** What to run and where to write the result. It travels to the process that runs it in an environment variable. */
export interface MochaRun {
  readonly files: readonly string[];
  /** Milliseconds for each test and hook. */
  readonly timeout: number;
  /** Run only tests whose full title contains this. */
  readonly grep?: string;
  readonly resultFile: string;
}

/** What is in the result file. */
export interface MochaResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failed test or hook: its title, and why. */
  readonly failures: readonly string[];
  /** What took longest. */
  readonly slowest: readonly Timed[];
}

/** That of what failed without any test. */
export function failedResult(failure: string): MochaResult {
  return { passed: 0, failed: 1, skipped: 0, failures: [failure], slowest: [] };
}

/** How long a test or a hook took, on a machine that may have been busy with others. */
export interface Timed {
  readonly title: string;
  readonly milliseconds: number;
}

/** So many are told of, of all suites. */
const SLOWEST = 10;

export function slowestOf(timed: readonly Timed[]): readonly Timed[] {
  return timed.toSorted((one, other) => other.milliseconds - one.milliseconds).slice(0, SLOWEST);
}

const variable = 'ENDPOINT_CHAT_MOCHA';

/** The environment in which `runMocha` runs this. */
export function mochaEnvironment(run: MochaRun): Readonly<Record<string, string>> {
  return { [variable]: JSON.stringify(run) };
}

/** Runs what `mochaEnvironment` put into this process's environment, writes the result, and resolves to it. */
export async function runMocha(): Promise<MochaResult> {
  const run: MochaRun = JSON.parse(process.env[variable] ?? '{}');
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout: run.timeout,
    forbidOnly: process.env['CI'] === 'true',
    ...(run.grep === undefined ? {} : { fgrep: run.grep }),
  });
  for (const file of run.files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const result = await new Promise<MochaResult>(resolve => {
    const failed: string[] = [];
    const timed: Timed[] = [];
    const began = new Map<Runnable, number>();
    const begin = (runnable: Runnable) => began.set(runnable, performance.now());
    const end = (runnable: Runnable) =>
      timed.push({
        title: runnable.fullTitle(),
        milliseconds: performance.now() - (began.get(runnable) ?? performance.now()),
      });
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending, failures: failed, slowest: slowestOf(timed) });
    });
    // Mocha itself measures no hooks.
    runner.on('test', begin).on('hook', begin).on('test end', end).on('hook end', end);
    runner.on('fail', (test, error: Error) => failed.push(`${test.fullTitle()}\n${error.stack ?? error.message}`));
  });
  await writeFile(run.resultFile, JSON.stringify(result));
  return result;
}
