// The pictures of what works beside the code, for README.md: each feature in use, in a dark and in a light theme.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { focusEditor, selectLines } from './editor';
import { projectRoot } from './folders';
import { answerWith, type Clip, inThemes, take } from './pictures';
import { takePicture } from './practiceWorkbench';
import { installProblems } from './problemExtension';
import { openFile, runCommand } from './quickInput';
import { startTestServer } from './vscodeServer';
import { makeWebshop } from './webshop';
import { changeSettings, chatFrame, openWorkbench, setSecondarySidebarWidth, type Workbench } from './workbench';

const imagesFolder = path.join(projectRoot, 'docs', 'images');
const WINDOW = { width: 1200, height: 600 };
/** Of the window's title, which is above everything, nothing is shown. */
const TOP = 30;
/** The editor where both sidebars are closed: as wide as the code is. */
const EDITOR: Clip = { x: 0, y: TOP, width: 620, height: 310 };

const EXPLANATION = `Each call starts a **new timer**, but nothing clears the old one:

- \`handle\` is overwritten before it is cleared
- so \`run\` is called once for every call
`;

const EDITED = `export function debounce(run, wait) {
  let handle;
  return (...args) => {
    clearTimeout(handle);
    handle = setTimeout(() => run(...args), wait);
  };
}
`;

/** A picture's file, without theme and ending. */
const named = (name: string): string => path.join(imagesFolder, `editor-${name}`);

/** Takes them all; resolves when they are on disk. */
export async function takeEditorPictures(browser: Browser): Promise<void> {
  await mkdir(imagesFolder, { recursive: true });
  const parent = await mkdtemp(path.join(tmpdir(), 'screenshots-'));
  const folder = path.join(parent, 'webshop');
  const extensionsFolder = path.join(parent, 'extensions');
  await makeWebshop(folder);
  await installProblems(extensionsFolder);
  const practice = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  const server = await startTestServer({ settings: settingsFor(practice), extensionsFolder });
  try {
    const opened = { folder, extensionDevelopmentPath: projectRoot, ...WINDOW };
    const workbench = await openWorkbench(browser, server, opened);
    await takeAll(workbench, practice).catch(async (error: unknown) => {
      await takePicture(workbench, 'pictures of the editor');
      throw error;
    });
    await workbench.close();
    console.log(`The pictures of what works in editors are in ${path.relative(projectRoot, imagesFolder)}.`);
  } finally {
    await server.dispose();
    await practice.close();
    await rm(parent, { recursive: true, force: true });
  }
}

async function takeAll(workbench: Workbench, practice: PracticeServer): Promise<void> {
  await takeCommitMessage(workbench, practice);
  await runCommand(workbench, 'View: Toggle Primary Side Bar Visibility');
  await takeSelection(workbench, practice);
  await takeMessageBox(workbench);
  await runCommand(workbench, 'View: Toggle Secondary Side Bar Visibility');
  await takeLightbulb(workbench);
  await takeCompletion(workbench, practice);
  await takeInlineSuggestion(workbench, practice);
  await takeEdit(workbench, practice);
}

function settingsFor({ url }: PracticeServer): Readonly<Record<string, unknown>> {
  return {
    'endpointChat.endpoints': [{ name: 'Team gateway', url, model: 'qwen3-coder', contextWindow: 32_768 }],
    'workbench.startupEditor': 'none',
    'workbench.layoutControl.enabled': false,
    'workbench.activityBar.location': 'top',
    'window.commandCenter': false,
    'window.menuBarVisibility': 'hidden',
    'breadcrumbs.enabled': false,
    'chat.disableAIFeatures': true,
    'editor.minimap.enabled': false,
    'editor.fontSize': 13,
    'scm.graph.showIncomingChanges': false,
  };
}

async function takeCommitMessage(workbench: Workbench, practice: PracticeServer): Promise<void> {
  const { page } = workbench;
  answerWith(practice, 'fix: wait as long as the caller says\n\nThe default hid that search.js waits for 250 ms.');
  await page
    .getByRole('tab', { name: /^Source Control/ })
    .first()
    .click();
  const header = page.locator('.part.sidebar .pane-header', { hasText: 'Changes' });
  await page.locator('.scm-editor .view-lines').first().waitFor();
  await header.hover();
  await header.getByRole('button', { name: 'Generate Commit Message' }).click();
  await page.locator('.scm-editor .view-lines').first().filter({ hasText: '250' }).waitFor();
  await inThemes(workbench, async theme => {
    // The button is there for whoever points at it; its tooltip would lie over the message.
    await header.hover({ position: { x: 20, y: 10 } });
    await take(workbench, named('commit'), theme, { x: 0, y: TOP, width: 310, height: 290 });
  });
}

/** The editor's menu, and the message of a command of it with what went along. */
async function takeSelection(workbench: Workbench, practice: PracticeServer): Promise<void> {
  const { page } = workbench;
  answerWith(practice, EXPLANATION);
  await openFile(workbench, 'search.js');
  await selectLines(workbench, 1, 6);
  await runCommand(workbench, 'Endpoint Chat: Explain Selection');
  await chatFrame(workbench).getByRole('button', { name: 'Regenerate' }).waitFor();
  await setSecondarySidebarWidth(workbench, 380);
  await inThemes(workbench, async theme => {
    // Where most of the code can be seen beside the menu.
    const line = page.locator('.view-line', { hasText: 'debounce' });
    await line.click({ button: 'right', position: { x: 215, y: 8 } });
    await page.getByRole('menuitem', { name: 'Endpoint Chat' }).hover();
    await page.getByRole('menuitem', { name: 'Explain Selection', exact: true }).waitFor();
    await page.getByRole('menuitem', { name: 'Explain Selection', exact: true }).hover();
    await take(workbench, named('menu'), theme, { ...WINDOW, x: 0, y: TOP, height: WINDOW.height - TOP });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });
}

