import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeServerFolder, nodeForVSCode } from './cache';
import { deferred } from './deferred';
import { startProcess, stopProcess } from './processes';
import { installVsix, vsixUnderTest } from './release/installed';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporaryFolder';

/** A VS Code that a browser opens. */
export interface VSCodeServer {
  /** Scheme, host and port. */
  readonly url: string;
  /** The user's settings.json. VS Code reads it again whenever it changes. */
  readonly settingsFile: string;
  /** Everything that VS Code keeps is in here: settings, state, logs, what extensions store. */
  readonly dataFolder: string;
  /** Rejects when the server ends before it is disposed of. Never resolves. */
  readonly broken: Promise<never>;
  readonly dispose: () => Promise<void>;
}

export interface TestServer extends VSCodeServer {
  /** Ends the server and every extension host in it, and starts it anew at the same address, with what was kept. */
  readonly restart: () => Promise<void>;
}

export interface TestServerOptions {
  /** The user's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to this process's own environment; the extension host gets it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Open folders in Restricted Mode, as VS Code does until its user trusts them. */
  readonly workspaceTrust?: boolean;
  /** Where installed extensions are; without it there are none. */
  readonly extensionsFolder?: string;
}

/** Keeps VS Code from starting what tests do not need and from asking outside hosts. A test's own settings win. */
const quietSettings = {
  'chat.agentHost.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'workbench.startupEditor': 'none',
};

interface Listening {
  readonly url: string;
  readonly child: ChildProcess;
  readonly broken: Promise<never>;
}

/** What the server says about native modules that the npm package leaves out, in some 150 lines at each start. */
const noise = /bindings|spdlog|native-watchdog|kerberos|node:internal|^[\s{}[\]]*$/;

/** Inside a VS Code's own terminal these would lead our VS Code back to that one. */
function withoutOuterVSCode(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));
}

/** Starts one of VS Code's servers; `listening` finds the port in the line that says so. */
async function startListening(
  args: readonly string[],
  listening: RegExp,
  environment: Readonly<Record<string, string>>,
): Promise<Listening> {
  const lastLines: string[] = [];
  const { promise: port, resolve } = deferred<string>();
  const onLine = (line: string) => {
    const found = listening.exec(line)?.[1];
    if (found) resolve(found);
    if (!noise.test(line)) lastLines.push(line);
    if (lastLines.length > 40) lastLines.shift();
  };
  const child = startProcess(await nodeForVSCode(), args, {
    environment: { ...withoutOuterVSCode(process.env), ...environment },
    onLine,
  });
  const broken = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('close', code => reject(new Error(`VS Code's server ended with ${code}:\n${lastLines.join('\n')}`)));
  });
  // Whoever waits for something of the server races it with `broken`; that nobody waits is no failure.
  broken.catch(() => undefined);
  const url = `http://127.0.0.1:${await Promise.race([port, broken])}`;
  const answer = await Promise.race([fetch(url), broken]);
  if (!answer.ok) throw new Error(`VS Code's server answers with status ${answer.status}.`);
  return { url, child, broken };
}

/**
 * Starts VS Code's bare server for one test or one question, with a folder of its own that goes with it. Its page takes
 * an extension to develop and tests to run by address (see workbench.ts), which is for tests only.
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const codeServer = await codeServerFolder();
  const dataFolder = await makeTemporaryFolder();
  const settingsFile = path.join(dataFolder, 'data', 'User', 'settings.json');
  await mkdir(path.dirname(settingsFile), { recursive: true });
  await writeFile(settingsFile, JSON.stringify({ ...quietSettings, ...options.settings }));
  const vsix = vsixUnderTest();
  const extensionsFolder = options.extensionsFolder ?? (vsix ? path.join(dataFolder, 'extensions') : undefined);
  if (vsix && extensionsFolder) await installVsix(vsix, extensionsFolder);
  const argsFor = (port: string): readonly string[] => [
    path.join(codeServer, 'lib', 'vscode', 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', port, '--without-connection-token', '--accept-server-license-terms'],
    ...['--server-data-dir', dataFolder, '--telemetry-level', 'off'],
    // Without it the page ignores the extension to develop and the tests to run, and nothing says so.
    '--enable-smoke-test-driver',
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(extensionsFolder ? ['--extensions-dir', extensionsFolder] : []),
  ];
  // VS Code leaves its sockets behind, so they go into the folder that is removed.
  const environment = { XDG_RUNTIME_DIR: dataFolder, ...options.environment };
  const start = (port: string) => startListening(argsFor(port), /agent listening on (\d+)/, environment);
  const { url, child: first, broken } = await start('0');
  let child = first;
  const restart = async () => {
    await stopProcess(child);
    ({ child } = await start(new URL(url).port));
  };
  const dispose = async () => {
    await stopProcess(child);
    await removeTemporaryFolder(dataFolder);
  };
  return { url, settingsFile, dataFolder, broken, restart, dispose };
}

export interface PersonalServerOptions {
  /** Settings, extensions and state, kept between starts. */
  readonly profileFolder: string;
  /** Secrets are sealed in the browser by address, so another port loses them. 0 takes a free one. */
  readonly port: number;
}

/** Starts VS Code's server for a person: it keeps secrets over a reload, and it has the extensions of its profile. */
export async function startPersonalServer({ profileFolder, port }: PersonalServerOptions): Promise<VSCodeServer> {
  const codeServer = await codeServerFolder();
  await mkdir(profileFolder, { recursive: true });
  const args = [
    path.join(codeServer, 'out', 'node', 'entry.js'),
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--config', path.join(profileFolder, 'config.yaml')],
    ...['--user-data-dir', profileFolder, '--extensions-dir', path.join(profileFolder, 'extensions')],
    ...[
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
    ],
  ];
  // It logs into the user's own folder for data, whatever --user-data-dir says.
  const environment = { XDG_DATA_HOME: path.join(profileFolder, 'data') };
  const { url, child, broken } = await startListening(args, /server listening on http:.*:(\d+)/, environment);
  return {
    url,
    settingsFile: path.join(profileFolder, 'User', 'settings.json'),
    dataFolder: profileFolder,
    broken,
    dispose: () => stopProcess(child),
  };
}
