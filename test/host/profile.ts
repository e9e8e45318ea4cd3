// The private profile of `npm start`: settings, extensions and state of a VS Code that is nobody's own, kept between starts.
import { existsSync } from 'node:fs';
import { mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { arrayField, isRecord, parseJson, stringField } from '../../src/core/unknown';
import type { StartEndpoint } from './endpoint';
import { cacheFolder, projectRoot } from './folders';

const settingName = 'endpointChat.endpoints';

export function profileFolder(kind: 'desktop' | 'server'): string {
  return path.join(cacheFolder, 'profile', kind);
}

/** What a new profile starts with: nothing in front of the chat, VS Code's own chat and an empty sidebar included. */
const firstSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.openRepositoryInParentFolders': 'never',
  'workbench.startupEditor': 'none',
};

async function readJson(file: string, otherwise: unknown): Promise<unknown> {
  return existsSync(file) ? parseJson(await readFile(file, 'utf8')) : otherwise;
}

/**
 * Puts the endpoint first in the user's settings, for the one that the last start put there. All else stays as it is, an
 * endpoint of the user's own with the same name too.
 */
export async function writeEndpoint(profile: string, { setting }: StartEndpoint): Promise<void> {
  const settingsFile = path.join(profile, 'User', 'settings.json');
  const lastFile = path.join(profile, 'lastEndpoint.json');
  await mkdir(path.dirname(settingsFile), { recursive: true });
  const settings = await readJson(settingsFile, firstSettings);
  if (!isRecord(settings)) {
    console.error(`${settingsFile} is no plain JSON and is left as it is: set ${settingName} in it yourself.`);
    return;
  }
  const lastName = stringField(await readJson(lastFile, {}), 'name');
  const nameOf = (entry: unknown) => stringField(entry, 'name');
  const own = arrayField(settings, settingName).filter(
    entry => nameOf(entry) === undefined || nameOf(entry) !== lastName,
  );
  const isTaken = own.some(entry => nameOf(entry) === setting.name);
  const first = isTaken ? { ...setting, name: `${setting.name} (npm start)` } : setting;
  await writeFile(settingsFile, JSON.stringify({ ...settings, [settingName]: [first, ...own] }, null, 2));
  await writeFile(lastFile, JSON.stringify(first));
}

/** Installs the extension as it lies here: what is built anew is there after a reload. */
export async function linkExtension(profile: string, extension = projectRoot): Promise<void> {
  const link = path.join(profile, 'extensions', 'endpoint-chat.endpoint-chat');
  await mkdir(path.dirname(link), { recursive: true });
  const target = await readlink(link).catch(() => undefined);
  // After the clone was moved or copied, the link in it leads nowhere or to the other one. Windows ends it in a backslash.
  if (target !== undefined && path.resolve(target) === path.resolve(extension)) return;
  await rm(link, { recursive: true, force: true });
  await symlink(extension, link, 'junction');
}

const sample = `/** Says hello. Select a few lines and choose "Endpoint Chat: Explain Selection". */
export function greet(name: string): string {
  const hour = new Date().getHours();
  const greeting = hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening';
  return \`\${greeting}, \${name}!\`;
}
`;

/** A small folder to open where none is named. What is changed in it stays changed. */
export async function sampleFolder(): Promise<string> {
  const folder = path.join(cacheFolder, 'sample');
  const file = path.join(folder, 'greet.ts');
  await mkdir(folder, { recursive: true });
  if (!existsSync(file)) await writeFile(file, sample);
  return folder;
}
