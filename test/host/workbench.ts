import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { forwardSlashes } from './folders';
import { vsixUnderTest } from './release/installed';
import type { VSCodeServer } from './vscodeServer';

/** A VS Code in the browser. The functions of this file and of quickInput.ts and editor.ts drive it. */
export interface Workbench {
  readonly page: Page;
  readonly server: VSCodeServer;
  /** Errors of our extension and our page so far; VS Code's own are left out. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

export interface WorkbenchOptions {
  /** Absolute path of a folder, or of a `.code-workspace`. */
  readonly folder: string;
  /** Not taken where a VSIX is tested: that is installed. */
  readonly extensionDevelopmentPath?: string;
  /** A module with a `run` function, for the extension host to run instead of waiting for a user. */
  readonly extensionTestsPath?: string;
  /** Called with the page before VS Code loads in it. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  readonly width?: number;
  readonly height?: number;
}

export type Theme = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

const themes: Readonly<Record<Theme, { readonly name: string; readonly marker: string }>> = {
  light: { name: 'Light 2026', marker: 'vs' },
  dark: { name: 'Dark 2026', marker: 'vs-dark' },
  highContrast: { name: 'Default High Contrast', marker: 'hc-black' },
  highContrastLight: { name: 'Default High Contrast Light', marker: 'hc-light' },
};

interface Buffer {
  readonly constructor: { readonly fromString: (text: string) => Buffer };
}

interface Uri {
  readonly path: string;
  readonly with: (change: { readonly path: string }) => Uri;
}

declare global {
  interface Window {
    /** VS Code's own helper for smoke tests: the piece of it that is used here. */
    readonly driver: {
      readonly whenWorkbenchRestored: () => Promise<void>;
      readonly environmentService: { readonly userRoamingDataHome: Uri };
      readonly fileService: {
        readonly readFile: (file: Uri) => Promise<{ readonly value: Buffer }>;
        readonly writeFile: (file: Uri, content: Buffer) => Promise<unknown>;
      };
    };
  }
}

/** How long VS Code may take to start, and an extension to be known, on a slow machine. */
export const startTimeout = 180_000;

/** How long a step of a user may take to show, in milliseconds: a guard against what never comes. */
const stepTimeout = 90_000;

