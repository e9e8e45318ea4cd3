// A completion in a real VS Code: its mark, and the keys that keep it or take it back.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { editorText, focusEditor, undo } from './editor';
import { projectRoot } from './folders';
import { usePracticeWorkbench } from './practiceWorkbench';
import { openFile, runCommand } from './quickInput';
import { setTheme } from './workbench';

const FILE = 'export function total(prices: readonly number[]): number {\n  \n}\n';
const BODY = 'let sum = 0;\n  for (const price of prices) sum += price;\n  return sum;';
const OTHER = 'const other = 1;\n';
const COMPLETED = FILE.replace('  \n', `  ${BODY}\n`);

describe('a user who completes code, in a real VS Code', () => {
  const { server, workbench } = usePracticeWorkbench({
    pace: { firstTokenMs: 0, tokenMs: 0 },
    files: { 'total.ts': FILE, 'other.ts': OTHER },
  });
  const page = () => workbench().page;
  const keyboard = () => page().keyboard;
  const line = (text: string) => page().locator('.view-line', { hasText: text });
  const hint = () => page().getByText('Completion: Tab keeps it, Esc takes it back.').first();
  const writer = (words: string) => page().locator('.statusbar-item', { hasText: words }).first();
  const status = (text: RegExp) => page().locator('.statusbar-item', { hasText: text }).first();
  /** VS Code paints decorations of extensions with classes of this name. */
  const mark = () => page().locator('.view-overlays [class*="ced-"]').first();

  const piece = (content: string): Step => ({ send: sse({ choices: [{ index: 0, delta: { content } }] }) });
  const done: Step = { send: sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]') };

  function answer(...steps: readonly Step[]): void {
    server().script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps });
  }

  async function completeOnSecondLine(...steps: readonly Step[]): Promise<void> {
    if (steps.length > 0) answer(...steps);
    await focusEditor(workbench());
    await keyboard().press('ControlOrMeta+Home');
    await keyboard().press('ArrowDown');
    await keyboard().press('End');
    await page().getByText('Ln 2, Col 3').first().waitFor();
    await runCommand(workbench(), 'Endpoint Chat: Insert Completion');
  }

  async function picture(name: string): Promise<void> {
    const folder = path.join(projectRoot, 'dist', 'screenshots');
    await mkdir(folder, { recursive: true });
    await page().screenshot({ path: path.join(folder, `completion-${name}.png`) });
  }

  async function textIs(text: string): Promise<void> {
    assert.equal(await editorText(workbench()), text);
  }

  it('sees which text is new, and keeps it with Tab, which does nothing else', async () => {
    await openFile(workbench(), 'total.ts');
    await completeOnSecondLine(piece(BODY), done);
    await hint().waitFor();
    await line('return sum;').waitFor();
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await setTheme(workbench(), theme);
      await mark().waitFor();
      await picture(theme);
    }
    await keyboard().press('Tab');
    await hint().waitFor({ state: 'hidden' });
    await mark().waitFor({ state: 'hidden' });
    await textIs(COMPLETED);
    await undo(workbench());
    await textIs(FILE);
  });

  it('keeps it with Enter, and the next Enter is a line', async () => {
    await completeOnSecondLine(piece(BODY), done);
    await hint().waitFor();
    await keyboard().press('Enter');
    await hint().waitFor({ state: 'hidden' });
    await textIs(COMPLETED);
    await undo(workbench());
    await textIs(FILE);
  });

  it('takes all of it back with Esc', async () => {
    await completeOnSecondLine(piece(BODY), done);
    await hint().waitFor();
    await keyboard().press('Escape');
    await hint().waitFor({ state: 'hidden' });
    await line('return sum;').waitFor({ state: 'hidden' });
    await textIs(FILE);
  });

  it('takes it back with Esc while it is written, and the server sees the end', async () => {
    await completeOnSecondLine(piece('let sum = 0;'), { stall: true });
    await line('let sum = 0;').waitFor();
    await mark().waitFor();
    await picture('writing');
    await keyboard().press('Escape');
    await line('let sum = 0;').waitFor({ state: 'hidden' });
    assert.equal((await server().requests.findLast(isQuestion)?.ended)?.by, 'client');
    await textIs(FILE);
  });

  it('reads that it is waited for, and asked for again, as long as nothing is written', async () => {
    server().script({ when: isQuestion, status: 503, headers: { 'Retry-After': '50' }, steps: [{ send: 'busy' }] });
    await completeOnSecondLine();
    await status(/Asking practice-model again in \d+ s/).waitFor();
    await picture('retry');
    assert.equal(await status(/is writing/).count(), 0);
    await keyboard().press('Escape');
    await status(/Asking practice-model again/).waitFor({ state: 'hidden' });
    await textIs(FILE);
  });

  it('keeps what there is with Tab while it is written', async () => {
    await completeOnSecondLine(piece('let sum = 0;'), { stall: true });
    await line('let sum = 0;').waitFor();
    await mark().waitFor();
    await keyboard().press('Tab');
    assert.equal((await server().requests.findLast(isQuestion)?.ended)?.by, 'client');
    await mark().waitFor({ state: 'hidden' });
    await textIs(FILE.replace('  \n', '  let sum = 0;\n'));
    await undo(workbench());
    await textIs(FILE);
  });

  it('types in another file while it is written, where every key is their own', async () => {
    await completeOnSecondLine(piece('let sum = 0;'), { stall: true });
    await line('let sum = 0;').waitFor();
    await writer('Tab keeps what is there').waitFor();
    await openFile(workbench(), 'other.ts');
    await writer('is writing in total.ts').waitFor();
    await picture('elsewhere');
    await focusEditor(workbench());
    await keyboard().press('ControlOrMeta+Home');
    await page().getByText('Ln 1, Col 1').first().waitFor();
    await keyboard().press('Enter');
    await keyboard().press('Tab');
    await keyboard().type('x');
    await line('xconst other').waitFor();
    await keyboard().press('Escape');
    const typed = await editorText(workbench());
    assert.match(typed, /^\n[ \t]+xconst other = 1;\n$/);
    await openFile(workbench(), 'total.ts');
    await writer('Tab keeps what is there').waitFor();
    await line('let sum = 0;').waitFor();
  });

  it('types elsewhere in the same file, and takes the completion back at its place', async () => {
    await focusEditor(workbench());
    await keyboard().press('ControlOrMeta+Home');
    await writer('is writing in total.ts').waitFor();
    await keyboard().press('Enter');
    await page().getByText('Ln 2, Col 1').first().waitFor();
    await keyboard().press('Escape');
    await line('let sum = 0;').waitFor();
    await keyboard().press('ArrowDown');
    await keyboard().press('End');
    await writer('Tab keeps what is there').waitFor();
    await keyboard().press('Escape');
    await line('let sum = 0;').waitFor({ state: 'hidden' });
    assert.equal((await server().requests.findLast(isQuestion)?.ended)?.by, 'client');
    await textIs(`\n${FILE}`);
    await keyboard().press('ControlOrMeta+Home');
    await keyboard().press('Delete');
    await textIs(FILE);
  });

  it('goes on typing, and what was written is kept', async () => {
    await completeOnSecondLine(piece('let sum = 0;'), done);
    await hint().waitFor();
    await keyboard().type(' // a');
    await hint().waitFor({ state: 'hidden' });
    await mark().waitFor({ state: 'hidden' });
    await textIs(FILE.replace('  \n', '  let sum = 0; // a\n'));
    assert.deepEqual(workbench().errors, []);
  });
});
