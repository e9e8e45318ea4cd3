// `npm start [-- folder]`: opens a VS Code with the extension and an endpoint in it. `npm start -- --ask "…"` asks one
// question in it and prints the answer. With `--vsix` it is the package, installed, instead of this folder.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ask } from './ask';
import { chooseEndpoint, type StartEndpoint } from './endpoint';
import { forwardSlashes, projectRoot } from './folders';
import { runCommand, runNpm } from './processes';
import { linkExtension, profileFolder, sampleFolder, writeEndpoint } from './profile';
import { installVsix, packagedEnvironment, removeInstalled, vsixUnderTest } from './release/installed';
import { chooseVSCode, hasDisplay } from './vscodeChoice';
import { startPersonalServer, type VSCodeServer } from './vscodeServer';

/** Always the same while it is free: the browser keeps secrets by address, so with another port they are lost. */
const port = 18674;

/** What is opened, and with what. */
interface Start {
  readonly folder: string;
  readonly endpoint: StartEndpoint;
  /** The package to install; this folder as it lies here where there is none. */
  readonly vsix: string | undefined;
}

async function startDesktop(executable: string, { folder, endpoint, vsix }: Start): Promise<number> {
  const profile = profileFolder('desktop');
  const extensions = path.join(profile, 'extensions');
  await writeEndpoint(profile, endpoint);
  const isRoot = process.getuid?.() === 0;
  const folders = [`--user-data-dir=${profile}`, `--extensions-dir=${extensions}`];
  await removeInstalled(extensions);
  if (vsix) await runCommand(executable, ['--install-extension', vsix, '--force', ...folders]);
  return runCommand(executable, [
    folder,
    ...(vsix ? [] : [`--extensionDevelopmentPath=${projectRoot}`]),
    ...folders,
    '--disable-workspace-trust',
    '--skip-welcome',
    '--new-window',
    // The practice server ends with this process, so this process ends with VS Code.
    '--wait',
    ...(isRoot ? ['--no-sandbox'] : []),
  ]);
}

async function startServer(profile: string): Promise<VSCodeServer> {
  try {
    return await startPersonalServer({ profileFolder: profile, port });
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('EADDRINUSE'))) throw error;
    console.error(`Port ${port} is in use: this VS Code gets another one, and does not have the tokens of the last.`);
    return startPersonalServer({ profileFolder: profile, port: 0 });
  }
}

function openInBrowser(url: string): void {
  if (!hasDisplay()) return;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url.replaceAll('&', '^&')]
        : ['xdg-open', url];
  if (command) spawn(command, args, { stdio: 'ignore' }).on('error', () => undefined);
}

async function startInBrowser({ folder, endpoint, vsix }: Start): Promise<never> {
  const profile = profileFolder('server');
  await writeEndpoint(profile, endpoint);
  const extensions = path.join(profile, 'extensions');
  if (vsix) await installVsix(vsix, extensions);
  else {
    await removeInstalled(extensions);
    await linkExtension(profile);
  }
  const server = await startServer(profile);
  const url = `${server.url}/?${new URLSearchParams({ folder: forwardSlashes(folder) })}`;
  console.error(`VS Code is at ${url}. Ctrl+C ends it.`);
  console.error('Its command “Endpoint Chat: Focus” (F1, then type it) opens the chat.');
  openInBrowser(url);
  return server.broken;
}

/** Resolves to the exit code, when the VS Code that it has opened ends. */
export async function start(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ask: { type: 'string' },
      screenshot: { type: 'string', default: path.join('dist', 'ask.png') },
      vsix: { type: 'boolean', default: false },
    },
  });
  // Not on stdout: that is for the answer.
  const built = await runNpm(['run', '--silent', 'build'], { onLine: line => console.error(line) });
  if (built !== 0) return built;
  const packaged = values.vsix ? await packagedEnvironment() : {};
  // The VS Code that answers a question is one for tests.
  Object.assign(process.env, packaged);
  const folder = positionals[0] ? path.resolve(positionals[0]) : await sampleFolder();
  const endpoint = await chooseEndpoint();
  try {
    if (values.ask !== undefined) {
      return await ask({ text: values.ask, endpoint, folder, screenshot: path.resolve(values.screenshot) });
    }
    const choice = await chooseVSCode('use');
    const what = { folder, endpoint, vsix: vsixUnderTest() };
    if (choice.kind === 'desktop') return await startDesktop(choice.executable, what);
    return await startInBrowser(what);
  } finally {
    await endpoint.close();
  }
}