function addressOf(server: VSCodeServer, options: WorkbenchOptions): string {
  const onServer = (path: string) => `vscode-remote://${new URL(server.url).host}${encodeURI(forwardSlashes(path))}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  const { extensionDevelopmentPath, extensionTestsPath } = options;
  if (extensionDevelopmentPath && !vsixUnderTest())
    payload.push(['extensionDevelopmentPath', onServer(extensionDevelopmentPath)]);
  if (extensionTestsPath) payload.push(['extensionTestsPath', onServer(extensionTestsPath)]);
  const opened = options.folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams({ [opened]: forwardSlashes(options.folder), payload: JSON.stringify(payload) });
  return `${server.url}/?${query}`;
}

/**
 * Collects what our extension and the pages of webviews complain about. VS Code's own console is never silent: without
 * its native modules and the network it has plenty to say.
 */
function collectErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('console', message => {
    const text = message.text();
    // VS Code 1.106 looks for every extension in its shop, which is out of reach.
    if (/Error while getting the latest version for the extension/.test(text)) return;
    const ours = /endpoint-chat\.endpoint-chat/.test(text) || /vscode-resource|webview/.test(message.location().url);
    if (message.type() === 'error' && ours) errors.push(text);
  });
  page.on('pageerror', error => {
    if (/vscode-resource|webview/.test(error.stack ?? '')) errors.push(error.message);
  });
  return errors;
}

async function newContext(browser: Browser, server: VSCodeServer, options: WorkbenchOptions): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
  });
  context.setDefaultTimeout(stepTimeout);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  await context.addInitScript(answerMintKey);
  return context;
}

/**
 * The bare server has no such route; secrets would be in memory only and be gone after a reload. In the page, as a route of
 * Playwright's sees every request, and no page with one has a cache.
 */
function answerMintKey(): void {
  const { fetch: ask } = window;
  window.fetch = (input, init) =>
    /\/mint-key$/.test(input instanceof Request ? input.url : String(input))
      ? Promise.resolve(new Response(new Uint8Array(32).fill(7)))
      : ask(input, init);
}

/** Opens a folder in VS Code and waits until it can be used. */
export async function openWorkbench(
  browser: Browser,
  server: VSCodeServer,
  options: WorkbenchOptions,
): Promise<Workbench> {
  const context = await newContext(browser, server, options);
  const page = await context.newPage();
  const errors = collectErrors(page);
  await options.prepare?.(page);
  await page.goto(addressOf(server, options));
  await Promise.race([waitUntilReady(page), server.broken]);
  if (options.folder.endsWith('.code-workspace')) while (!(await hasFolders(page))) await reload({ page });
  return { page, server, errors, close: () => context.close() };
}

/** Opens another window of the same user on what this one has open. It closes with this one. */
export async function openAnotherWindow({ page: first, server, errors }: Workbench): Promise<Workbench> {
  const page = await first.context().newPage();
  await page.goto(first.url());
  await waitUntilReady(page);
  return { page, server, errors, close: () => page.close() };
}

/** VS Code in a browser reads a workspace file late, and on a busy machine now and then never: it says that no folder is open. */
function hasFolders(page: Page): Promise<boolean> {
  const folder = page.locator('.explorer-folders-view .monaco-list-row').first();
  return folder.waitFor({ timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

async function waitUntilReady(page: Page): Promise<void> {
  await page.waitForFunction(() => 'driver' in window, undefined, { timeout: startTimeout });
  await page.evaluate(() => window.driver.whenWorkbenchRestored());
}

/** Loads the page again, as a user does; the extension host ends and a new one starts. */
export async function reload({ page }: Pick<Workbench, 'page'>): Promise<void> {
  await page.reload();
  await waitUntilReady(page);
}

/** The text of the user's settings file. */
export function userSettings({ page }: Workbench): Promise<string> {
  return page.evaluate(async () => {
    const { driver } = window;
    const folder = driver.environmentService.userRoamingDataHome;
    const file = folder.with({ path: `${folder.path}/settings.json` });
    // Empty for a moment while VS Code writes it.
    for (;;) {
      const text = (await driver.fileService.readFile(file)).value.toString();
      if (text !== '') return text;
    }
  });
}

/** Changes the user's settings and leaves the others as they are. */
export async function changeSettings({ page }: Workbench, changes: Readonly<Record<string, unknown>>): Promise<void> {
  // This VS Code does not see when the file is changed by anyone but itself, so its own file service writes it.
  await page.evaluate(async values => {
    const { driver } = window;
    const folder = driver.environmentService.userRoamingDataHome;
    const file = folder.with({ path: `${folder.path}/settings.json` });
    let { value } = await driver.fileService.readFile(file);
    // Empty for a moment while VS Code writes it.
    while (value.toString() === '') value = (await driver.fileService.readFile(file)).value;
    const settings = { ...JSON.parse(value.toString()), ...values };
    await driver.fileService.writeFile(file, value.constructor.fromString(JSON.stringify(settings, null, 2)));
  }, changes);
}

/** Switches the colour theme and waits until it is seen. */
export async function setTheme(workbench: Workbench, theme: Theme): Promise<void> {
  const { name, marker } = themes[theme];
  await changeSettings(workbench, { 'workbench.colorTheme': name });
  await workbench.page.locator(`.monaco-workbench.${marker}`).waitFor();
}

/** Drags the edge of the secondary sidebar, which must be open, until it is as wide. VS Code has a least width of its own. */
export async function setSecondarySidebarWidth({ page }: Workbench, width: number): Promise<void> {
  const sidebar = page.locator('.part.auxiliarybar');
  const box = await sidebar.boundingBox();
  if (!box) throw new Error('The secondary sidebar is not open.');
  const middle = box.y + box.height / 2;
  // The edge that can be dragged lies beside the sidebar.
  await page.mouse.move(box.x - 2, middle);
  await page.mouse.down();
  await page.mouse.move(box.x - 2 + box.width - width, middle, { steps: 5 });
  await page.mouse.up();
}

/** The page of our chat view: VS Code puts it into an iframe in an iframe. */
export function chatFrame({ page }: Workbench): FrameLocator {
  return page.frameLocator('iframe.webview[src*="extensionId=endpoint-chat.endpoint-chat"]').frameLocator('iframe');
}
