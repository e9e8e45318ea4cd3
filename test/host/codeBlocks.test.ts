// Code that a model wrote, on its way into a file, in a real VS Code.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { isQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { editorText, selectLines, undo } from './editor';
import { usePracticeWorkbench } from './practiceWorkbench';
import { openFile, runCommand } from './quickInput';

const CODE = 'class Sum {\n  add(a: number, b: number) {\n    return a - b;\n  }\n}\n';
const FIXED = CODE.replace('a - b', 'a + b');
const METHOD = 'add(a: number, b: number) {\n  return a + b;\n}';

describe('a user who is given code, in a real VS Code', () => {
  const { server, workbench, folder, ...driver } = usePracticeWorkbench({
    pace: { firstTokenMs: 0, tokenMs: 1 },
    files: { 'sum.ts': CODE },
  });
  before(() => openFile(workbench(), 'sum.ts'));

  async function answerWith(content: string, ask: () => Promise<void>): Promise<Locator> {
    const end = sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]');
    const headers = { 'Content-Type': 'text/event-stream' };
    server().script({
      when: isQuestion,
      headers,
      steps: [{ send: sse({ choices: [{ index: 0, delta: { content } }] }) }, { send: end }],
    });
    await ask();
    await driver.answered();
    return driver.answers().last();
  }

  function fence(code: string, language = 'typescript'): string {
    return `Here:\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;
  }

  const button = (at: Locator, name: string): Locator => at.getByRole('button', { name, exact: true });

  it('sees it in colours, with the file that it is about', async () => {
    await selectLines(workbench(), 2, 4);
    const answer = await answerWith(fence(METHOD), () => runCommand(workbench(), 'Endpoint Chat: Explain Selection'));
    await answer.getByText('typescript · sum.ts').waitFor();
    await answer.locator('.hl-control', { hasText: 'return' }).waitFor();
  });

  it('applies it: sees the difference, accepts it with the button above it, and takes it back in one step', async () => {
    await button(driver.answers().last(), 'Apply').click();
    await workbench().page.getByRole('tab', { name: 'sum.ts: proposed change' }).waitFor();
    await workbench()
      .page.getByRole('button', { name: /^Accept Changes/ })
      .first()
      .click();
    await workbench().page.getByRole('tab', { name: 'sum.ts: proposed change' }).waitFor({ state: 'detached' });
    assert.equal(await editorText(workbench()), FIXED);
    await undo(workbench());
    assert.equal(await editorText(workbench()), CODE);
  });

  it('applies it again, and rejects it', async () => {
    await button(driver.answers().last(), 'Apply').click();
    await workbench()
      .page.getByRole('button', { name: /^Reject Changes/ })
      .first()
      .click();
    await workbench().page.getByRole('tab', { name: 'sum.ts: proposed change' }).waitFor({ state: 'detached' });
    assert.equal(await editorText(workbench()), CODE);
  });

  it('inserts it in place of what is selected', async () => {
    await selectLines(workbench(), 2, 4);
    await button(driver.answers().last(), 'Insert at cursor').click();
    await workbench()
      .page.locator('.view-line', { hasText: /a\s\+\sb/ })
      .waitFor();
    assert.equal(await editorText(workbench()), FIXED);
    await undo(workbench());
  });

  it('is asked about what it hides, and opens it without that as a file of its own, wherever it claims to belong', async () => {
    const answer = await answerWith(fence('{ "a\u202E": 1 }', '../../.vscode/settings.json'), () =>
      driver.ask('Settings?'),
    );
    await answer.locator('[data-hidden="U+202E"]').waitFor();
    await answer.locator('.code').hover();
    await button(answer, 'New file with code').click();
    const dialog = workbench().page.getByRole('dialog');
    await dialog.getByText('U+202E').waitFor();
    await dialog.getByRole('button', { name: 'Insert without them' }).click();
    await workbench()
      .page.getByRole('tab', { name: /Untitled-1/ })
      .waitFor();
    assert.equal(await editorText(workbench()), '{ "a": 1 }');
    assert.deepEqual(await readdir(folder()), ['sum.ts']);
  });
});
