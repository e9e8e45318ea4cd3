// `npm run screenshots -- animation`: a question about code, its answer, and its code applied, as one short moving picture.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { startPracticeServer } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { type AnimationFrame, animate, changeSinceLast } from './animatedWebp';
import { chatDriver } from './chatDriver';
import { selectLines } from './editor';
import { projectRoot } from './folders';
import { PRACTICE_MODEL, practiceEndpoint } from './practiceWorkbench';
import { openFile, runCommand } from './quickInput';
import { startTestServer } from './vscodeServer';
import { openWorkbench, setSecondarySidebarWidth, setTheme, type Workbench } from './workbench';

const CODE = `export function debounce(run: () => void, wait = 250) {
  let handle: ReturnType<typeof setTimeout> | undefined;
  return () => {
    handle = setTimeout(run, wait);
  };
}
`;

const ANSWER = `Each call starts a **new timer**, but nothing clears the old one, so \`run\` is called once for every call.

\`\`\`typescript
export function debounce(run: () => void, wait = 250) {
  let handle: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(handle);
    handle = setTimeout(run, wait);
  };
}
\`\`\`
`;

/** Milliseconds: between two pictures, and of one that somebody should have time to look at. */
const BETWEEN = 150;
const LOOK = 1500;

function* wordByWord(): Generator<Step> {
  yield { wait: 600 };
  for (const content of ANSWER.match(/\s*\S+\s*/g) ?? []) {
    yield { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
    yield { wait: 60 };
  }
  yield { send: sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]') };
}

export async function takeAnimation(browser: Browser): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'webshop-'));
  await writeFile(path.join(folder, 'debounce.ts'), CODE);
  const practice = await startPracticeServer();
  practice.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps: wordByWord() });
  const settings = { ...practiceEndpoint(practice), 'editor.minimap.enabled': false, 'editor.fontSize': 13 };
  const server = await startTestServer({ settings });
  const opened = { folder, extensionDevelopmentPath: projectRoot, width: 1000, height: 620 };
  const workbench = await openWorkbench(browser, server, opened);
  try {
    await prepare(workbench);
    const film = await startFilm(workbench);
    await play(workbench, film);
    const bytes = animate(film.frames());
    await writeFile(path.join(projectRoot, 'docs', 'images', 'apply.webp'), bytes);
    console.log(`docs/images/apply.webp: ${film.frames().length} pictures, ${Math.round(bytes.length / 1000)} kB`);
  } finally {
    await workbench.close();
    await server.dispose();
    await practice.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(workbench: Workbench): Promise<void> {
  await setTheme(workbench, 'dark');
  await runCommand(workbench, 'View: Close Primary Side Bar').catch(() => undefined);
  await openFile(workbench, 'debounce.ts');
  await runCommand(workbench, 'Endpoint Chat: Focus');
  await chatDriver(() => workbench, PRACTICE_MODEL)
    .message()
    .waitFor();
  await setSecondarySidebarWidth(workbench, 430);
  await openFile(workbench, 'debounce.ts');
}

/** The story that the pictures tell. */
async function play(workbench: Workbench, film: Film): Promise<void> {
  const chat = chatDriver(() => workbench, PRACTICE_MODEL);
  await selectLines(workbench, 1, 6);
  await film.take(LOOK);
  await runCommand(workbench, 'Endpoint Chat: Explain Selection');
  const answered = chat.answered();
  await film.until(answered);
  await film.take(LOOK);
  await chat.answers().last().getByRole('button', { name: 'Apply' }).click();
  await workbench.page.waitForTimeout(2500);
  await film.take(2 * LOOK);
}

interface Film {
  readonly frames: () => readonly AnimationFrame[];
  take(duration: number): Promise<void>;
  /** Takes pictures until it resolves. */
  until(end: Promise<unknown>): Promise<void>;
}

async function startFilm({ page }: Workbench): Promise<Film> {
  const blank = await page.context().newPage();
  await page.bringToFront();
  const frames: AnimationFrame[] = [];
  async function take(duration: number): Promise<void> {
    // What blinks would make a frame of its own each time.
    const png = await page.screenshot({ caret: 'hide' });
    const change = await changeSinceLast(blank, png);
    const last = frames.at(-1);
    if (change) frames.push({ change, duration });
    else if (last) frames[frames.length - 1] = { ...last, duration: last.duration + duration };
  }
  return {
    frames: () => frames,
    take,
    async until(end) {
      let isOver = false;
      const over = end.finally(() => {
        isOver = true;
      });
      while (!isOver) await Promise.all([take(BETWEEN), page.waitForTimeout(BETWEEN)]);
      await over;
    },
  };
}
