import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ToHost, ToPage } from '../../src/shared/protocol';
import { sharedBrowser } from '../host/browser';
import { type Theme, type ThemeName, themeNames, themes } from './themes';

const nonce = 'cGFnZS10ZXN0';

/** What the host's HTML says, with the address of the test's server for VS Code's `cspSource`. */
function contentSecurityPolicy(source: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `img-src ${source} data:`,
    `font-src ${source}`,
    "connect-src 'none'",
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/**
 * The document as VS Code hands it to a webview: theme variables, its own default styles in a layer, then the extension's
 * head. The styles stand before the policy, as VS Code puts them, and so are not subject to it.
 */
export function html(theme: ThemeName, source: string, translations = ''): string {
  const { bodyClass, variables } = themes[theme];
  const declarations = Object.entries(variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<style>
html {
  ${declarations.join('\n  ')}
  --vscode-font-family: system-ui, "DejaVu Sans", sans-serif;
  --vscode-font-size: 13px;
  --vscode-font-weight: normal;
  --vscode-editor-font-family: "DejaVu Sans Mono", monospace;
  background: var(--vscode-sideBar-background);
}
@layer vscode-default {
  body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground); font-size: var(--vscode-font-size); }
  a, a code { color: var(--vscode-textLink-foreground); }
  textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { padding: 1px 3px; border-radius: 4px; background-color: var(--vscode-textPreformat-background); }
  blockquote { background: var(--vscode-textBlockQuote-background); }
}
</style>
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(source)}">
<title>Chat</title>
<link rel="stylesheet" href="/page.css">
</head>
<body class="${bodyClass}">
<div id="app"${translations}></div>
<script nonce="${nonce}" src="/page.js"></script>
</body>
</html>`;
}

const contentTypes: Readonly<Record<string, string>> = {
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'highlight.js': 'text/javascript; charset=utf-8',
  'history.js': 'text/javascript; charset=utf-8',
  'history.css': 'text/css; charset=utf-8',
};

/** What the build made, as it was when the test file began: a build that runs meanwhile disturbs nothing. */
async function readBuild(): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const name of Object.keys(contentTypes)) files.set(name, await readFile(path.join('dist', name)));
  return files;
}

async function serve(files: ReadonlyMap<string, Buffer>): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = url.pathname.slice(1);
    const file = files.get(name);
    if (name === '') {
      const theme = themeNames.find(known => known === url.searchParams.get('theme')) ?? 'dark';
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(html(theme, `http://${request.headers.host}`, url.searchParams.get('app') ?? ''));
    } else if (file) {
      response.writeHead(200, { 'content-type': contentTypes[name] }).end(file);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export interface PageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier page of this view asked VS Code to keep. */
  readonly kept?: unknown;
  readonly reducedMotion?: boolean;
  /** What the host gives the page of another language, by the English words. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** The chat page in a browser, with the test in the host's place. */
export interface ChatPage {
  readonly page: Page;
  /** Posts facts to the page and waits until it has shown them. */
  tell(...facts: readonly ToPage[]): Promise<void>;
  /** Everything that the page has posted, in order, but that the user has come to it. */
  posted(): Promise<readonly ToHost[]>;
  /** What the page asked VS Code to keep, last. */
  kept(): Promise<unknown>;
  /** Changes the theme as VS Code does while the page is there. */
  setTheme(theme: ThemeName): Promise<void>;
  /** Errors, and everything that the content security policy refused. */
  readonly problems: readonly string[];
  /** Requests for anything but the page's own files. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** One server for a test file, and pages in a browser that all files share: `before(async () => { chat = await startChat(); })`. */
export interface Chat {
  open(options?: PageOptions): Promise<ChatPage>;
  stop(): Promise<void>;
}

export async function startChat(): Promise<Chat> {
  const files = await readBuild();
  const browser = await sharedBrowser();
  const server = await serve(files);
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The server has no port.');
  return {
    open: options => openPage(browser, `http://127.0.0.1:${address.port}`, options ?? {}),
    async stop() {
      // Those, too, that a test has not closed.
      for (const context of browser.contexts()) await context.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

declare global {
  interface Window {
    posted: ToHost[];
    kept: unknown;
    acquireVsCodeApi(): unknown;
    /** For tests that count something in the page. */
    touched: number;
    /** For tests that listen in the page. */
    said: string[];
  }
}

/** Runs in the page before its script. Like VS Code's, the API can be taken once and messages are copied. */
function installFakeHost(kept: unknown): void {
  let acquired = false;
  window.posted = [];
  window.kept = kept;
  window.acquireVsCodeApi = () => {
    if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
    acquired = true;
    return {
      postMessage: (message: ToHost) => window.posted.push(structuredClone(message)),
      getState: () => window.kept,
      setState: (state: unknown) => {
        window.kept = JSON.parse(JSON.stringify(state));
      },
    };
  };
}

async function openPage(browser: Browser, origin: string, options: PageOptions): Promise<ChatPage> {
  const { theme = 'dark', width = 380, height = 700, kept, reducedMotion = true, translations } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  // A guard against what never comes, no measure.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', error => problems.push(String(error)));
  page.on('request', request => {
    if (!request.url().startsWith(origin)) requests.push(request.url());
  });
  await page.addInitScript(installFakeHost, kept);
  const app = translations ? ` data-translations="${escapeAttribute(JSON.stringify(translations))}"` : '';
  await page.goto(`${origin}/?${new URLSearchParams({ theme, app })}`);
  return {
    page,
    problems,
    requests,
    tell: (...facts) => page.evaluate(deliver, facts),
    posted: () => page.evaluate(() => window.posted.filter(({ type }) => type !== 'focused')),
    kept: () => page.evaluate(() => window.kept),
    setTheme: name => page.evaluate(applyTheme, themes[name]),
    close: () => context.close(),
  };
}

/** Runs in the page. */
function applyTheme({ bodyClass, variables }: Theme): void {
  const rule = document.styleSheets[0]?.cssRules[0];
  if (!(rule instanceof CSSStyleRule)) throw new Error('The variables of the theme are not where they were.');
  for (const name of [...rule.style].filter(property => /^--vscode-(?!(editor-)?font)/.test(property)))
    rule.style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) rule.style.setProperty(`--vscode-${name}`, value);
  document.body.className = bodyClass;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** Runs in the page. Two frames: the first shows the facts, the second comes after it was painted. Then what was put off. */
async function deliver(facts: readonly ToPage[]): Promise<void> {
  for (const data of facts) window.dispatchEvent(new MessageEvent('message', { data }));
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
  do {
    await frame();
    await frame();
  } while (document.querySelector('.log [aria-busy]'));
}
