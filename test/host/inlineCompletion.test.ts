// Ghost text in a real VS Code: turned on in the status bar, seen, accepted with Tab.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { editorText, focusEditor, undo } from './editor';
import { projectRoot } from './folders';
import { usePracticeWorkbench } from './practiceWorkbench';
import { openFile } from './quickInput';
import { setTheme, userSettings } from './workbench';

const FILE = 'export function total(prices: number[]): number {\n  \n}\n';
const REST = 'return prices.reduce((sum, price) => sum + price, 0);';

describe('a user who wants inline suggestions, in a real VS Code', () => {
  const { workbench, server, chat } = usePracticeWorkbench({
    pace: { firstTokenMs: 0, tokenMs: 0 },
    files: { 'total.ts': FILE },
  });
  const page = () => workbench().page;
  const keyboard = () => page().keyboard;
  /** The item's accessible name is the sentence that its tooltip says. */
  const item = (name: RegExp) => page().locator('.statusbar-item').getByRole('button', { name });
  const ghost = () => page().locator('.ghost-text-decoration, .ghost-text-decoration-preview, .suggest-preview-text');
  const questions = () => server().requests.filter(isQuestion);

  function answer(text: string): void {
    const content: Step = { send: sse({ choices: [{ index: 0, delta: { content: text } }] }) };
    const end: Step = { send: sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]') };
    server().script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps: [content, end] });
  }

  /** Puts the cursor at the end of a line, one-based. */
  async function endOfLine(line: number): Promise<void> {
    await focusEditor(workbench());
    await keyboard().press('ControlOrMeta+Home');
    for (let above = 1; above < line; above++) await keyboard().press('ArrowDown');
    await keyboard().press('End');
  }

  /** Asks for a suggestion by its key until it is seen. */
  async function suggested(): Promise<void> {
    await keyboard().press('Alt+Backslash');
    await ghost().first().waitFor();
  }

  async function picture(name: string): Promise<void> {
    const folder = path.join(projectRoot, 'dist', 'screenshots');
    await mkdir(folder, { recursive: true });
    await page().screenshot({ path: path.join(folder, `inline-${name}.png`) });
  }

  it('turns them on with one click, which is the user’s setting', async () => {
    await openFile(workbench(), 'total.ts');
    await item(/Inline suggestions are off/).click();
    await item(/Inline suggestions are on/).waitFor();
    assert.match(await userSettings(workbench()), /"endpointChat\.inlineCompletion\.enable": true/);
    assert.deepEqual(questions(), []);
    await chat().getByText('Inline suggestions are on: as you type code').waitFor();
  });

  it('sees what the model would write, and accepts it with Tab', async () => {
    await endOfLine(2);
    answer(`${REST}\n}\n`);
    await suggested();
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await setTheme(workbench(), theme);
      await ghost().first().waitFor();
      await picture(theme);
    }
    await keyboard().press('Tab');
    await ghost().first().waitFor({ state: 'hidden' });
    assert.equal(await editorText(workbench()), FILE.replace('  \n', `  ${REST}\n`));
    await undo(workbench());
    assert.equal(await editorText(workbench()), FILE);
  });

  it('accepts the same again word by word, and nobody is asked', async () => {
    const before = questions().length;
    await endOfLine(2);
    await suggested();
    await keyboard().press('ControlOrMeta+ArrowRight');
    await page().locator('.statusbar-item', { hasText: 'Ln 2, Col 9' }).waitFor();
    await ghost().first().waitFor();
    assert.equal(questions().length, before);
    assert.equal(await editorText(workbench()), FILE.replace('  \n', '  return\n'));
    await undo(workbench());
    assert.equal(await editorText(workbench()), FILE);
  });

  it('sees a quiet mark where the endpoint fails, and no message', async () => {
    // Whichever pause it is that asks.
    for (let key = 0; key < 3; key++) server().script({ when: isQuestion, status: 500, steps: [{ send: 'no' }] });
    await focusEditor(workbench());
    await keyboard().press('ControlOrMeta+End');
    await keyboard().type('// ');
    await item(/Inline suggestions rest for a moment/).waitFor();
    await page().locator('.statusbar-item .codicon-debug-pause').waitFor();
    await picture('failure');
    assert.equal(await page().locator('.notification-toast').count(), 0);
  });

  it('turns them off with one click, and nothing is asked any more', async () => {
    await item(/Inline suggestions rest/).click();
    await item(/Inline suggestions are off/).waitFor();
    const before = questions().length;
    await focusEditor(workbench());
    await keyboard().type('words ', { delay: 50 });
    await page().waitForTimeout(1000);
    assert.equal(questions().length, before);
    assert.deepEqual(workbench().errors, []);
  });
});
