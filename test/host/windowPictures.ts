// The chat in a real VS Code: pictures for README.md and the guide, and others to be looked at.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, FrameLocator } from 'playwright-core';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { selectLines } from './editor';
import { projectRoot } from './folders';
import { openFile, runCommand } from './quickInput';
import { startTestServer } from './vscodeServer';
import { chatFrame, openWorkbench, setSecondarySidebarWidth, setTheme, type Theme, type Workbench } from './workbench';

const imagesFolder = path.join(projectRoot, 'docs', 'images');
/** Of what is only to be looked at. */
const screenshotsFolder = path.join(projectRoot, 'dist', 'screenshots');

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

const TAB = 'iframe.webview[src*="extensionId=endpoint-chat.endpoint-chat"]:not([src*="purpose=webviewView"])';

export async function takeWindowPictures(browser: Browser): Promise<void> {
  for (const made of [imagesFolder, screenshotsFolder]) await mkdir(made, { recursive: true });
  const parent = await mkdtemp(path.join(tmpdir(), 'screenshots-'));
  const folder = path.join(parent, 'webshop');
  await mkdir(folder);
  await writeFile(path.join(folder, 'search.ts'), CODE);
  const practice = await startPracticeServer({ pace: { firstTokenMs: 400, tokenMs: 8 } });
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
    await takeOtherPlaces(workbench);
    await workbench.close();
    const [images, others] = [imagesFolder, screenshotsFolder].map(made => path.relative(projectRoot, made));
    console.log(`The pictures are in ${images}, others to look at in ${others}.`);
  } finally {
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
    'editor.scrollbar.vertical': 'hidden',
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
}

/** The list of conversations, a tab beside code, and a conversation that nothing is kept of. */
async function takeOtherPlaces(workbench: Workbench): Promise<void> {
  const chat = chatFrame(workbench);
  await chat.getByRole('button', { name: 'History' }).click();
  await chat
    .getByRole('button', { name: /Explain/ })
    .first()
    .hover();
  await takeInThemes(workbench, 'history', chat);
  await chat.getByRole('searchbox').press('Escape');
  await runCommand(workbench, 'Endpoint Chat: Open in Editor');
  const tab = workbench.page.frameLocator(TAB).frameLocator('iframe');
  await tab.getByRole('table').waitFor();
  await takeInThemes(workbench, 'tab', tab);
  await runCommand(workbench, 'Endpoint Chat: New Private Conversation');
  await tab.getByText('Private', { exact: true }).waitFor();
  await takeInThemes(workbench, 'private', tab);
}

async function takeInThemes(workbench: Workbench, name: string, chat: FrameLocator): Promise<void> {
  for (const [theme, nameOfTheme] of THEMES) {
    await setTheme(workbench, theme);
    await painted(workbench, chat);
    await workbench.page.screenshot({ path: path.join(screenshotsFolder, `window-${name}-${nameOfTheme}.png`) });
  }
}

/** Colours reach the page of the view by message, after the workbench has them. */
async function painted(workbench: Workbench, frame = chatFrame(workbench)): Promise<void> {
  const background = (): Promise<string> =>
    workbench.page.locator('.part.auxiliarybar').evaluate(element => getComputedStyle(element).backgroundColor);
  const chat = frame.locator('body');
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
