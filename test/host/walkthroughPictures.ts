// The pictures of the walkthrough: what a user sees at each of its steps, in a dark and in a light theme.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { json } from '../support/scriptedReply';
import { selectLines } from './editor';
import { projectRoot } from './folders';
import { answerWith, inThemes, keep, take } from './pictures';
import { openFile, quickInput, runCommand, typeAnswer } from './quickInput';
import { startTestServer } from './vscodeServer';
import { changeSettings, chatFrame, openWorkbench, setSecondarySidebarWidth, type Workbench } from './workbench';

const folderOfPictures = path.join(projectRoot, 'media', 'walkthrough');
const named = (name: string): string => path.join(folderOfPictures, name);
/** Small enough to be read in half of a window, where VS Code shows them. */
const WINDOW = { width: 780, height: 560 };
const QUICK_INPUT = { x: 120, y: 0, width: 540, height: 290 };

const CODE = `export function debounce(run, wait) {
  let handle;
  return () => {
    handle = setTimeout(run, wait);
  };
}

export function mean(values) {

}
`;

const EXPLANATION = `Each call starts a **new timer**, but nothing clears the old one:

- \`handle\` is overwritten before it is cleared
- so \`run\` is called once for every call

\`\`\`javascript
clearTimeout(handle);
handle = setTimeout(run, wait);
\`\`\`
`;

const BODY = `  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;`;

/** Takes them all; resolves when they are on disk. */
export async function takeWalkthroughPictures(browser: Browser): Promise<void> {
  await mkdir(folderOfPictures, { recursive: true });
  const parent = await mkdtemp(path.join(tmpdir(), 'screenshots-'));
  const folder = path.join(parent, 'webshop');
  await mkdir(folder);
  await writeFile(path.join(folder, 'search.js'), CODE);
  const practice = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  const server = await startTestServer({ settings: settingsFor(practice) });
  try {
    const workbench = await openWorkbench(browser, server, {
      folder,
      extensionDevelopmentPath: projectRoot,
      ...WINDOW,
    });
    await runCommand(workbench, 'View: Toggle Primary Side Bar Visibility');
    await takeChat(workbench, practice);
    await takeCompletion(workbench, practice);
    await takeQuickInputs(workbench);
    await workbench.close();
    console.log(`The pictures of the walkthrough are in ${path.relative(projectRoot, folderOfPictures)}.`);
  } finally {
    await server.dispose();
    await practice.close();
    await rm(parent, { recursive: true, force: true });
  }
}

function settingsFor(practice: PracticeServer): Readonly<Record<string, unknown>> {
  const list = [
    { id: 'qwen3-coder-30b', context_length: 131_072, supported_parameters: ['tools'] },
    { id: 'llama-3.3-70b', context_length: 32_768 },
  ];
  for (let theme = 0; theme < 2; theme++)
    practice.script({ ...json({ data: list }), when: ({ path: asked }) => asked === '/v1/models' });
  const vision = { id: 'qwen2-vl-72b', context_length: 32_768, architecture: { input_modalities: ['text', 'image'] } };
  for (let theme = 0; theme < 2; theme++)
    practice.script({ ...json({ data: [vision] }), when: ({ path: asked }) => asked === '/gpu/v1/models' });
  return {
    'endpointChat.endpoints': [
      { name: 'Team gateway', url: practice.url, model: 'qwen3-coder-30b' },
      { name: 'GPU server', url: `${practice.url}/gpu/v1`, model: 'qwen2-vl-72b' },
    ],
    'workbench.startupEditor': 'none',
    'workbench.layoutControl.enabled': false,
    'workbench.activityBar.location': 'hidden',
    'window.commandCenter': false,
    'window.menuBarVisibility': 'hidden',
    'breadcrumbs.enabled': false,
    'chat.disableAIFeatures': true,
    'editor.minimap.enabled': false,
    'editor.fontSize': 13,
    'editor.lightbulb.enabled': 'on',
  };
}

/** The steps "Have code explained", which is the whole window, and "Ask in the chat", which is the chat alone. */
async function takeChat(workbench: Workbench, practice: PracticeServer): Promise<void> {
  answerWith(practice, EXPLANATION);
  await openFile(workbench, 'search.js');
  await selectLines(workbench, 1, 6);
  await runCommand(workbench, 'Endpoint Chat: Explain Selection');
  const chat = chatFrame(workbench);
  await chat.getByRole('button', { name: 'Copy code' }).waitFor();
  await chat.getByRole('button', { name: 'Send', exact: true }).waitFor();
  await setSecondarySidebarWidth(workbench, 380);
  await workbench.page.mouse.move(200, 300);
  await inThemes(workbench, async theme => {
    await take(workbench, named('explain'), theme);
    const sidebar = workbench.page.locator('.part.auxiliarybar');
    await keep(workbench.page, await sidebar.screenshot(), named('chat'), theme);
  });
}

async function takeCompletion(workbench: Workbench, practice: PracticeServer): Promise<void> {
  answerWith(practice, BODY);
  await openFile(workbench, 'search.js');
  await selectLines(workbench, 9, 9);
  await runCommand(workbench, 'Endpoint Chat: Insert Completion');
  const { page } = workbench;
  await page.locator('.view-line', { hasText: 'values.length' }).waitFor();
  await inThemes(workbench, theme =>
    take(workbench, named('completion'), theme, { x: 0, y: 0, width: 400, height: 330 }),
  );
}

/** The steps whose picture is a box at the top of the window. */
async function takeQuickInputs(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const box = quickInput(workbench);
  await runCommand(workbench, 'View: Close All Editors');
  await runCommand(workbench, 'View: Toggle Secondary Side Bar Visibility');
  // So high that the picture of an empty editor is out of sight.
  await page.setViewportSize({ width: WINDOW.width, height: 1200 });
  // Nothing must be pointed at.
  const pointNowhere = () => page.mouse.move(WINDOW.width / 2, 1000);
  await inThemes(workbench, async theme => {
    await runCommand(workbench, 'Endpoint Chat: Add Endpoint…');
    await box.locator('input').first().waitFor();
    await pointNowhere();
    await take(workbench, named('endpoint'), theme, QUICK_INPUT);
    await page.keyboard.press('Escape');
    await runCommand(workbench, 'Endpoint Chat: Select Model…');
    await box.getByText('llama-3.3-70b').waitFor();
    await box.getByText('images').waitFor();
    await pointNowhere();
    await take(workbench, named('model'), theme, QUICK_INPUT);
    await page.keyboard.press('Escape');
  });
  // One endpoint, so that it need not be chosen. It is not asked for anything.
  const endpoint = { name: 'Deka LLM', url: 'https://dekallm.cloudeka.ai/v1', model: 'qwen/qwen2-vl-72b-instruct' };
  await changeSettings(workbench, { 'endpointChat.endpoints': [endpoint] });
  await page.locator('.statusbar-item', { hasText: 'Deka LLM' }).waitFor();
  await runCommand(workbench, 'Endpoint Chat: Set Token…');
  await typeAnswer(workbench, 'The token', 'sk-of-a-picture');
  await runCommand(workbench, 'Notifications: Clear All Notifications');
  await inThemes(workbench, async theme => {
    await runCommand(workbench, 'Endpoint Chat: Edit Endpoint…');
    await box.getByText('stored for').waitFor();
    await pointNowhere();
    await take(workbench, named('privacy'), theme, QUICK_INPUT);
    await page.keyboard.press('Escape');
  });
}
