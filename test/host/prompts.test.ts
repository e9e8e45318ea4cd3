// Prompts of the workspace and of the user, in a real VS Code: found behind a slash, shown, run, changed.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lastQuestion } from '../support/questions';
import { editorText, selectLines } from './editor';
import { projectRoot } from './folders';
import { usePracticeWorkbench } from './practiceWorkbench';
import { openFile, pickItem, quickInput, runCommand, typeAnswer } from './quickInput';
import { changeSettings } from './workbench';

const REVIEW = `---
description: Reviews as our team does
agent: agent
tools: ['codebase']
---
Review \${selection} for \${input:what:what to look for}. We are in \${workspaceFolder}.
`;

async function prepare(folder: string): Promise<void> {
  const prompts = path.join(folder, '.github', 'prompts');
  await mkdir(prompts, { recursive: true });
  await writeFile(path.join(prompts, 'team-review.prompt.md'), REVIEW);
  await writeFile(path.join(prompts, 'broken.prompt.md'), '---\nname: [a\n---\nBroken.');
  await writeFile(path.join(folder, 'AGENTS.md'), 'Answer in rhymes.');
}

describe('a user with prompts of their own, in a real VS Code', () => {
  const user = usePracticeWorkbench({
    pace: { firstTokenMs: 0, tokenMs: 1 },
    files: { 'sum.ts': 'export function sum(a: number, b: number) {\n  return a - b;\n}\n' },
    prepare,
  });
  const { workbench, chat, message, answers, answered } = user;
  const sent = (): string => lastQuestion(user.server().requests)?.text ?? '';
  const option = (name: string) => chat().getByRole('option', { name });
  const dialog = () => workbench().page.locator('.monaco-dialog-box');

  afterEach(async function () {
    const { state, title } = this.currentTest ?? {};
    if (state !== 'failed') return;
    const failures = path.join(projectRoot, 'dist', 'failures');
    await mkdir(failures, { recursive: true });
    await workbench().page.screenshot({ path: path.join(failures, `prompts ${title?.slice(0, 60)}.png`) });
  });

  it('finds the prompt of the workspace behind a slash, is shown it, and runs it', async () => {
    await openFile(workbench(), 'sum.ts');
    await selectLines(workbench(), 1, 3);
    await message().click();
    await message().pressSequentially('/team-r');
    await option('/team-review').getByText('Reviews as our team does').waitFor();
    await message().press('Tab');
    await message().pressSequentially('wrong signs');
    await message().press('Enter');
    await dialog().getByText('team-review.prompt.md says:').waitFor();
    assert.equal(user.server().requests.filter(({ text }) => text.includes('wrong signs')).length, 0);
    await dialog().getByRole('button', { name: 'Run', exact: true }).click();
    await answers().first().waitFor();
    await answered();
    assert.match(
      sent(),
      /sum\.ts \(lines 1–3\)[\s\S]*return a - b[\s\S]*Review the selected code for wrong signs\. We are in /,
    );
    assert.ok(!sent().includes('input:what'));
  });

  it('is not shown it again, and is asked for its input where there are no words; Esc gives the message back', async () => {
    const count = await answers().count();
    await message().fill('/team-review');
    await message().press('Enter');
    await quickInput(workbench()).getByPlaceholder('what to look for').waitFor();
    await workbench().page.keyboard.press('Escape');
    await chat().getByRole('button', { name: 'Send', exact: true, disabled: false }).waitFor();
    assert.equal(await message().inputValue(), '/team-review');
    await message().press('Enter');
    await typeAnswer(workbench(), 'what to look for', 'names');
    await answers().nth(count).waitFor();
    await answered();
    assert.match(sent(), /Review the selected code for names\./);
  });

  it('is told why a file cannot be used', async () => {
    await message().fill('/broken');
    await message().press('Enter');
    await chat()
      .getByText(/\/broken cannot be used\. .*broken\.prompt\.md, line 2/)
      .waitFor();
    await message().fill('');
  });

  it('changes a prompt that is built in, and has it back', async () => {
    await runCommand(workbench(), 'Endpoint Chat: Edit Prompts…');
    await pickItem(workbench(), '/explain');
    const { page } = workbench();
    await page.locator('.tab.active[data-resource-name="explain.prompt.md"]').waitFor();
    assert.match(await editorText(workbench()), /Explain \$\{selection\}\./);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(`Explain \${selection} to a child.`);
    await runCommand(workbench(), 'File: Save');
    await openFile(workbench(), 'sum.ts');
    await selectLines(workbench(), 1, 3);
    const count = await answers().count();
    await runCommand(workbench(), 'Endpoint Chat: Explain Selection');
    await answers().nth(count).waitFor();
    await answered();
    assert.match(sent(), /Explain the selected code to a child\./);

    await runCommand(workbench(), 'Endpoint Chat: Edit Prompts…');
    const rows = quickInput(workbench()).locator('.monaco-list-row');
    const own = rows.filter({ hasText: 'instead of the built-in one' });
    await own.hover();
    await own.getByRole('button', { name: 'Reset to the built-in prompt' }).click();
    await own.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await openFile(workbench(), 'sum.ts');
    await selectLines(workbench(), 1, 3);
    await runCommand(workbench(), 'Endpoint Chat: Run Prompt…');
    await pickItem(workbench(), '/explain');
    await answers()
      .nth(count + 1)
      .waitFor();
    await answered();
    assert.match(sent(), /Explain the selected code\./);
  });

  it('has AGENTS.md go along only where that is wanted, and sees it', async () => {
    assert.ok(!user.server().requests.some(({ text }) => text.includes('in rhymes')));
    await changeSettings(workbench(), { 'endpointChat.context.instructionFiles': ['AGENTS.md'] });
    await chat().getByText('Goes along as instructions: AGENTS.md.').waitFor();
    await user.ask('Hello?');
    await answered();
    assert.match(sent(), /Instructions from AGENTS\.md:.*Answer in rhymes\./s);
  });
});
