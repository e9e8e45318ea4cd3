// `npm run screenshots`: the pictures of README.md into docs/images, and every state of the page, to be looked at.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { takePagePictures } from '../page/pictures';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { takeAnimation } from './animation';
import { launchBrowser } from './browser';
import { selectLines } from './editor';
import { takeEditorPictures } from './editorPictures';
import { takeFirstAnswer } from './firstAnswer';
import { projectRoot } from './folders';
import { runNpm } from './processes';
import { openFile, runCommand } from './quickInput';
import { drawIcon } from './release/icon';
import { startTestServer } from './vscodeServer';
import { takeWalkthroughPictures } from './walkthroughPictures';
import { chatFrame, openWorkbench, setSecondarySidebarWidth, setTheme, type Theme, type Workbench } from './workbench';

const imagesFolder = path.join(projectRoot, 'docs', 'images');

const CODE = `export function debounce(run: () => void, wait = 250) {
  let handle: ReturnType<typeof setTimeout> | undefined;
  return () => {
    handle = setTimeout(run, wait);
  };
}
`;

const ANSWER = `### Why the timer leaks

Each call starts a **new timer**, but nothing clears the old one, so \`run\` is called once for every call.

- \`handle\` is overwritten before it is cleared
- nobody calls \`clearTimeout\` when the view closes

\`\`\`typescript
return () => {
  clearTimeout(handle);
  handle = setTimeout(run, wait);
};
\`\`\`

| Before | After |
|---|---|
| one run per call | one run after the last call |
| runs after close | cleared on close |
`;

const THEMES: readonly (readonly [Theme, string])[] = [
  ['light', 'light'],
  ['dark', 'dark'],
  ['highContrast', 'high-contrast'],
];

/**
 * `npm run screenshots`, or `npm run screenshots -- page cut` for some states of the page alone, or `-- walkthrough` for the
 * pictures of the walkthrough, `-- editor` for those of what works in editors, `-- icon` for the icon of the gallery, `-- animation` for the moving picture, `-- window` for those of the chat, or
 * `-- firstAnswer` for a new user's way to a first answer, with its times. Resolves to the exit code.
 */
export async function screenshots([part, state]: readonly string[]): Promise<number> {
  const built = await runNpm(['run', '--silent', 'build']);
  if (built !== 0) return built;
  if (part === 'walkthrough') return withBrowser(takeWalkthroughPictures);
  if (part === 'editor') return withBrowser(takeEditorPictures);
  if (part === 'animation') return withBrowser(takeAnimation);
  if (part === 'window') {
    await takeWindowPictures();
    return 0;
  }
  if (part === 'icon') return withBrowser(drawIcon);
  if (part === 'firstAnswer') return withBrowser(takeFirstAnswer);
  const folder = path.join(projectRoot, 'dist', 'screenshots');
  const count = await takePagePictures(folder, state);
  console.log(`${count} pictures of the page's states are in ${path.relative(projectRoot, folder)}.`);
  if (part === 'page') return 0;
  await takeWindowPictures();
  return withBrowser(async browser => {
    await takeWalkthroughPictures(browser);
    await takeEditorPictures(browser);
  });
}

async function withBrowser(take: (browser: Browser) => Promise<void>): Promise<number> {
  const browser = await launchBrowser();
  try {
    await take(browser);
    return 0;
  } finally {
    await browser.close();
  }
}

async function takeWindowPictures(): Promise<void> {
  await mkdir(imagesFolder, { recursive: true });
  const parent = await mkdtemp(path.join(tmpdir(), 'screenshots-'));
  const folder = path.join(parent, 'webshop');
  await mkdir(folder);
  await writeFile(path.join(folder, 'search.ts'), CODE);
  const practice = await startPracticeServer({ pace: { firstTokenMs: 400, tokenMs: 8 } });
  const browser = await launchBrowser();
  const server = await startTestServer({ settings: settingsFor(practice) });
  try {
    const workbench = await openWorkbench(browser, server, {
      folder,
      extensionDevelopmentPath: projectRoot,
      width: 1280,
      height: 860,
    });
    await talk(workbench, practice);
    await takePictures(workbench);
  } finally {
    await browser.close();
    await server.dispose();
    await practice.close();
    await rm(parent, { recursive: true, force: true });
  }
}

function settingsFor(practice: PracticeServer): Readonly<Record<string, unknown>> {
  return {
    'endpointChat.endpoints': [{ name: 'Team gateway', url: practice.url, model: 'qwen3-coder' }],
    'workbench.startupEditor': 'none',
    'workbench.layoutControl.enabled': false,
    'window.commandCenter': false,
    'chat.disableAIFeatures': true,
    'editor.minimap.enabled': false,
  };
}

/** A conversation as a user has it: a selection explained, by a model whose answer is written here. */
async function talk(workbench: Workbench, practice: PracticeServer): Promise<void> {
  const pieces = ANSWER.match(/[\s\S]{1,6}/g) ?? [];
  practice.script({
    when: isQuestion,
    headers: { 'Content-Type': 'text/event-stream' },
    steps: [
      { wait: 400 },
      ...pieces.flatMap(content => [{ send: sse({ choices: [{ index: 0, delta: { content } }] }) }, { wait: 15 }]),
      {
        send: sse(
          { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
          { choices: [], usage: { prompt_tokens: 96, completion_tokens: 141 } },
          '[DONE]',
        ),
      },
    ],
  });
  await openFile(workbench, 'search.ts');
  await selectLines(workbench, 1, 6);
  await runCommand(workbench, 'Endpoint Chat: Explain Selection');
  const chat = chatFrame(workbench);
  await chat.getByRole('table').waitFor();
  await chat.getByRole('button', { name: 'Send', exact: true }).waitFor();
}

async function takePictures(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  for (const width of [600, 300]) {
    await setSecondarySidebarWidth(workbench, width);
    // Away from the edge, which is highlighted under the mouse.
    await page.mouse.move(640, 500);
    for (const [theme, name] of THEMES) {
      await setTheme(workbench, theme);
      await painted(workbench);
      await page
        .locator('.part.auxiliarybar')
        .screenshot({ path: path.join(imagesFolder, `chat-${name}-${width}.png`) });
    }
  }
  await setTheme(workbench, 'dark');
  await painted(workbench);
  await page.screenshot({ path: path.join(imagesFolder, 'window-dark.png') });
  console.log(`The pictures are in ${path.relative(projectRoot, imagesFolder)}.`);
}

/** Colours reach the page of the view by message, after the workbench has them. */
async function painted(workbench: Workbench): Promise<void> {
  const background = (): Promise<string> =>
    workbench.page.locator('.part.auxiliarybar').evaluate(element => getComputedStyle(element).backgroundColor);
  const chat = chatFrame(workbench).locator('body');
  const end = Date.now() + 10_000;
  const own = await background();
  while (Date.now() < end) {
    const shown = await chat.evaluate(body => {
      const probe = document.createElement('i');
      probe.style.color = 'var(--vscode-sideBar-background)';
      body.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return new Promise<string>(resolve => requestAnimationFrame(() => resolve(color)));
    });
    if (shown === own) return;
  }
  throw new Error('The page never got the colours of the theme.');
}
