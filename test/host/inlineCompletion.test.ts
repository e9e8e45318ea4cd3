// Ghost text in a real VS Code: turned on in the status bar, seen, accepted with Tab.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { until } from '../support/until';
import { editorText, focusEditor, undo } from './editor';
import { projectRoot } from './folders';
import { usePracticeWorkbench } from './practiceWorkbench';
import { openFile } from './quickInput';
import { setTheme, userSettings } from './workbench';

const FILE = 'export function total(prices: number[]): number {\n  \n}\n';
const REST = 'return prices.reduce((sum, price) => sum + price, 0);';

describe('a user who wants inline suggestions, in a real VS Code', () => {
  const { workbench, server } = usePracticeWorkbench({
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
  });

  it('sees what the model would write, and accepts it with Tab', async () => {
    await focusEditor(workbench());
    await keyboard().press('ControlOrMeta+Home');
    await keyboard().press('ArrowDown');
    await keyboard().press('End');
    answer(`${REST}\n}\n`);
    await keyboard().type('r');
    await keyboard().press('Backspace');
    await keyboard().press('Escape');
    // With the suggestion list closed.
    await page().keyboard.press('Alt+Backslash');
    await ghost().first().waitFor();
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

  it('sees a quiet mark where the endpoint fails, and no message', async () => {
    server().script({ when: isQuestion, status: 500, steps: [{ send: 'no' }] });
    const before = questions().length;
    await focusEditor(workbench());
    await keyboard().press('ControlOrMeta+End');
    await keyboard().type('// ');
    await until(() => questions().length > before);
    await item(/Inline suggestions rest/).waitFor();
    assert.equal(await page().locator('.notification-toast').count(), 0);
    await picture('failure');
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
