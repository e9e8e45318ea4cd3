import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { type Pace, type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { sharedBrowser } from './browser';
import { type ChatDriver, chatDriver } from './chatDriver';
import { projectRoot } from './folders';
import { runCommand } from './quickInput';
import { startTestServer, type VSCodeServer } from './vscodeServer';
import { openWorkbench, type Workbench } from './workbench';

/** Functions give what is there only when the first test begins. */
export interface PracticeWorkbench extends ChatDriver {
  readonly server: () => PracticeServer;
  readonly workbench: () => Workbench;
  /** The folder that is open. */
  readonly folder: () => string;
}

type Settings = Readonly<Record<string, unknown>>;

export interface PracticeWorkbenchOptions {
  /** About 40 tokens a second when left out. */
  readonly pace?: Pace;
  /** The key that every request must bring. */
  readonly token?: string;
  /** The user's settings; may start what else they tell of. The practice server is the one endpoint when left out. */
  readonly settings?: (server: PracticeServer) => Settings | Promise<Settings>;
  /** Files of the folder that is open, by their names. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whatever else is to be done with that folder before it is opened. */
  readonly prepare?: (folder: string) => Promise<unknown>;
  /** Called with the page before VS Code loads in it. */
  readonly listen?: (page: Page) => Promise<unknown>;
  /** Installs other extensions into a folder of them. */
  readonly install?: (extensionsFolder: string) => Promise<unknown>;
}

export const PRACTICE_MODEL = 'practice-model';

export function practiceEndpoint({ url }: PracticeServer): Settings {
  return { 'endpointChat.endpoints': [{ name: 'Practice', url, model: PRACTICE_MODEL, contextWindow: 4000 }] };
}

/** A VS Code with the chat open on a practice server, before the first test of a `describe`; ended after its last. */
export function usePracticeWorkbench(options: PracticeWorkbenchOptions): PracticeWorkbench {
  const { files = {}, prepare, settings = practiceEndpoint, listen, install, ...served } = options;
  let server: PracticeServer;
  let vscode: VSCodeServer;
  let workbench: Workbench;
  let folder: string;
  let extensions: string;
  const driver = chatDriver(() => workbench, PRACTICE_MODEL);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    await prepare?.(folder);
    extensions = await mkdtemp(path.join(tmpdir(), 'extensions-'));
    await install?.(extensions);
    server = await startPracticeServer(served);
    vscode = await startTestServer({
      settings: await settings(server),
      ...(install ? { extensionsFolder: extensions } : {}),
    });
    const opened = { folder, extensionDevelopmentPath: projectRoot, ...(listen ? { prepare: listen } : {}) };
    workbench = await openWorkbench(await sharedBrowser(), vscode, opened);
    await runCommand(workbench, 'Endpoint Chat: Focus');
    // It takes the keyboard some time after it is there, which would close whatever a test opens first.
    await driver.message().and(driver.chat().locator(':focus')).waitFor();
  });
  after(async () => {
    await workbench?.close();
    await vscode?.dispose();
    await server?.close();
    for (const made of [folder, extensions]) await rm(made, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await takePicture(workbench, this.currentTest.fullTitle());
  });

  return { ...driver, server: () => server, workbench: () => workbench, folder: () => folder };
}

/** What the user saw when a test failed, in `dist/failures`. */
export async function takePicture({ page }: Workbench, name: string): Promise<void> {
  const failures = path.join(projectRoot, 'dist', 'failures');
  await mkdir(failures, { recursive: true });
  await page.screenshot({ path: path.join(failures, `${name.replaceAll(/[^\w ,’-]/g, '').slice(-120)}.png`) });
}
