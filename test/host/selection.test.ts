// The commands about code, from the menus and the lightbulb of a real VS Code.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { arrayField, stringField } from '../../src/core/unknown';
import { isQuestion, lastQuestion } from '../support/questions';
import { focusEditor, pickFromEditorMenu, selectLines } from './editor';
import { projectRoot } from './folders';
import { practiceEndpoint, usePracticeWorkbench } from './practiceWorkbench';
import { installProblems } from './problemExtension';
import { openFile } from './quickInput';

const CODE = 'def add(a, b):\n    return a - b  # FIXME\n';
/** A list that VS Code has ready shows its rows at once; after this long it is asked again. */
const PATIENCE = 3000;

describe('a user who has a problem, in a real VS Code', () => {
  const practice = usePracticeWorkbench({
    pace: { firstTokenMs: 0, tokenMs: 0 },
    files: { 'sum.py': CODE, 'notes.txt': 'Sums are to be right.\n' },
    install: installProblems,
    settings: server => ({ ...practiceEndpoint(server), 'chat.disableAIFeatures': true }),
  });
  const page = () => practice.workbench().page;
  const question = (): Locator => practice.chat().getByRole('article', { name: 'You' }).last();
  const sent = (): string => {
    const messages = arrayField(lastQuestion(practice.server().requests)?.body, 'messages');
    return stringField(messages.at(-1), 'content') ?? '';
  };

  before(async () => {
    await openFile(practice.workbench(), 'sum.py');
    await page().locator('.squiggly-error').waitFor();
  });
  afterEach(async function () {
    const { state, title } = this.currentTest ?? {};
    if (state !== 'failed') return;
    const failures = path.join(projectRoot, 'dist', 'failures');
    await mkdir(failures, { recursive: true });
    await page().screenshot({ path: path.join(failures, `selection ${title?.slice(0, 60)}.png`) });
  });

  /** Opens the lightbulb's list on the second line, where nothing is selected, and takes a row of it. */
  async function takeFromLightbulb(title: string): Promise<void> {
    const row = page().locator('.action-widget .monaco-list-row', { hasText: title });
    for (let attempt = 0; attempt < 10 && !(await row.isVisible()); attempt++) {
      await focusEditor(practice.workbench());
      await page().keyboard.press('ControlOrMeta+Home');
      await page().keyboard.press('ArrowDown');
      await page().keyboard.press('ControlOrMeta+.');
      await row.waitFor({ timeout: PATIENCE }).catch(() => page().keyboard.press('Escape'));
    }
    // A list that has just opened ignores the mouse for a moment.
    while (await row.isVisible()) await row.click({ timeout: PATIENCE }).catch(() => undefined);
  }

  it('has the selection fixed from the menu of the editor, and sees what went along', async () => {
    await selectLines(practice.workbench(), 1, 2);
    await pickFromEditorMenu(practice.workbench(), 'FIXME', 'Fix Selection');
    await question().getByText('Find and fix what is wrong with the selected code.').waitFor();
    assert.match(await question().innerText(), /sum\.py\s*1–2\s*python\s*1 problem/);
    await practice.answered();
    assert.match(
      sent(),
      /sum\.py \(lines 1–2\):\n```python\ndef add[\s\S]*- line 2, error: This is to be fixed\. \(problems\)/,
    );
  });

  it('has it fixed by the lightbulb, where nothing is selected', async () => {
    await takeFromLightbulb('Fix with Endpoint Chat');
    await question().getByText('with the code around what the editor reports.').waitFor();
    await question().getByText('1 problem').waitFor();
    await practice.answered();
    assert.match(sent(), /sum\.py \(lines 1–3\):[\s\S]*- line 2, error: This is to be fixed\. \(problems\)/);
  });

  it('adds a file from the explorer to the message, which is not sent by that', async () => {
    const questions = () => practice.server().requests.filter(isQuestion).length;
    const before = questions();
    await page().getByRole('treeitem', { name: 'notes.txt' }).click({ button: 'right' });
    const entry = page().getByRole('menuitem', { name: 'Add File to Chat', exact: true });
    await entry.waitFor();
    while (await entry.isVisible()) await entry.click({ timeout: PATIENCE }).catch(() => undefined);
    await practice.chat().getByRole('list', { name: 'Attachments' }).getByText('notes.txt').waitFor();
    assert.equal(questions(), before);
  });
});
