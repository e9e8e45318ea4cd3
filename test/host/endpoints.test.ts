// Several endpoints in a real VS Code: switched, edited, duplicated and removed, with what the status bar says meanwhile.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { stringField } from '../../src/core/unknown';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import { json, sse } from '../support/scriptedReply';
import { until } from '../support/until';
import { selectLines } from './editor';
import { endpointsDriver } from './endpointsDriver';
import { PRACTICE_MODEL, usePracticeWorkbench } from './practiceWorkbench';
import { box, leaveBox, openFile, pickItem, quickInput, runCommand, typeAnswer } from './quickInput';
import { watchTraces } from './traces';
import { reload } from './workbench';

const TOKEN = 'sk-endpoints-canary';

describe('a user of several endpoints, in a real VS Code', () => {
  let guarded: PracticeServer;
  const traces = watchTraces();
  const pace = { firstTokenMs: 0, tokenMs: 1 };
  const {
    server: open,
    workbench,
    ...driver
  } = usePracticeWorkbench({
    pace,
    files: { 'search.ts': 'const found = \n' },
    listen: traces.listen,
    async settings({ url }) {
      guarded = await startPracticeServer({ token: TOKEN, pace });
      const endpoints = [
        { name: 'Practice', url, model: PRACTICE_MODEL },
        { name: 'Team', url: guarded.url, model: PRACTICE_MODEL, note: 'mine' },
      ];
      return { 'endpointChat.endpoints': endpoints };
    },
  });
  after(() => guarded?.close());

  const { status, entries, names, written, answerDialog, offersToEdit, edit, leave } = endpointsDriver(workbench);

  it('sees endpoint and model in the status bar, and while something is written that it is', async () => {
    await status(/Practice · practice-model/, 'comment-discussion').waitFor();
    open().script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps: [{ stall: true }] });
    await driver.ask('hello');
    await status(/Writing…/, 'loading').waitFor();
    // The palette offers it while `endpointChat.busy` is true.
    await runCommand(workbench(), 'Endpoint Chat: Stop');
    await status(/Click to choose another model/, 'comment-discussion').waitFor();
  });

  it('sees the same of a completion', async () => {
    await openFile(workbench(), 'search.ts');
    await selectLines(workbench(), 1, 1);
    await workbench().page.keyboard.press('End');
    const begun = { send: sse({ choices: [{ index: 0, delta: { content: 'items.filter(' } }] }) };
    open().script({
      when: isQuestion,
      headers: { 'Content-Type': 'text/event-stream' },
      steps: [begun, { stall: true }],
    });
    await runCommand(workbench(), 'Endpoint Chat: Insert Completion');
    await status(/Writing…/, 'loading').waitFor();
    await runCommand(workbench(), 'Endpoint Chat: Stop');
    await status(/Click to choose another model/, 'comment-discussion').waitFor();
  });

  it('switches, and sees in the status bar why that endpoint failed until it answers', async () => {
    await runCommand(workbench(), 'Endpoint Chat: Select Endpoint…');
    await quickInput(workbench()).getByText('current').waitFor();
    await pickItem(workbench(), 'Team');
    await status(/Team · practice-model/).waitFor();
    await driver.ask('hello');
    await status(/wants a token \(401\)/, 'error').waitFor();
    await edit('Team', 'Token');
    await typeAnswer(workbench(), 'The token', TOKEN);
    await quickInput(workbench()).getByText('stored for').waitFor();
    await leave();
    // What failed without it says nothing any more.
    await status(/Click to choose another model/, 'comment-discussion').waitFor();
    await driver.chat().getByRole('alert').last().getByRole('button', { name: 'Retry' }).click();
    await driver.answers().last().getByText('practice server').first().waitFor();
    assert.equal(lastQuestion(guarded.requests)?.headers.authorization, `Bearer ${TOKEN}`);
  });

  it('renames it, and the conversation goes on with it, also after a reload', async () => {
    await edit('Team', 'Name');
    await typeAnswer(workbench(), 'The name of the endpoint', 'Gateway');
    await leave();
    await status(/Gateway · practice-model/).waitFor();
    const [, entry] = await entries();
    assert.deepEqual(entry, { name: 'Gateway', url: guarded.url, model: 'practice-model', note: 'mine' });
    await reload(workbench());
    await runCommand(workbench(), 'Endpoint Chat: Focus');
    await driver.chat().getByRole('button', { name: 'Model: practice-model' }).filter({ hasText: 'Gateway' }).waitFor();
    const before = guarded.requests.length;
    await driver.ask('Are you still there?');
    await until(() => guarded.requests.slice(before).some(isQuestion));
  });

  it('chooses among the models of all, those used last first, and types one that no list has', async () => {
    await driver.modelButton('practice-model').click();
    const row = (index: number): Locator => quickInput(workbench()).locator(`.monaco-list-row[data-index="${index}"]`);
    await quickInput(workbench()).getByText('practice-thinker').nth(1).waitFor();
    await row(0)
      .filter({ hasText: /practice-model[\s\S]*Gateway · current[\s\S]*Recent/ })
      .waitFor();
    await row(1)
      .filter({ hasText: /practice-model[\s\S]*Practice/ })
      .waitFor();
    await typeAnswer(workbench(), 'Choose a model', 'my-own');
    await status(/Gateway · my-own/).waitFor();
    await driver.modelButton('my-own').click();
    await row(0).filter({ hasText: 'my-own' }).filter({ hasText: 'current' }).waitFor();
    await row(1).filter({ hasText: 'Gateway' }).click();
    await status(/Gateway · practice-model/).waitFor();
  });

  it('is asked for a list again once the token is another one', async () => {
    const lists = (): number => guarded.requests.filter(({ path: asked }) => asked.endsWith('/models')).length;
    const before = lists();
    await runCommand(workbench(), 'Endpoint Chat: Set Token…');
    await pickItem(workbench(), 'Gateway');
    await typeAnswer(workbench(), 'The token', TOKEN);
    await driver.modelButton('practice-model').click();
    await until(() => lists() === before + 1);
    await leaveBox(workbench());
  });

  it('sees one endpoint’s failure while the models of the others can be chosen', async () => {
    const refusal = json({ error: { message: 'Come back tomorrow' } }, 403);
    guarded.script({ ...refusal, when: ({ path: asked }) => asked.endsWith('/models') });
    await driver.modelButton('practice-model').click();
    const list = quickInput(workbench());
    await list.getByText('practice-thinker').first().waitFor();
    await list.getByRole('button', { name: 'Ask for the lists again' }).click();
    await list.getByText('Come back tomorrow').waitFor();
    // The other one still has its models of the last time.
    await box(workbench()).fill('practice-thinker');
    const wanted = list.locator('.monaco-list-row', { hasText: /practice-thinker\s*Practice/ }).first();
    await wanted.click();
    await status(/Practice · practice-thinker/).waitFor();
  });

  it('duplicates an endpoint, and moves the copy to another server, where the token does not go', async () => {
    await edit('Gateway', 'Duplicate');
    await quickInput(workbench()).getByText('Edit Gateway 2', { exact: true }).waitFor();
    await pickItem(workbench(), 'Address');
    await typeAnswer(workbench(), 'The address of your endpoint', `${open().url}/v1`);
    await answerDialog('is not sent there', 'Use this address');
    await quickInput(workbench()).getByText(`none for ${open().url}`).waitFor();
    await leave();
    assert.deepEqual(await names(), ['Practice', 'Gateway', 'Gateway 2']);
    const copy = (await entries())[2];
    assert.equal(stringField(copy, 'note'), 'mine');
    assert.equal(stringField(copy, 'url'), `${open().url}/v1/chat/completions`);
  });

  it('removes an endpoint after a question, its token with it, and undoes both', async () => {
    await runCommand(workbench(), 'Endpoint Chat: Remove Endpoint…');
    await pickItem(workbench(), 'Gateway');
    await answerDialog(`The token for ${guarded.url} is deleted with it.`, 'Remove');
    await written(now => !now.includes('Gateway'));
    await runCommand(workbench(), 'Notifications: Show Notifications');
    const notice = workbench().page.locator('.notification-list-item', { hasText: 'The endpoint Gateway is removed.' });
    await notice.getByRole('button', { name: 'Undo' }).click();
    await written(now => now[1] === 'Gateway');
    await runCommand(workbench(), 'Notifications: Clear All Notifications');
    await edit('Gateway', 'Protocol');
    await pickItem(workbench(), 'As the address says');
    await quickInput(workbench()).getByText(`stored for ${guarded.url}`).waitFor();
    await leave();
  });

  it('is back at the beginning once the last one is removed, and is offered to add one', async () => {
    const sealed = () => workbench().page.evaluate(() => window.localStorage.getItem('secrets.provider')?.length ?? 0);
    const before = await sealed();
    for (const endpoint of ['Practice', 'Gateway', 'Gateway 2']) {
      const isLast = (await names()).length === 1;
      await runCommand(workbench(), 'Endpoint Chat: Remove Endpoint…');
      if (!isLast) await pickItem(workbench(), endpoint);
      await answerDialog(`Remove the endpoint ${endpoint}?`, 'Remove');
      await written(now => !now.includes(endpoint));
    }
    await driver.chat().getByRole('button', { name: 'Model: No endpoint' }).waitFor();
    // What is sealed cannot be read, but a token less makes it shorter.
    await until(async () => (await sealed()) < before);
    await driver.message().fill('Who is there?');
    await driver.message().press('Enter');
    await quickInput(workbench()).getByText('Add Endpoint').first().waitFor();
    await leaveBox(workbench());
    assert.equal(await driver.message().inputValue(), 'Who is there?');
    await driver.message().fill('');
    await status(/No endpoint/, 'add').click();
    await quickInput(workbench()).locator('input').first().waitFor();
    await leaveBox(workbench());
    // Offered while `endpointChat.hasEndpoint` is true.
    await until(async () => !(await offersToEdit()));
    assert.deepEqual(workbench().errors, []);
  });

  it('leaves no token behind, wherever one looks (S7)', async () => {
    assert.deepEqual(await traces.find(workbench(), TOKEN), []);
    // What was looked through is what there is: settings of endpoints were written.
    assert.notDeepEqual(await traces.find(workbench(), 'practice-model'), []);
  });
});
