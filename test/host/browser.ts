import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { chromiumExecutable, hasPackagedChromium } from './cache';

/** Where browsers install themselves, by platform. On Linux they are looked up on the PATH. */
function installedBrowsers(): readonly string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      name => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(name => process.env[name] ?? '');
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return roots.filter(Boolean).flatMap(root => programs.map(program => path.join(root, program)));
  }
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return names.flatMap(name => folders.map(folder => path.join(folder, name)));
}

/** The browser to drive: CHROME_PATH, an installed Chrome, Chromium or Edge, or the Chromium that npm has. */
export async function findBrowser(): Promise<string> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen && !existsSync(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which does not exist.`);
  const installed = chosen ?? installedBrowsers().find(file => existsSync(file));
  if (installed) return installed;
  if (hasPackagedChromium) return chromiumExecutable();
  throw new Error('No browser found: install Chrome, Chromium or Edge, or set CHROME_PATH to the executable of one.');
}

/** Starts a headless browser that keeps to this machine: without these flags every start looks up outside hosts. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser(),
    args: [
      '--headless=shell',
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

let shared: Promise<Browser> | undefined;

/**
 * The browser of all tests of a process, which ends with it. To start one for each file takes longer than many files do; what
 * a context has, no other one sees.
 */
export async function sharedBrowser(): Promise<Browser> {
  const before = await shared;
  if (before?.isConnected()) return before;
  shared = launchBrowser();
  return shared;
}
