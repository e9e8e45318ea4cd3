import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { type Pace, type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { launchBrowser } from './browser';
import { type ChatDriver, chatDriver } from './chatDriver';
import { projectRoot } from './folders';
import { runCommand } from './quickInput';
import { startTestServer, type VSCodeServer } from './vscodeServer';
import { openWorkbench, type Workbench } from './workbench';

export interface PracticeWorkbench extends ChatDriver {
  readonly server: () => PracticeServer;
  readonly workbench: () => Workbench;
}

export interface PracticeWorkbenchOptions {
  readonly pace: Pace;
  /** Files of the folder that is open, by their names. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whatever else is to be done with that folder before it is opened. */
  readonly prepare?: (folder: string) => Promise<unknown>;
  /** Installs other extensions into a folder of them. */
  readonly install?: (extensionsFolder: string) => Promise<unknown>;
  /** The user's settings beside the endpoint. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A VS Code with the chat open on a practice server, before the first test of a `describe`; ended after its last. */
export function usePracticeWorkbench(options: PracticeWorkbenchOptions): PracticeWorkbench {
  const { pace, files = {}, prepare, install } = options;
  const model = 'practice-model';
  let server: PracticeServer;
  let browser: Browser;
  let vscode: VSCodeServer;
  let workbench: Workbench;
  let folder: string;
  let extensions: string;
  const driver = chatDriver(() => workbench, model);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    await prepare?.(folder);
    extensions = await mkdtemp(path.join(tmpdir(), 'extensions-'));
    await install?.(extensions);
    server = await startPracticeServer({ pace });
    const endpoints = [{ name: 'Practice', url: server.url, model, contextWindow: 4000 }];
    const settings = { ...options.settings, 'endpointChat.endpoints': endpoints };
    browser = await launchBrowser();
    vscode = await startTestServer({ settings, ...(install ? { extensionsFolder: extensions } : {}) });
    workbench = await openWorkbench(browser, vscode, { folder, extensionDevelopmentPath: projectRoot });
    await runCommand(workbench, 'Endpoint Chat: Focus');
    await driver.message().waitFor();
  });
  after(async () => {
    await workbench?.close();
    await browser?.close();
    await vscode?.dispose();
    await server?.close();
    for (const made of [folder, extensions]) await rm(made, { recursive: true, force: true });
  });

  return { ...driver, server: () => server, workbench: () => workbench };
}
