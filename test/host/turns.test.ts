// What a user can do with what was said, in a real VS Code.
import assert from 'node:assert/strict';
import { isQuestion, lastQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { usePracticeWorkbench } from './practiceWorkbench';
import { runCommand } from './quickInput';
import { reload } from './workbench';

describe('a user who goes back on what was said, in a real VS Code', () => {
  const { server, workbench, chat, message, answers, ask, answered } = usePracticeWorkbench({
    pace: { firstTokenMs: 0, tokenMs: 1 },
  });
  const questions = () => chat().getByRole('article', { name: 'You' });
  const button = (name: string) => chat().getByRole('button', { name, exact: true });

  /** The next answer is these words, and ends for this reason. */
  function script(content: string, reason: string): void {
    const delta = sse({ choices: [{ index: 0, delta: { content } }] });
    const end = sse(
      { choices: [{ index: 0, delta: {}, finish_reason: reason }] },
      { choices: [], usage: { prompt_tokens: 1200, completion_tokens: 40 } },
      '[DONE]',
    );
    server().script({
      when: isQuestion,
      headers: { 'Content-Type': 'text/event-stream' },
      steps: [{ send: delta + end }],
    });
  }

  it('has an answer that was cut go on, inside its open code block', async () => {
    script('Here it is:\n\n```ts\nconst first = 1;\nconst sec', 'length');
    await ask('Write code');
    await answers().last().getByText('Cut at the limit of 40 tokens').waitFor();
    script('```ts\nconst second = 2;\n```\n\nThat is all.', 'stop');
    await button('Continue').click();
    await answers().last().getByText('That is all.').waitFor();
    assert.equal(await answers().last().locator('pre').count(), 1);
    assert.equal(await answers().last().locator('pre').innerText(), 'const first = 1;\nconst second = 2;\n');
    assert.match(lastQuestion(server().requests)?.text ?? '', /Your answer was cut off[\s\S]*still open/);
    await button('Continue').waitFor({ state: 'hidden' });
  });

  it('sees how much of what the model can hold is used', async () => {
    await chat().getByRole('meter', { name: 'Context used' }).getByText('31%').waitFor();
  });

  it('has an answer written anew, and goes back to the old one and forward again', async () => {
    script('Another answer.', 'stop');
    await answers().last().getByRole('button', { name: 'Regenerate' }).click();
    await answers().last().getByText('Another answer.').waitFor();
    await answers().last().getByText('2/2').waitFor();
    await button('Previous version').click();
    await answers().last().getByText('That is all.').waitFor();
    await button('Next version').click();
    await answers().last().getByText('Another answer.').waitFor();
  });

  it('edits a question, and finds what followed the old one under its version', async () => {
    await ask('And then?');
    await answered();
    await questions().first().hover();
    await questions().first().getByRole('button', { name: 'Edit message' }).click();
    script('Prose it is.', 'stop');
    await chat().getByRole('textbox', { name: 'Edited message' }).fill('Write prose');
    await button('Send again').click();
    await answers().last().getByText('Prose it is.').waitFor();
    assert.equal(await questions().count(), 1);
    assert.match(lastQuestion(server().requests)?.text ?? '', /^(?![\s\S]*Write code)[\s\S]*Write prose/);
    await questions().first().getByRole('button', { name: 'Previous version' }).click();
    await questions().nth(1).getByText('And then?').waitFor();
  });

  it('deletes a turn, and has it back', async () => {
    await questions().first().hover();
    await questions().first().getByRole('button', { name: 'Delete message and answer' }).click();
    await chat().getByText('A message and its answer were deleted.').waitFor();
    assert.equal(await questions().count(), 1);
    await button('Undo').click();
    await questions().nth(1).waitFor();
    assert.match(await questions().first().innerText(), /Write code/);
  });

  it('finds all of it again after the window is loaded anew', async () => {
    await reload(workbench());
    await runCommand(workbench(), 'Endpoint Chat: Focus');
    await message().waitFor();
    await questions().first().getByText('Write code').waitFor();
    assert.equal(await questions().count(), 2);
    await questions().first().getByText('1/2').waitFor();
    await questions().first().getByRole('button', { name: 'Next version' }).click();
    await answers().last().getByText('Prose it is.').waitFor();
    assert.deepEqual(workbench().errors, []);
  });
});
