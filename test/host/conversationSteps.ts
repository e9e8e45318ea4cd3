// The steps of a conversation, in the order in which a user takes them: each begins where the one before it has ended. They
// are the same whoever answers; only what comes in pieces can be watched, stopped half way and written anew.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { until } from '../support/until';
import { CODE, type Conversation, TOKEN } from './conversation';
import { editorText, focusEditor, pickFromEditorMenu, save, selectLines, undo, untilEditorShows } from './editor';
import { openFile, pickItem, quickInput, runCommand, typeAnswer } from './quickInput';
import { reload } from './workbench';

/** From a pasted address to the first answer. */
export function endpointSteps(conversation: Conversation): void {
  const { setup, server, lastRequest, workbench, chat, message, modelButton, ask, answered } = conversation;

  it('adds the endpoint from a pasted address', async () => {
    await runCommand(workbench(), 'Endpoint Chat: Add Endpoint…');
    await typeAnswer(workbench(), 'Paste an address', setup.paste(server().url));
    await typeAnswer(workbench(), 'The token for', '');
    // Without a token there is no list, and the envelope has none: the box says so instead of being empty.
    await quickInput(workbench()).getByText('No list of models').first().waitFor();
    await typeAnswer(workbench(), 'Choose a model', 'practice-model');
    await quickInput(workbench()).getByText('The endpoint wants a token').first().waitFor();
    await pickItem(workbench(), 'Add it anyway');
    await message().waitFor();
    await modelButton('practice-model').waitFor();
  });

  it('is told that the token is missing, and sets it with the button that says so', async () => {
    await ask('Hello');
    const alert = chat().getByRole('alert');
    assert.match(await alert.innerText(), /wants a token[\s\S]*(key|token|Authorization)/i);
    await alert.getByRole('button', { name: 'Set token' }).click();
    await typeAnswer(workbench(), 'The token for', `Bearer ${TOKEN}`);
    await quickInput(workbench()).waitFor({ state: 'hidden' });
    // And it is asked again by itself.
    await alert.waitFor({ state: 'hidden' });
    assert.match(await answered(), /practice server/);
    assert.equal(lastRequest().headers.authorization, `Bearer ${TOKEN}`);
  });
}

/** An answer, another one in its place, and half a one. */
export function answerSteps(conversation: Conversation): void {
  const { setup, server, lastRequest, chat, answers, send, stop, ask, answered } = conversation;

  it('asks, and watches the answer grow', async () => {
    await chat().getByRole('log').evaluate(noteLengths);
    await ask('What can you do?');
    assert.match(await answered(), /What you can try/);
    await answers().last().locator('table').waitFor();
    await answers().last().locator('pre code').waitFor();
    const lengths = await chat()
      .getByRole('log')
      .evaluate(() => window.seenLengths?.size ?? 0);
    if (setup.streams) assert.ok(lengths > 3, `seen at ${lengths} lengths`);
  });

  if (setup.streams)
    it('has the answer written anew, in the place of the old one', async () => {
      const requests = server().requests.length;
      const articles = await chat().getByRole('article').count();
      const question = lastRequest().text;
      await answers().last().getByRole('button', { name: 'Regenerate' }).click();
      await stop().waitFor();
      assert.match(await answered(), /What you can try/);
      assert.equal(server().requests.length, requests + 1);
      assert.equal(lastRequest().text, question, 'asked as before');
      assert.equal(await chat().getByRole('article').count(), articles);
    });

  it('stops an answer: the server sees the connection close, and the text stays', async () => {
    await beginLongAnswer(conversation, 'Please write a long answer');
    await stop().click();
    assert.equal((await lastRequest().ended).by, 'client');
    await send().waitFor();
    const stopped = await wholeText(answers().last());
    assert.match(stopped, /Stopped/);
    if (setup.streams) assert.match(stopped, /practice server/);
  });
}

declare global {
  interface Window {
    /** Every length at which the last answer was seen. */
    seenLengths?: Set<number>;
  }
}

/** Runs in the page. It sees every change, however slowly the test itself looks. */
function noteLengths(log: Element): void {
  const seen = new Set<number>();
  window.seenLengths = seen;
  new MutationObserver(() => {
    seen.add(log.querySelector('article:last-of-type')?.textContent.length ?? 0);
  }).observe(log, { subtree: true, childList: true, characterData: true });
}

/** Asks, and waits until an answer is under way that will not be over before the next step. */
async function beginLongAnswer(conversation: Conversation, question: string): Promise<void> {
  const { setup, server, answers, ask } = conversation;
  // One that comes whole may be there at once, however long it is.
  if (setup.streams) server().writeOn('This is what the practice server writes on and on. ');
  else server().stallAfter('');
  const count = server().requests.length;
  await ask(question);
  await answers()
    .last()
    .getByText(setup.streams ? 'practice server' : /Waiting for/)
    .waitFor();
  // The page says that it waits as soon as it was asked to ask.
  await until(() => server().requests.length > count);
}

/** In sight or not: the chat leaves out the layout of what is out of sight, and what has no layout has no inner text. */
async function wholeText(answer: Locator): Promise<string> {
  return (await answer.textContent()) ?? '';
}

