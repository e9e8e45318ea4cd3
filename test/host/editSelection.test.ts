// A change that is described at the selection, in a real VS Code.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { isQuestion, lastQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { until } from '../support/until';
import { deferred } from './deferred';
import { editorText, focusEditor, pickFromEditorMenu, selectLines, undo } from './editor';
import { projectRoot } from './folders';
import { usePracticeWorkbench } from './practiceWorkbench';
import { openFile, runCommand } from './quickInput';

const CODE = 'class Sum {\n  add(a, b) {\n    return a - b;\n  }\n\n  one() {\n    return 2;\n  }\n}\n';
const ADD = CODE.replace('a - b', 'a + b');
const BOTH = ADD.replace('return 2', 'return 1');

describe('a user who describes a change at the selection, in a real VS Code', () => {
  const practice = usePracticeWorkbench({ pace: { firstTokenMs: 0, tokenMs: 1 }, files: { 'sum.js': CODE } });
  const page = (): Page => practice.workbench().page;
  const proposal = (): Locator => page().getByRole('tab', { name: 'sum.js: proposed change' });
  /** Buttons of the editor's title and of the bars; VS Code adds their keys to their names. */
  const button = (name: RegExp): Locator => page().locator('.editor-container, .title').getByRole('button', { name });
  const asked = (): number => practice.server().requests.filter(isQuestion).length;
  const bars = (): Locator => page().locator('.review-widget .review-title', { hasText: /Change \d of \d/ });
  const box = (): Locator => page().locator('.review-widget .edit-container');

  afterEach(async function () {
    const { state, title } = this.currentTest ?? {};
    if (state !== 'failed') return;
    const failures = path.join(projectRoot, 'dist', 'failures');
    await mkdir(failures, { recursive: true });
    await page().screenshot({ path: path.join(failures, `edit ${title?.slice(0, 60)}.png`) });
  });

  function script(content: string, ...meanwhile: readonly Step[]): void {
    const headers = { 'Content-Type': 'text/event-stream' };
    const end = { send: sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]') };
    const text = { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
    practice.server().script({ when: isQuestion, headers, steps: [text, ...meanwhile, end] });
  }

  /** Types into the box at the code, once the keyboard is in it, and sends it. */
  async function describeChange(words: string): Promise<void> {
    const field = box().locator('.native-edit-context, textarea').first();
    await field.waitFor({ state: 'attached' });
    await page().waitForFunction(() => document.activeElement?.matches('.review-widget *'));
    await page().keyboard.type(words);
    await box()
      .locator('.view-line', { hasText: words.replaceAll(' ', '\u00a0') })
      .waitFor();
    await page().keyboard.press('Enter');
    await box().waitFor({ state: 'detached' });
  }

  it('gets a box below the selection, and leaves it with Esc', async () => {
    await openFile(practice.workbench(), 'sum.js');
    await selectLines(practice.workbench(), 1, 9);
    await pickFromEditorMenu(practice.workbench(), 'class Sum', 'Edit Selection…');
    await box().waitFor();
    await page().waitForFunction(() => document.activeElement?.matches('.review-widget *'));
    await page().keyboard.press('Escape');
    await box().waitFor({ state: 'detached' });
  });

  it('describes the change, and sees it with nothing changed yet', async () => {
    await selectLines(practice.workbench(), 1, 9);
    await runCommand(practice.workbench(), 'Endpoint Chat: Edit Selection…');
    script(`Here is the code:\n\`\`\`js\n${BOTH}\`\`\``);
    await describeChange('mend both');
    await proposal().waitFor();
    await bars().nth(1).waitFor();
    assert.match(JSON.stringify(lastQuestion(practice.server().requests)?.body), /Change the marked code: mend both/);
    assert.equal(await page().locator('.tab.dirty').count(), 0);
  });

  it('accepts one change, rejects the other, and has just the first', async () => {
    await button(/^Accept This Change/)
      .first()
      .click();
    await bars().nth(1).waitFor({ state: 'detached' });
    await button(/^Reject This Change/)
      .first()
      .click();
    await proposal().waitFor({ state: 'detached' });
    await openFile(practice.workbench(), 'sum.js');
    assert.equal(await editorText(practice.workbench()), ADD);
    await undo(practice.workbench());
    assert.equal(await editorText(practice.workbench()), CODE);
  });

  it('asks again, sees the other change, goes back, and accepts by keyboard in one undo step', async () => {
    await selectLines(practice.workbench(), 1, 9);
    await runCommand(practice.workbench(), 'Endpoint Chat: Edit Selection…');
    script(ADD);
    await describeChange('add');
    await proposal().waitFor();
    await bars().first().waitFor();
    await button(/^Again, but/)
      .first()
      .click();
    script(BOTH);
    await describeChange('and one is one');
    await bars().nth(1).waitFor();
    await button(/^Show Earlier Proposal/)
      .first()
      .click();
    await bars().nth(1).waitFor({ state: 'detached' });
    await button(/^Show Later Proposal/)
      .first()
      .click();
    await bars().nth(1).waitFor();
    await focusEditor(practice.workbench());
    await page().keyboard.press('ControlOrMeta+Enter');
    await proposal().waitFor({ state: 'detached' });
    assert.equal(await editorText(practice.workbench()), BOTH);
    await undo(practice.workbench());
    assert.equal(await editorText(practice.workbench()), CODE);
  });

  it('stops the model with Esc, and has what was there', async () => {
    const never = deferred<void>();
    await selectLines(practice.workbench(), 2, 4);
    await runCommand(practice.workbench(), 'Endpoint Chat: Edit Selection…');
    const before = asked();
    script('  add', { wait: never.promise });
    await describeChange('add');
    await until(() => asked() > before);
    await page().waitForFunction(() => document.activeElement?.matches('.monaco-editor *'));
    await page().keyboard.press('Escape');
    assert.equal((await lastQuestion(practice.server().requests)?.ended)?.by, 'client');
    never.resolve();
    assert.equal(await proposal().count(), 0);
    assert.equal(await editorText(practice.workbench()), CODE);
  });
});
