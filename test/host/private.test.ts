// Nothing of a private conversation outlives its window, in a real VS Code.
import assert from 'node:assert/strict';
import { isQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { until } from '../support/until';
import { usePracticeWorkbench } from './practiceWorkbench';
import { runCommand } from './quickInput';
import { findKept } from './traces';
import { changeSettings, reload } from './workbench';

const KEPT = 'kept-canary-4711';
const PRIVATE = 'private-canary-4712';
const OFF = 'history-off-canary-4713';

describe('a user who wants nothing kept, in a real VS Code', () => {
  const { server, workbench, chat, message, answers, ask, pasteFile, remove } = usePracticeWorkbench({});

  const headers = { 'Content-Type': 'text/event-stream' };
  const badge = () => chat().getByRole('banner').locator('.badge');

  const toggle = () => runCommand(workbench(), 'View: Toggle Secondary Side Bar Visibility');

  async function askAndHear(canary: string): Promise<void> {
    const words = `${canary} was said.`;
    const end = sse({ choices: [{ index: 0, delta: { content: words }, finish_reason: 'stop' }] }, '[DONE]');
    server().script({ when: isQuestion, headers, steps: [{ send: end }] });
    await ask(`What of ${canary}?`);
    await answers().last().getByText(words).waitFor();
    await answers().last().getByRole('button', { name: 'Regenerate' }).waitFor();
  }

  /** Asks, edits, and leaves another edit, a draft and a file that goes along behind. */
  async function leaveWordsEverywhere(canary: string): Promise<void> {
    await askAndHear(canary);
    const words = chat().getByRole('textbox', { name: 'Edited message' });
    await chat().getByRole('button', { name: 'Edit message' }).last().click();
    await words.fill(`Edited ${canary}?`);
    await words.press('Enter');
    await chat().getByRole('article', { name: 'You' }).getByText(`Edited ${canary}?`).waitFor();
    await answers().last().getByRole('button', { name: 'Regenerate' }).waitFor();
    await chat().getByRole('button', { name: 'Edit message' }).last().click();
    await words.fill(`Not yet sent ${canary}`);
    await message().fill(`A draft of ${canary}`);
    await pasteFile(`${canary}.txt`, `A file of ${canary}`);
    // What the page says when it goes away has come to the host once a page that is built anew shows it.
    await toggle();
    await message().waitFor({ state: 'hidden' });
    await toggle();
    await message().waitFor();
    await until(async () => (await message().inputValue()) === `A draft of ${canary}`);
  }

  async function reloaded(): Promise<void> {
    await reload(workbench());
    await runCommand(workbench(), 'Endpoint Chat: Focus');
    await message().waitFor();
  }

  it('finds what is kept where it is kept: what follows would find it, too', async () => {
    await leaveWordsEverywhere(KEPT);
    // VS Code writes its storage in the browser some time later.
    await until(async () =>
      (await findKept(workbench(), 'along')).some(where => where.includes('storage of the browser')),
    );
    await reloaded();
    await chat().getByText(`Edited ${KEPT}?`).first().waitFor();
    await remove(`${KEPT}.txt`).waitFor();
    for (const place of ['conversations', 'waiting', 'storage of the browser'])
      await until(async () => (await findKept(workbench(), KEPT)).some(where => where.includes(place)));
  });

  it('leaves nothing of a private conversation, while the history is on', async () => {
    await runCommand(workbench(), 'Endpoint Chat: New Private Conversation');
    await badge().waitFor();
    await leaveWordsEverywhere(PRIVATE);
    await reloaded();
    await badge().waitFor({ state: 'hidden' });
    assert.equal(await chat().getByText(PRIVATE).count(), 0);
    assert.equal(await message().inputValue(), '');
    assert.deepEqual(await findKept(workbench(), PRIVATE), []);
  });

  it('leaves nothing while the history is off', async () => {
    await changeSettings(workbench(), { 'endpointChat.history.enable': false });
    await badge().waitFor();
    await leaveWordsEverywhere(OFF);
    await reloaded();
    await badge().waitFor();
    assert.equal(await chat().getByText(OFF).count(), 0);
    assert.deepEqual(await findKept(workbench(), OFF), []);
  });

  it('begins a kept conversation again', async () => {
    await changeSettings(workbench(), { 'endpointChat.history.enable': true });
    await badge().waitFor({ state: 'hidden' });
    await askAndHear('kept-again-4714');
    await until(async () => (await findKept(workbench(), 'kept-again-4714')).some(where => where.includes('.jsonl')));
    assert.deepEqual(workbench().errors, []);
  });
});
