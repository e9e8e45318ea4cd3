// What goes along with a message, chosen by typing `#`, dropped from the explorer, and held against the model's window.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isQuestion, lastQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { until } from '../support/until';
import { editorText } from './editor';
import { projectRoot } from './folders';
import { usePracticeWorkbench } from './practiceWorkbench';
import { openFile, pickItem, quickInput, runCommand } from './quickInput';

const DONE = sse({ choices: [{ index: 0, delta: { content: 'Yes.' }, finish_reason: 'stop' }] }, '[DONE]');

async function moreIn(folder: string): Promise<void> {
  for (const name of ['shapes/circle.ts', 'shapes/flat/square.ts', 'build/circle.js']) {
    await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
    await writeFile(path.join(folder, name), 'export {};\n');
  }
  // Empty, and yet the top of a repository to whoever looks for its rules.
  await mkdir(path.join(folder, '.git'), { recursive: true });
}

describe('a user who takes things along, in a real VS Code', () => {
  const practice = usePracticeWorkbench({
    pace: { firstTokenMs: 0, tokenMs: 0 },
    files: { '.gitignore': 'build/\n', 'sum.ts': 'export const sum = 1;\n', 'long.txt': 'word '.repeat(6000) },
    prepare: moreIn,
  });
  const { chat, message, answers, answered } = practice;
  const page = () => practice.workbench().page;
  const option = (name: string) => chat().getByRole('option', { name });
  const remove = (name: string) => chat().getByRole('button', { name: `Remove ${name}`, exact: true });
  const sent = () => JSON.stringify(lastQuestion(practice.server().requests)?.body);
  const questions = () => practice.server().requests.filter(isQuestion).length;

  afterEach(async function () {
    const { state, title } = this.currentTest ?? {};
    if (state !== 'failed') return;
    const failures = path.join(projectRoot, 'dist', 'failures');
    await mkdir(failures, { recursive: true });
    await page().screenshot({ path: path.join(failures, `context ${title?.slice(0, 60)}.png`) });
  });

  function scriptAnswer(): void {
    practice.server().script({
      when: isQuestion,
      headers: { 'Content-Type': 'text/event-stream' },
      steps: [{ send: DONE }],
    });
  }

  async function send(): Promise<void> {
    const count = await answers().count();
    scriptAnswer();
    await message().press('Enter');
    await answers().nth(count).waitFor();
    await answered();
  }

  it('chooses a folder by its name, sees what its names take, and the server gets them', async () => {
    await message().pressSequentially('What is in #fold');
    await option('#folder').waitFor();
    await message().press('Enter');
    await pickItem(practice.workbench(), 'shapes');
    await remove('shapes/').waitFor();
    const chip = chat().getByRole('list', { name: 'Attachments' }).getByRole('listitem');
    assert.match(await chip.innerText(), /shapes\/\s*3 names\s*≈\d+ tok/);
    assert.equal(await message().inputValue(), 'What is in ');
    await message().press('End');
    await message().pressSequentially('here?');
    await send();
    assert.match(sent(), /shapes\/ \(3 names;[^)]*\)\\nflat\/\\n {2}square\.ts\\ncircle\.ts\\n/);
    assert.equal(await remove('shapes/').count(), 0);
  });

  it('goes on typing in the message after a choice from a list, and after leaving one', async () => {
    await openFile(practice.workbench(), 'sum.ts');
    const hasKeyboard = () => message().evaluate(box => box === document.activeElement && document.hasFocus());
    for (const leave of [() => pickItem(practice.workbench(), 'shapes'), () => page().keyboard.press('Escape')]) {
      await message().pressSequentially('#fold');
      await option('#folder').waitFor();
      await message().press('Enter');
      await quickInput(practice.workbench()).getByText('shapes').first().waitFor();
      await leave();
      await quickInput(practice.workbench()).waitFor({ state: 'hidden' });
      await until(hasKeyboard);
      await page().keyboard.type('on ');
    }
    assert.equal(await message().inputValue(), 'on on ');
    assert.equal(await editorText(practice.workbench()), 'export const sum = 1;\n');
    await remove('shapes/').click();
    await message().fill('');
  });

  it('finds a file that is not open by what is typed, and nothing that Git leaves alone', async () => {
    await message().pressSequentially('See #circ');
    await option('circle.ts').waitFor();
    assert.equal(await option('circle.js').count(), 0);
    await option('circle.ts').click();
    await remove('circle.ts').waitFor();
    await remove('circle.ts').click();
    await message().fill('');
  });

  it('is told before anything is sent what does not fit, and sends it all the same', async () => {
    await openFile(practice.workbench(), 'long.txt');
    await message().click();
    await message().pressSequentially('Shorten #file');
    await option('#file').first().waitFor();
    await message().press('Tab');
    await remove('long.txt').waitFor();
    const notice = chat().locator('.too-long');
    await notice.waitFor();
    assert.match(await notice.innerText(), /long\.txt 6\.\dk\. It would fit without long\.txt\./);
    const before = questions();
    await message().press('Enter');
    const alert = chat().getByRole('alert').filter({ hasText: 'Longer than the model can hold' });
    await alert.getByRole('button', { name: 'Send anyway' }).waitFor();
    assert.equal(questions(), before);
    const count = await answers().count();
    scriptAnswer();
    await alert.getByRole('button', { name: 'Send anyway' }).click();
    await answers().nth(count).waitFor();
    await answered();
    assert.ok(sent().length > 6000 * 5, 'nothing is cut');
  });

  it('drags a tab to the chat while Shift is held', async () => {
    const tab = page().locator('.tab.active[data-resource-name="long.txt"]');
    const [from, to] = await Promise.all([tab.boundingBox(), message().boundingBox()]);
    assert.ok(from && to);
    await page().mouse.move(from.x + 30, from.y + 15);
    await page().mouse.down();
    await page().keyboard.down('Shift');
    await page().mouse.move(from.x + 60, from.y + 18, { steps: 5 });
    // VS Code lets the page have the drag once it has seen the key; until then each move goes to somebody else.
    const dropping = chat().locator('.composer.dropping');
    for (let moves = 0; !(await dropping.isVisible()); moves++) {
      await page().mouse.move(to.x + 40 + (moves % 5), to.y + 5, { steps: 5 });
    }
    await page().mouse.up();
    await page().keyboard.up('Shift');
    await remove('long.txt').waitFor();
    await remove('long.txt').click();
  });

  it('goes on typing in the tab in which the list was asked for, and no sidebar opens', async () => {
    await runCommand(practice.workbench(), 'Endpoint Chat: Open in Editor');
    const ours = 'iframe.webview[src*="extensionId=endpoint-chat.endpoint-chat"]';
    const tab = page().frameLocator(`${ours}:not([src*="purpose=webviewView"])`).frameLocator('iframe');
    const box = tab.getByRole('textbox', { name: 'Message', exact: true });
    await box.waitFor();
    await runCommand(practice.workbench(), 'View: Hide Secondary Side Bar');
    const sidebar = page().locator('.part.auxiliarybar');
    await sidebar.waitFor({ state: 'hidden' });
    await box.click();
    await box.pressSequentially('#fold');
    await tab.getByRole('option', { name: '#folder' }).waitFor();
    await box.press('Enter');
    await pickItem(practice.workbench(), 'shapes');
    await tab.getByRole('button', { name: 'Remove shapes/', exact: true }).waitFor();
    await until(() => box.evaluate(element => element === document.activeElement && document.hasFocus()));
    await page().keyboard.type('on');
    assert.equal(await box.inputValue(), 'on');
    assert.equal(await sidebar.isVisible(), false);
  });
});
