// Several endpoints in a real VS Code: switched, edited, duplicated and removed, with what the status bar says meanwhile.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { arrayField, stringField } from '../../src/core/unknown';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import { json, sse } from '../support/scriptedReply';
import { until } from '../support/until';
import { launchBrowser } from './browser';
import { type ChatDriver, chatDriver } from './chatDriver';
import { selectLines } from './editor';
import { projectRoot } from './folders';
import { box, leaveBox, openFile, pickItem, quickInput, runCommand, typeAnswer } from './quickInput';
import { watchTraces } from './traces';
import { startTestServer, type VSCodeServer } from './vscodeServer';
import { openWorkbench, reload, userSettings, type Workbench } from './workbench';

const TOKEN = 'sk-endpoints-canary';

describe('a user of several endpoints, in a real VS Code', () => {
  let open: PracticeServer;
  let guarded: PracticeServer;
  let browser: Browser;
  let vscode: VSCodeServer;
  let workbench: Workbench;
  let folder: string;
  let driver: ChatDriver;
  const traces = watchTraces();

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
    await writeFile(path.join(folder, 'search.ts'), 'const found = \n');
    open = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 1 } });
    guarded = await startPracticeServer({ token: TOKEN, pace: { firstTokenMs: 0, tokenMs: 1 } });
    const endpoints = [
      { name: 'Practice', url: open.url, model: 'practice-model' },
      { name: 'Team', url: guarded.url, model: 'practice-model', note: 'mine' },
    ];
    browser = await launchBrowser();
    vscode = await startTestServer({ settings: { 'endpointChat.endpoints': endpoints } });
    const opened = { folder, extensionDevelopmentPath: projectRoot, prepare: traces.listen };
    workbench = await openWorkbench(browser, vscode, opened);
    driver = chatDriver(() => workbench, 'practice-model');
    await runCommand(workbench, 'Endpoint Chat: Focus');
    await driver.message().waitFor();
  });
  after(async () => {
    await workbench?.close();
    await browser?.close();
    await vscode?.dispose();
    await open?.close();
    await guarded?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The item in the status bar, once it says this. */
  function status(label: string | RegExp, icon = ''): Locator {
    const button = workbench.page.locator('[id="endpoint-chat.endpoint-chat.endpointChat.status"] a');
    const named = button.and(workbench.page.getByRole('button', { name: label }));
    return icon === '' ? named : named.filter({ has: workbench.page.locator(`.codicon-${icon}`) });
  }

  async function entries(): Promise<readonly unknown[]> {
    return arrayField(JSON.parse(await userSettings(workbench)), 'endpointChat.endpoints');
  }

  async function names(): Promise<readonly (string | undefined)[]> {
    return (await entries()).map(entry => stringField(entry, 'name'));
  }

  /** Resolves when the names of the endpoints in settings.json are so. */
  async function written(isSo: (now: readonly (string | undefined)[]) => boolean): Promise<void> {
    await until(async () => isSo(await names()));
  }

  async function answerDialog(words: string, button: string): Promise<void> {
    const dialog = workbench.page.getByRole('dialog');
    await dialog.getByText(words).waitFor();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Whether the palette has the command. */
  async function offersToEdit(): Promise<boolean> {
    await workbench.page.keyboard.press('F1');
    await box(workbench).fill('>Endpoint Chat: ');
    await quickInput(workbench).getByText('Endpoint Chat: Add Endpoint…').waitFor();
    const isOffered = (await quickInput(workbench).getByText('Endpoint Chat: Edit Endpoint…').count()) > 0;
    await leaveBox(workbench);
    return isOffered;
  }

  /** Opens the list of what can be changed of an endpoint, and takes a line. */
  async function edit(endpoint: string, what: string): Promise<void> {
    await runCommand(workbench, 'Endpoint Chat: Edit Endpoint…');
    if ((await names()).length > 1) await pickItem(workbench, endpoint);
    await quickInput(workbench).getByText(`Edit ${endpoint}`, { exact: true }).waitFor();
    await pickItem(workbench, what);
  }

  /** Leaves the list that comes back after each change. */
  async function leave(): Promise<void> {
    await quickInput(workbench).getByText('Default model').waitFor();
    await leaveBox(workbench);
  }

  it('sees endpoint and model in the status bar, and while something is written that it is', async () => {
    await status(/Practice · practice-model/, 'comment-discussion').waitFor();
    open.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps: [{ stall: true }] });
    await driver.ask('hello');
    await status(/Writing…/, 'loading').waitFor();
    // The palette offers it while `endpointChat.busy` is true.
    await runCommand(workbench, 'Endpoint Chat: Stop');
    await status(/Click to choose another model/, 'comment-discussion').waitFor();
  });

  it('sees the same of a completion', async () => {
    await openFile(workbench, 'search.ts');
    await selectLines(workbench, 1, 1);
    await workbench.page.keyboard.press('End');
    const begun = { send: sse({ choices: [{ index: 0, delta: { content: 'items.filter(' } }] }) };
    open.script({
      when: isQuestion,
      headers: { 'Content-Type': 'text/event-stream' },
      steps: [begun, { stall: true }],
    });
    await runCommand(workbench, 'Endpoint Chat: Insert Completion');
    await status(/Writing…/, 'loading').waitFor();
    await runCommand(workbench, 'Endpoint Chat: Stop');
    await status(/Click to choose another model/, 'comment-discussion').waitFor();
  });

  it('switches, and sees in the status bar why that endpoint failed until it answers', async () => {
    await runCommand(workbench, 'Endpoint Chat: Select Endpoint…');
    await quickInput(workbench).getByText('current').waitFor();
    await pickItem(workbench, 'Team');
    await status(/Team · practice-model/).waitFor();
    await driver.ask('hello');
    await status(/wants a token \(401\)/, 'error').waitFor();
    await edit('Team', 'Token');
    await typeAnswer(workbench, 'The token', TOKEN);
    await quickInput(workbench).getByText('stored for').waitFor();
    await leave();
    // What failed without it says nothing any more.
    await status(/Click to choose another model/, 'comment-discussion').waitFor();
    await driver.chat().getByRole('alert').last().getByRole('button', { name: 'Retry' }).click();
    await driver.answers().last().getByText('practice server').first().waitFor();
    assert.equal(lastQuestion(guarded.requests)?.headers.authorization, `Bearer ${TOKEN}`);
  });

  it('renames it, and the conversation goes on with it, also after a reload', async () => {
    await edit('Team', 'Name');
    await typeAnswer(workbench, 'The name of the endpoint', 'Gateway');
    await leave();
    await status(/Gateway · practice-model/).waitFor();
    const [, entry] = await entries();
    assert.deepEqual(entry, { name: 'Gateway', url: guarded.url, model: 'practice-model', note: 'mine' });
    await reload(workbench);
    await runCommand(workbench, 'Endpoint Chat: Focus');
    await driver.chat().getByRole('button', { name: 'Model: practice-model' }).filter({ hasText: 'Gateway' }).waitFor();
    const before = guarded.requests.length;
    await driver.ask('Are you still there?');
    await until(() => guarded.requests.slice(before).some(isQuestion));
  });

  it('chooses among the models of all, those used last first, and types one that no list has', async () => {
    await driver.modelButton('practice-model').click();
    const row = (index: number): Locator => quickInput(workbench).locator(`.monaco-list-row[data-index="${index}"]`);
    await quickInput(workbench).getByText('practice-thinker').nth(1).waitFor();
    await row(0)
      .filter({ hasText: /practice-model[\s\S]*Gateway · current[\s\S]*Recent/ })
      .waitFor();
    await row(1)
      .filter({ hasText: /practice-model[\s\S]*Practice/ })
      .waitFor();
    await typeAnswer(workbench, 'Choose a model', 'my-own');
    await status(/Gateway · my-own/).waitFor();
    await driver.modelButton('my-own').click();
    await row(0).filter({ hasText: 'my-own' }).filter({ hasText: 'current' }).waitFor();
    await row(1).filter({ hasText: 'Gateway' }).click();
    await status(/Gateway · practice-model/).waitFor();
  });

  it('is asked for a list again once the token is another one', async () => {
    const lists = (): number => guarded.requests.filter(({ path: asked }) => asked.endsWith('/models')).length;
    const before = lists();
    await runCommand(workbench, 'Endpoint Chat: Set Token…');
    await pickItem(workbench, 'Gateway');
    await typeAnswer(workbench, 'The token', TOKEN);
    await driver.modelButton('practice-model').click();
    await until(() => lists() === before + 1);
    await leaveBox(workbench);
  });

  it('sees one endpoint’s failure while the models of the others can be chosen', async () => {
    const refusal = json({ error: { message: 'Come back tomorrow' } }, 403);
    guarded.script({ ...refusal, when: ({ path: asked }) => asked.endsWith('/models') });
    await driver.modelButton('practice-model').click();
    const list = quickInput(workbench);
    await list.getByText('practice-thinker').first().waitFor();
    await list.getByRole('button', { name: 'Ask for the lists again' }).click();
    await list.getByText('Come back tomorrow').waitFor();
    // The other one still has its models of the last time.
    await box(workbench).fill('practice-thinker');
    const wanted = list.locator('.monaco-list-row', { hasText: /practice-thinker\s*Practice/ }).first();
    await wanted.click();
    await status(/Practice · practice-thinker/).waitFor();
  });

  it('duplicates an endpoint, and moves the copy to another server, where the token does not go', async () => {
    await edit('Gateway', 'Duplicate');
    await quickInput(workbench).getByText('Edit Gateway 2', { exact: true }).waitFor();
    await pickItem(workbench, 'Address');
    await typeAnswer(workbench, 'The address of your endpoint', `${open.url}/v1`);
    await answerDialog('is not sent there', 'Use this address');
    await quickInput(workbench).getByText(`none for ${open.url}`).waitFor();
    await leave();
    assert.deepEqual(await names(), ['Practice', 'Gateway', 'Gateway 2']);
    const copy = (await entries())[2];
    assert.equal(stringField(copy, 'note'), 'mine');
    assert.equal(stringField(copy, 'url'), `${open.url}/v1/chat/completions`);
  });

  it('removes an endpoint after a question, its token with it, and undoes both', async () => {
    await runCommand(workbench, 'Endpoint Chat: Remove Endpoint…');
    await pickItem(workbench, 'Gateway');
    await answerDialog(`The token for ${guarded.url} is deleted with it.`, 'Remove');
    await written(now => !now.includes('Gateway'));
    await runCommand(workbench, 'Notifications: Show Notifications');
    const notice = workbench.page.locator('.notification-list-item', { hasText: 'The endpoint Gateway is removed.' });
    await notice.getByRole('button', { name: 'Undo' }).click();
    await written(now => now[1] === 'Gateway');
    await runCommand(workbench, 'Notifications: Clear All Notifications');
    await edit('Gateway', 'Protocol');
    await pickItem(workbench, 'As the address says');
    await quickInput(workbench).getByText(`stored for ${guarded.url}`).waitFor();
    await leave();
  });

  it('is back at the beginning once the last one is removed, and is offered to add one', async () => {
    const sealed = () => workbench.page.evaluate(() => window.localStorage.getItem('secrets.provider')?.length ?? 0);
    const before = await sealed();
    for (const endpoint of ['Practice', 'Gateway', 'Gateway 2']) {
      const isLast = (await names()).length === 1;
      await runCommand(workbench, 'Endpoint Chat: Remove Endpoint…');
      if (!isLast) await pickItem(workbench, endpoint);
      await answerDialog(`Remove the endpoint ${endpoint}?`, 'Remove');
      await written(now => !now.includes(endpoint));
    }
    await driver.chat().getByRole('button', { name: 'Model: No endpoint' }).waitFor();
    // What is sealed cannot be read, but a token less makes it shorter.
    await until(async () => (await sealed()) < before);
    await driver.message().fill('Who is there?');
    await driver.message().press('Enter');
    await quickInput(workbench).getByText('Add Endpoint').first().waitFor();
    await leaveBox(workbench);
    assert.equal(await driver.message().inputValue(), 'Who is there?');
    await driver.message().fill('');
    await status(/No endpoint/, 'add').click();
    await quickInput(workbench).locator('input').first().waitFor();
    await leaveBox(workbench);
    // Offered while `endpointChat.hasEndpoint` is true.
    await until(async () => !(await offersToEdit()));
    assert.deepEqual(workbench.errors, []);
  });

  it('leaves no token behind, wherever one looks (S7)', async () => {
    assert.deepEqual(await traces.find(workbench, TOKEN), []);
    // What was looked through is what there is: settings of endpoints were written.
    assert.notDeepEqual(await traces.find(workbench, 'practice-model'), []);
  });
});
