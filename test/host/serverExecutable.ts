// Stands in for a desktop VS Code's executable: @vscode/test-electron starts it with the same arguments and takes its
// exit code. Behind it are the server and the browser that the other files of this folder start.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { startTestServer } from './vscodeServer';
import { openWorkbench } from './workbench';

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionTestsPath: { type: 'string' },
    extensionDevelopmentPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    'disable-workspace-trust': { type: 'boolean' },
  },
});

function required(name: 'extensionTestsPath' | 'extensionDevelopmentPath' | 'user-data-dir'): string {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`--${name}= is missing.`);
  return value;
}

async function userSettings(): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(path.join(required('user-data-dir'), 'User', 'settings.json'), 'utf8'));
  } catch {
    return {};
  }
}

/** What VS Code says of itself, through the same function as the extension host: it misses native modules and the network. */
const noise =
  /^\[|^(Creating a socket|Resolv(ing|ed) connection token|Updating additional builtin|Timed out waiting for auth)|bindings file|build\/Release|getaddrinfo/;

function printLog(_type: string, args: readonly unknown[]): void {
  const text = format(...args);
  if (!noise.test(text)) console.log(text);
}

async function run(): Promise<number> {
  const extensions = values['extensions-dir'];
  const server = await startTestServer({
    settings: await userSettings(),
    workspaceTrust: values['disable-workspace-trust'] !== true,
    ...(typeof extensions === 'string' ? { extensionsFolder: extensions } : {}),
  });
  const browser = await launchBrowser();
  const exitCode = new Promise<number>((resolve, reject) => {
    const prepare = async (page: Page) => {
      page.once('crash', () => reject(new Error('The page of VS Code crashed.')));
      // VS Code's page calls these with what the extension host prints, and when the tests have ended.
      await page.exposeFunction('codeAutomationLog', printLog);
      await page.exposeFunction('codeAutomationExit', resolve);
    };
    openWorkbench(browser, server, {
      folder: positionals[0] ?? process.cwd(),
      extensionDevelopmentPath: required('extensionDevelopmentPath'),
      extensionTestsPath: required('extensionTestsPath'),
      prepare,
    }).catch(reject);
  });
  try {
    return await Promise.race([exitCode, server.broken]);
  } finally {
    await browser.close();
    await server.dispose();
  }
}

// A pipe from whoever started this; it ends with them, however they end.
process.stdin.on('end', () => process.exit(1)).resume();
process.exit(await run());
