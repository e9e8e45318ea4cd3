// The extension as users get it: a VSIX that VS Code has installed, instead of the folder in which it is developed.
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeServerFolder, nodeForVSCode } from '../cache';
import { bundleFolder } from '../folders';
import { runCommand } from '../processes';
import { makeTemporaryFolder, removeTemporaryFolder } from '../temporaryFolder';
import { makeVsix } from './package';

const variable = 'ENDPOINT_CHAT_VSIX';
const EXTENSION = 'endpoint-chat.endpoint-chat';

/** The VSIX that tests are to use, if any. */
export function vsixUnderTest(): string | undefined {
  return process.env[variable];
}

/** The environment in which tests use the VSIX of the last build. */
export async function packagedEnvironment(): Promise<Readonly<Record<string, string>>> {
  const vsix = path.join(bundleFolder, 'endpoint-chat.vsix');
  await mkdir(bundleFolder, { recursive: true });
  await makeVsix(vsix);
  return { [variable]: vsix };
}

/** Has VS Code's server install a VSIX into a folder of extensions. */
export async function installVsix(vsix: string, extensionsFolder: string): Promise<void> {
  await removeInstalled(extensionsFolder);
  const dataFolder = await makeTemporaryFolder();
  const server = path.join(await codeServerFolder(), 'lib', 'vscode', 'out', 'server-main.js');
  const folders = ['--extensions-dir', extensionsFolder, '--server-data-dir', dataFolder];
  const args = [server, '--install-extension', vsix, ...folders, '--accept-server-license-terms'];
  const lines: string[] = [];
  const code = await runCommand(await nodeForVSCode(), args, { onLine: line => lines.push(line) });
  await removeTemporaryFolder(dataFolder);
  const installed = await installedIn(extensionsFolder);
  if (code !== 0 || installed.length === 0) throw new Error(`VS Code does not install ${vsix}:\n${lines.join('\n')}`);
}

/** Takes out what was installed, or linked, before: VS Code would not know which is meant. */
export async function removeInstalled(extensionsFolder: string): Promise<void> {
  for (const name of await installedIn(extensionsFolder))
    await rm(path.join(extensionsFolder, name), { recursive: true, force: true });
  await rm(path.join(extensionsFolder, 'extensions.json'), { force: true });
}

async function installedIn(extensionsFolder: string): Promise<readonly string[]> {
  const names = await readdir(extensionsFolder).catch(() => []);
  return names.filter(name => name === EXTENSION || name.startsWith(`${EXTENSION}-`));
}
