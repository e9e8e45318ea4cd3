// A commit message that is written by the button in the source-control view, in a real VS Code.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { isQuestion, lastQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { deferred } from './deferred';
import { usePracticeWorkbench } from './practiceWorkbench';
import { runCommand } from './quickInput';

const DONE = sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]');

function piece(content: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
}

/** A repository with one commit and a change after it. */
async function repositoryIn(folder: string): Promise<void> {
  const git = (...args: readonly string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], { cwd: folder });
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--no-gpg-sign', '--message', 'feat: add a sum');
  await writeFile(path.join(folder, 'sum.ts'), 'export const sum = 2;\n');
}

describe('a user who commits, in a real VS Code', () => {
  const practice = usePracticeWorkbench({
    pace: { firstTokenMs: 0, tokenMs: 0 },
    files: { 'sum.ts': 'export const sum = 1;\n' },
    prepare: repositoryIn,
  });
  const page = () => practice.workbench().page;

  before(async () => {
    await page()
      .getByRole('tab', { name: /^Source Control/ })
      .first()
      .click();
    await box().waitFor();
  });

  const box = (): Locator => page().locator('.scm-editor .view-lines').first();
  const boxHolds = (text: string | RegExp): Promise<void> => box().filter({ hasText: text }).waitFor();
  const header = (): Locator => page().locator('.part.sidebar .pane-header', { hasText: 'Changes' });
  // In the title: VS Code has a button of its own with that name in the box.
  const button = (name: string): Locator => header().getByRole('button', { name });

  /** Buttons of a title are there for whoever points at it. */
  async function press(name: string): Promise<void> {
    await header().hover();
    await button(name).click();
  }

  /** The button's tooltip lies over the box. */
  async function clickBox(): Promise<void> {
    await page().mouse.move(640, 300);
    await box().click();
  }

  function script(...steps: readonly Step[]): void {
    practice.server().script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps });
  }

  it('sees the message stream into the box after a click on the button', async () => {
    const more = deferred<void>();
    script(piece('Here is the commit message:\n\n```\nfix: make the'), { wait: more.promise }, piece(' sum two\n```'), {
      send: DONE,
    });
    await press('Generate Commit Message');
    await boxHolds(/^fix:\smake\sthe$/);
    await button('Stop').waitFor();
    more.resolve();
    await boxHolds(/^fix:\smake\sthe\ssum\stwo$/);
    await button('Generate Commit Message').waitFor();
    const asked = JSON.stringify(lastQuestion(practice.server().requests)?.body);
    assert.match(asked, /Earlier message 1:\\nfeat: add a sum/);
    assert.match(asked, /\+export const sum = 2;/);
  });

  it('brings the old one back with a click', async () => {
    script(piece('fix: say something else'), { send: DONE });
    await press('Generate Commit Message');
    await boxHolds(/^fix:\ssay\ssomething\selse$/);
    // Opened, for what pops up by itself goes away by itself.
    await runCommand(practice.workbench(), 'Notifications: Show Notifications');
    const notice = page().locator('.notification-list-item', {
      hasText: 'The commit message that you had was replaced.',
    });
    await notice.getByRole('button', { name: 'Undo' }).waitFor();
    await notice.getByRole('button', { name: 'Undo' }).click();
    await boxHolds(/^fix:\smake\sthe\ssum\stwo$/);
  });

  it('stops it with the same button, and goes on typing', async () => {
    script(piece('fix: half of a'), { stall: true });
    await press('Generate Commit Message');
    await boxHolds(/^fix:\shalf\sof\sa$/);
    await press('Stop');
    await button('Generate Commit Message').waitFor();
    await clickBox();
    await page().keyboard.press('ControlOrMeta+End');
    await page().keyboard.type(' message of mine');
    await boxHolds(/^fix:\shalf\sof\sa\smessage\sof\smine$/);
  });

  it('stops it with Esc in the box, which keeps what is there', async () => {
    await clickBox();
    await page().keyboard.press('ControlOrMeta+A');
    await page().keyboard.press('Delete');
    script(piece('fix: another half'), { stall: true });
    await press('Generate Commit Message');
    await boxHolds(/^fix:\sanother\shalf$/);
    await clickBox();
    await page().keyboard.press('Escape');
    await header().hover();
    await button('Generate Commit Message').waitFor();
    await boxHolds(/^fix:\sanother\shalf$/);
    assert.equal((await lastQuestion(practice.server().requests)?.ended)?.by, 'client');
  });

  it('types into it while it is written: it stops, and no letter is lost', async () => {
    await clickBox();
    await page().keyboard.press('ControlOrMeta+A');
    await page().keyboard.press('Delete');
    script(piece('fix: half of a'), { stall: true });
    await press('Generate Commit Message');
    await boxHolds(/^fix:\shalf\sof\sa$/);
    await clickBox();
    await page().keyboard.press('ControlOrMeta+End');
    await page().keyboard.type(' word');
    await boxHolds(/^fix:\shalf\sof\sa\sword$/);
    await button('Generate Commit Message').waitFor();
    assert.equal((await lastQuestion(practice.server().requests)?.ended)?.by, 'client');
  });

  it('loses no letter of a fast typist among many small pieces', async () => {
    await clickBox();
    await page().keyboard.press('ControlOrMeta+A');
    await page().keyboard.press('Delete');
    script(
      piece('fix: one piece after another'),
      ...Array.from({ length: 400 }, (_, index): readonly Step[] => [{ wait: 5 }, piece(` ${index}`)]).flat(),
      { stall: true },
    );
    await press('Generate Commit Message');
    await boxHolds(/^fix:\sone\spiece\safter\sanother/);
    await clickBox();
    await page().keyboard.type('abcdefghij');
    await boxHolds('abcdefghij');
    await header().hover();
    await button('Generate Commit Message').waitFor();
    await boxHolds('abcdefghij');
    await page().keyboard.press('ControlOrMeta+A');
    await page().keyboard.type('fix: half of a word');
  });

  it('takes all of it back with one undo', async () => {
    script(piece('docs: one '), piece('two '), piece('three'), { send: DONE });
    await press('Generate Commit Message');
    await boxHolds(/^docs:\sone\stwo\sthree$/);
    await button('Generate Commit Message').waitFor();
    await clickBox();
    await page().keyboard.press('ControlOrMeta+Z');
    await boxHolds(/^fix:\shalf\sof\sa\sword$/);
  });

  it('reads in the status bar how far long changes are summarised, before the message comes', async () => {
    const lines = Array.from({ length: 1000 }, (_, line) => `export const value${line} = ${line};`);
    await writeFile(path.join(practice.folder(), 'long.ts'), lines.join('\n'));
    await runCommand(practice.workbench(), 'Git: Refresh');
    await page().locator('.scm-view .label-name', { hasText: 'long.ts' }).waitFor();
    const more = deferred<void>();
    script(piece('long.ts: Adds constants.'), { wait: more.promise }, { send: DONE });
    script(piece('feat: add constants'), { send: DONE });
    await press('Generate Commit Message');
    const status = page().locator('.part.statusbar').getByText('Summarising a long file for the commit message.');
    await status.waitFor();
    await boxHolds(/^fix:\shalf\sof\sa\sword$/);
    more.resolve();
    await boxHolds(/^feat:\sadd\sconstants$/);
    await status.waitFor({ state: 'detached' });
  });
});