/** What a slash and a `#` offer, and what goes along. */
async function takeMessageBox(workbench: Workbench): Promise<void> {
  const chat = chatFrame(workbench);
  const message = chat.getByRole('textbox', { name: 'Message' });
  const sidebar = workbench.page.locator('.part.auxiliarybar');
  const ofSidebar = async (name: string, height: number): Promise<void> => {
    const around = await sidebar.boundingBox();
    if (!around) throw new Error('The chat is not open.');
    const y = around.y + around.height - height;
    await workbench.page.mouse.move(200, 300);
    await inThemes(workbench, theme => take(workbench, named(name), theme, { ...around, y, height }));
  };
  await message.click();
  await message.pressSequentially('/');
  await chat.getByRole('option', { name: '/team-review' }).waitFor();
  await ofSidebar('slash', 360);
  await message.fill('');
  for (const name of ['#changes', '#selection']) {
    await message.pressSequentially(name);
    await chat.getByRole('option', { name }).first().waitFor();
    await message.press('Tab');
    await chat.getByRole('option').first().waitFor({ state: 'detached' });
  }
  await message.pressSequentially('Is this right for #');
  await chat.getByRole('option', { name: '#folder' }).waitFor();
  await ofSidebar('context', 435);
  await message.fill('');
}

async function takeLightbulb(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await openFile(workbench, 'cart.js');
  await page.locator('.squiggly-error').waitFor();
  await inThemes(workbench, async theme => {
    await selectLines(workbench, 3, 3);
    await page.keyboard.press('ControlOrMeta+Home');
    for (const _ of [1, 2]) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ControlOrMeta+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Fix with Endpoint Chat' }).waitFor();
    await take(workbench, named('lightbulb'), theme, EDITOR);
    await page.keyboard.press('Escape');
  });
}

/** Puts the cursor where a body is missing. */
async function goToBody({ page }: Workbench): Promise<void> {
  await page.keyboard.press('ControlOrMeta+End');
  for (const _ of [1, 2]) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await page.getByText('Ln 11, Col 3').first().waitFor();
}

async function takeCompletion(workbench: Workbench, practice: PracticeServer): Promise<void> {
  const { page } = workbench;
  answerWith(practice, 'const net = total(cart);\n  return net + net * TAX;');
  await focusEditor(workbench);
  await goToBody(workbench);
  await runCommand(workbench, 'Endpoint Chat: Insert Completion');
  await page.locator('.view-line', { hasText: 'net * TAX' }).waitFor();
  await runCommand(workbench, 'Notifications: Clear All Notifications');
  await inThemes(workbench, theme => take(workbench, named('completion'), theme, EDITOR));
  await focusEditor(workbench);
  await page.keyboard.press('Escape');
  await page.locator('.view-line', { hasText: 'net * TAX' }).waitFor({ state: 'detached' });
}

async function takeInlineSuggestion(workbench: Workbench, practice: PracticeServer): Promise<void> {
  const { page } = workbench;
  await changeSettings(workbench, { 'endpointChat.inlineCompletion.enable': true });
  await page
    .locator('.statusbar-item')
    .getByRole('button', { name: /Inline suggestions are on/ })
    .waitFor();
  answerWith(practice, 'return total(cart) * (1 + TAX);');
  await inThemes(workbench, async theme => {
    await focusEditor(workbench);
    await goToBody(workbench);
    await page.keyboard.press('Alt+Backslash');
    await page.locator('.ghost-text-decoration, .ghost-text-decoration-preview').first().waitFor();
    await take(workbench, named('inline'), theme, EDITOR);
    await page.keyboard.press('Escape');
  });
  await changeSettings(workbench, { 'endpointChat.inlineCompletion.enable': false });
}

/** The box below the selection, then what is proposed. */
async function takeEdit(workbench: Workbench, practice: PracticeServer): Promise<void> {
  const { page } = workbench;
  const box = page.locator('.review-widget .edit-container');
  await openFile(workbench, 'search.js');
  await selectLines(workbench, 1, 6);
  await runCommand(workbench, 'Endpoint Chat: Edit Selection…');
  await box.locator('.native-edit-context, textarea').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.activeElement?.matches('.review-widget *'));
  await page.setViewportSize({ width: EDITOR.width, height: WINDOW.height });
  await page.keyboard.type('only the last call counts, with its arguments');
  await inThemes(workbench, theme => take(workbench, named('edit'), theme, { ...EDITOR, height: 380 }));
  answerWith(practice, `\`\`\`js\n${EDITED}\`\`\``);
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'search.js: proposed change' }).waitFor();
  await page.locator('.review-widget .review-title').first().waitFor();
  await runCommand(workbench, 'Notifications: Clear All Notifications');
  await focusEditor(workbench);
  await page.setViewportSize({ width: 760, height: WINDOW.height });
  await inThemes(workbench, theme => take(workbench, named('proposal'), theme, { ...EDITOR, width: 760 }));
}
