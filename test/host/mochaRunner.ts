import { writeFile } from 'node:fs/promises';

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
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending, failures: failed });
    });
    runner.on('fail', (test, error: Error) => failed.push(`${test.fullTitle()}\n${error.stack ?? error.message}`));
  });
  await writeFile(run.resultFile, JSON.stringify(result));
  return result;
}