/** The answer goes into the chat, and into the file. */
export function editorSteps(conversation: Conversation): void {
  const { setup, server, lastRequest, workbench, chat, answered } = conversation;

  it('has a selection explained', async () => {
    await openFile(workbench(), 'search.ts');
    await selectLines(workbench(), 1, 7);
    if (setup.streams) await pickFromEditorMenu(workbench(), 'clearTimeout', 'Explain Selection');
    else await runCommand(workbench(), 'Endpoint Chat: Explain Selection');
    const question = chat().getByRole('article', { name: 'You' }).last();
    await question.getByText('Explain the selected code.').waitFor();
    assert.match(await question.innerText(), /search\.ts\s*1–7/);
    assert.match(await answered(), /typescript/i);
    assert.match(lastRequest().text, /search\.ts \(lines 1–7\)[\s\S]*export function debounce/);
  });

  async function completeInMean(): Promise<void> {
    await openFile(workbench(), 'search.ts');
    await selectLines(workbench(), 10, 10);
    await workbench().page.keyboard.press('End');
    await runCommand(workbench(), 'Endpoint Chat: Insert Completion');
  }

  it('completes at the cursor, and takes it back with one undo', async () => {
    await completeInMean();
    await workbench().page.locator('.view-line', { hasText: 'return total;' }).waitFor();
    await lastRequest().ended;
    assert.match(lastRequest().text, /<CURSOR>/);
    await workbench().page.locator('#status\\.progress').waitFor({ state: 'hidden' });
    const completed = await editorText(workbench());
    assert.ok(completed.length > CODE.length + 10, completed);
    assert.ok(!completed.includes('```') && !completed.includes('<CURSOR>'), completed);
    await undo(workbench());
    await untilEditorShows(workbench(), CODE);
    assert.equal(await editorText(workbench()), CODE);
    await save(workbench());
    await focusEditor(workbench());
  });

  // An answer that comes whole leaves nothing to stop half way.
  if (setup.streams)
    it('takes a completion back with Esc while it is written', async () => {
      server().stallAfter('const half = 1;');
      await completeInMean();
      await workbench().page.locator('.view-line', { hasText: 'const half = 1;' }).waitFor();
      await workbench().page.keyboard.press('Escape');
      assert.equal((await lastRequest().ended).by, 'client');
      await workbench().page.locator('.view-line', { hasText: 'const half = 1;' }).waitFor({ state: 'hidden' });
      assert.equal(await editorText(workbench()), CODE);
    });
}

/** The envelope has no list of models to choose from, and no thinking. */
export function modelSteps({ setup, modelButton, workbench, answers, ask, answered }: Conversation): void {
  if (!setup.streams) return;

  it('chooses another model from the list, and sees its thinking apart from its answer', async () => {
    await modelButton('').click();
    await pickItem(workbench(), 'practice-thinker');
    await modelButton('practice-thinker').click();
    await pickItem(workbench(), 'practice-model');
    await modelButton('practice-model').waitFor();
    await ask('Think about it');
    const thinking = answers().last().locator('details');
    await thinking
      .locator('summary')
      .getByText(/^Thought/)
      .waitFor();
    await answered();
    assert.ok(!(await answers().last().locator('.markdown').innerText()).includes('pretend'));
    await thinking.locator('summary').click();
    assert.match(await thinking.innerText(), /only pretend to/);
  });
}

const isStorage = (where: string): boolean => where.startsWith('storage of the browser');

/** What outlives the window, and what must be nowhere. */
export function endingSteps(conversation: Conversation): void {
  const { setup, server, lastRequest, workbench, chat, message, answers, ask, answered, traces } = conversation;

  /** Files of conversations that have these words. */
  async function kept(words: string): Promise<readonly string[]> {
    return (await traces.find(workbench(), words)).filter(where => where.includes('conversations'));
  }

  it('finds everything again after the window is loaded anew in the middle of an answer', async () => {
    const before = await chat().getByRole('article').count();
    await beginLongAnswer(conversation, 'Please write a long answer again');
    await message().fill('half a thought');
    // Text is on disk some time after it came, and what was typed when VS Code writes its storage in the browser.
    if (setup.streams) {
      await until(async () => (await kept('practice server writes on')).length > 0);
      await until(async () => (await traces.find(workbench(), 'half a thought')).some(isStorage));
    }
    const asked = lastRequest();
    await reload(workbench());
    assert.equal((await asked.ended).by, 'client');
    await runCommand(workbench(), 'Endpoint Chat: Focus');
    await chat().getByText('Please write a long answer again').waitFor();
    assert.equal(await chat().getByRole('article').count(), before + 2);
    const interrupted = await wholeText(answers().last());
    assert.match(interrupted, /Interrupted/);
    if (setup.streams) assert.match(interrupted, /practice server/);
    if (setup.streams) assert.equal(await message().inputValue(), 'half a thought');
    await ask('Are you still there?');
    assert.match(await answered(), /practice server/);
    assert.equal(lastRequest().headers.authorization, `Bearer ${TOKEN}`, 'the token was kept');
  });

  it('starts a new conversation', async () => {
    await chat().getByRole('button', { name: 'New conversation' }).click();
    await chat().getByRole('article').first().waitFor({ state: 'detached' });
    assert.equal(await chat().getByRole('article').count(), 0);
  });

  it('has the token nowhere but in the secret storage, and no error on the console (S7, S10)', async () => {
    assert.deepEqual(await traces.find(workbench(), TOKEN), []);
    // What was looked through is what there is.
    const settings = await readFile(workbench().server.settingsFile, 'utf8');
    assert.ok(settings.includes(server().url), 'these are the settings');
    const words = await traces.find(workbench(), 'Are you still there?');
    for (const where of ['conversations', 'messages of'])
      assert.ok(
        words.some(found => found.includes(where)),
        where,
      );
    assert.deepEqual(workbench().errors, []);
  });
}
