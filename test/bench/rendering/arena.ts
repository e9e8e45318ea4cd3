import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { ViewMessage } from '../../../src/shared/viewState';
import { launchBrowser } from '../../host/browser';
import { bundleFolder } from '../../host/folders';
import { html } from '../../page/harness';
import { peerModules } from '../peers';
import type { Noted, Run } from './page/driver';

/** Who shows the text, by the name that the table shows, with the function of the file in `page` that makes it. */
const contenders = {
  ours: undefined,
  'plain text appended': ['plain.ts', 'create'],
  'streaming-markdown': ['streamingMarkdown.mjs', 'create'],
  incremark: ['incremark.mjs', 'create'],
  'markdown-it per frame': ['markdownIt.ts', 'create'],
  'markdown-it per delta': ['markdownIt.ts', 'createPerDelta'],
  'marked per delta': ['marked.mjs', 'create'],
} as const;

export type ContenderName = keyof typeof contenders;

/** What the browser says that a run has taken, in milliseconds, beside what was noted in the page. */
export interface Result extends Noted {
  readonly script: number;
  readonly layout: number;
  /** All that the main thread did. */
  readonly mainThread: number;
}

export interface Arena {
  /** Streams a text in a fresh page; with `typing`, somebody types into the message box meanwhile. */
  stream(name: ContenderName, run: Run, typing?: boolean): Promise<Result>;
  /** Opens a conversation in a fresh page and scrolls through it: the longest callback and the longest task of both. */
  open(messages: readonly ViewMessage[]): Promise<{ readonly opening: number; readonly scrolling: number }>;
  close(): Promise<void>;
}

const folder = path.join('test', 'bench', 'rendering', 'page');
const origin = 'http://bench.localhost';

async function bundle(contents: string, name: string): Promise<string> {
  const outfile = path.join(bundleFolder, 'bench', 'rendering', `${name}.js`);
  await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    outfile,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    loader: { '.svg': 'text' },
    nodePaths: [await peerModules()],
    logLevel: 'error',
  });
  return readFile(outfile, 'utf8');
}

/** The page that ships, as the production build makes it. */
async function bundlePage(): Promise<{ readonly script: string; readonly style: string }> {
  const outdir = path.join(bundleFolder, 'bench', 'rendering', 'page');
  await build({
    entryPoints: { page: path.join('media', 'main.ts') },
    outdir,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'chrome130',
    format: 'iife',
    loader: { '.svg': 'text' },
    logLevel: 'error',
  });
  const [script, style] = await Promise.all(
    ['page.js', 'page.css'].map(name => readFile(path.join(outdir, name), 'utf8')),
  );
  return { script: script ?? '', style: style ?? '' };
}

async function scripts(): Promise<ReadonlyMap<ContenderName, string>> {
  const made = new Map<ContenderName, string>();
  for (const [name, source] of Object.entries(contenders)) {
    const contents = source
      ? `import { ${source[1]} as create } from './${source[0]}'; import { startPeer } from './peer'; startPeer(create);`
      : "import './ours';";
    made.set(name as ContenderName, await bundle(contents, name));
  }
  return made;
}

async function metrics(session: CDPSession): Promise<Readonly<Record<string, number>>> {
  const { metrics: all } = await session.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value * 1000]));
}

/** Every 120 ms a key: a person who types fast. */
async function typeUntil(page: Page, isOver: () => boolean): Promise<void> {
  await page.locator('textarea').focus();
  while (!isOver()) {
    await page.keyboard.press('a');
    await new Promise(resolve => setTimeout(resolve, 120));
  }
}

interface Files {
  readonly page: Awaited<ReturnType<typeof bundlePage>>;
  readonly before: ReadonlyMap<ContenderName, string>;
}

function answerTo(file: string, name: ContenderName, { page, before }: Files) {
  if (file === '/page.css') return { body: page.style, contentType: 'text/css' };
  if (file === '/before.js') return { body: before.get(name) ?? '', contentType: 'text/javascript' };
  if (file === '/page.js') return { body: name === 'ours' ? page.script : '', contentType: 'text/javascript' };
  const document = html('dark', origin).replace(/<script (nonce="[^"]*").*/, '<script $1 src="/before.js"></script>$&');
  return { body: document, contentType: 'text/html' };
}

/** A fresh page, and the browser's own measurements of it. */
async function openIn(browser: Browser, files: Files, name: ContenderName) {
  const context = await browser.newContext({ viewport: { width: 380, height: 700 } });
  const page = await context.newPage();
  await page.route(`${origin}/**`, route =>
    route.fulfill(answerTo(new URL(route.request().url()).pathname, name, files)),
  );
  await page.goto(`${origin}/`);
  await page.locator('textarea').waitFor();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  return { page, session };
}

export async function openArena(): Promise<Arena> {
  const files = { page: await bundlePage(), before: await scripts() };
  const browser = await launchBrowser();
  const openPage = (name: ContenderName) => openIn(browser, files, name);
  return {
    async stream(name, run, typing = false) {
      const { page: opened, session } = await openPage(name);
      const start = await metrics(session);
      let isOver = false;
      const typed = typing ? typeUntil(opened, () => isOver) : undefined;
      const noted = await opened.evaluate(given => window.stream(given), run);
      isOver = true;
      await typed;
      const end = await metrics(session);
      await opened.context().close();
      const took = (metric: string): number => (end[metric] ?? 0) - (start[metric] ?? 0);
      return {
        ...noted,
        script: took('ScriptDuration'),
        layout: took('LayoutDuration') + took('RecalcStyleDuration'),
        mainThread: took('TaskDuration'),
      };
    },
    async open(messages) {
      const { page: opened } = await openPage('ours');
      await opened.evaluate(watchLongTasks);
      // Apart from the opening: the test's own way of handing data over takes its time.
      await opened.evaluate(given => {
        window.conversation = given;
      }, messages);
      await opened.waitForTimeout(200);
      await opened.evaluate(() => window.longestTask());
      const opening = Math.max(
        await opened.evaluate(() => window.openConversation(window.conversation)),
        await opened.evaluate(() => window.longestTask()),
      );
      await scrollThrough(opened);
      const scrolling = Math.max(
        await opened.evaluate(() => window.longestCallback()),
        await opened.evaluate(() => window.longestTask()),
      );
      await opened.context().close();
      return { opening, scrolling };
    },
    close: () => browser.close(),
  };
}

declare global {
  interface Window {
    longestTask(): number;
    conversation: readonly ViewMessage[];
  }
}

/** Runs in the page. Only tasks of 50 milliseconds and more are told. */
function watchLongTasks(): void {
  let longest = 0;
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: 'longtask' });
  window.longestTask = () => {
    const taken = longest;
    longest = 0;
    return taken;
  };
}

async function scrollThrough(page: Page): Promise<void> {
  await page.mouse.move(150, 300);
  for (let turn = 0; turn < 40; turn++) {
    await page.mouse.wheel(0, -1500);
    await page.waitForTimeout(30);
  }
}
