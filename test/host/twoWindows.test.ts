// Two windows on one conversation, and a server that is restarted, in a real VS Code.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { until } from '../support/until';
import { sharedBrowser } from './browser';
import { chatDriver } from './chatDriver';
import { projectRoot } from './folders';
import { PRACTICE_MODEL, practiceEndpoint, takePicture } from './practiceWorkbench';
import { runCommand } from './quickInput';
import { startTestServer, type TestServer } from './vscodeServer';
import { openAnotherWindow, openWorkbench, reload, type Workbench } from './workbench';

describe('a user with two windows on one conversation, in a real VS Code', () => {
  let server: PracticeServer;
  let vscode: TestServer;
  let folder: string;
  let one: Workbench;
  let two: Workbench;
  const inOne = chatDriver(() => one, PRACTICE_MODEL);
  const inTwo = chatDriver(() => two, PRACTICE_MODEL);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
    server = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 1 } });
    vscode = await startTestServer({ settings: practiceEndpoint(server) });
    one = await openWorkbench(await sharedBrowser(), vscode, { folder, extensionDevelopmentPath: projectRoot });
    await runCommand(one, 'Endpoint Chat: Focus');
    await inOne.message().waitFor();
  });
  after(async () => {
    await one?.close();
    await vscode?.dispose();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await takePicture(one, this.currentTest.fullTitle());
  });

  /** What the files of conversations say, one text for each. */
  async function conversations(): Promise<readonly string[]> {
    const names = await readdir(vscode.dataFolder, { recursive: true });
    const files = names.filter(name => name.includes(`${path.sep}conversations${path.sep}`) && name.endsWith('.jsonl'));
    return Promise.all(files.map(name => readFile(path.join(vscode.dataFolder, name), 'utf8')));
  }

  const question = (driver: typeof inOne, words: string) =>
    driver.chat().getByRole('article', { name: 'You' }).getByText(words, { exact: true });

  /** Asks, and waits until the answer has ended. */
  async function askAndHear(driver: typeof inOne, words: string): Promise<void> {
    await driver.ask(words);
    await question(driver, words).waitFor();
    await driver.answered();
    await driver.send().waitFor();
  }

  /** Loads a window anew until it shows the conversation: which one was open last is written a little later. */
  async function shows(workbench: Workbench, driver: typeof inOne, words: string): Promise<void> {
    await until(async () => {
      await runCommand(workbench, 'Endpoint Chat: Focus');
      await driver.message().waitFor();
      const isThere = await question(driver, words)
        .waitFor({ timeout: 15_000 })
        .then(() => true)
        .catch(() => false);
      if (!isThere) await reload(workbench);
      return isThere;
    });
  }

  // Before there are two: which conversation was open last is VS Code's to keep, one for all windows on a folder.
  it('finds everything after the whole server was restarted', async () => {
    await askAndHear(inOne, 'What do both know?');
    await askAndHear(inOne, 'What is asked before the restart?');
    await vscode.restart();
    await reload(one);
    await shows(one, inOne, 'What is asked before the restart?');
    await question(inOne, 'What do both know?').waitFor();
    assert.equal(await inOne.answers().count(), 2);
    await askAndHear(inOne, 'What is asked after it?');
    assert.equal((await conversations()).length, 1, 'in the same conversation');
  });

  it('loses nothing of what either writes: one goes on in a copy, and says so', async () => {
    two = await openAnotherWindow(one);
    await shows(two, inTwo, 'What is asked after it?');
    await askAndHear(inOne, 'What does the first ask?');
    await askAndHear(inTwo, 'What does the second ask?');
    await until(async () => {
      const texts = await conversations();
      return ['first', 'second'].every(window => texts.some(text => text.includes(`What does the ${window} ask?`)));
    });
    const texts = await conversations();
    assert.equal(texts.length, 2);
    assert.ok(
      texts.every(text => text.includes('What do both know?')),
      'the copy has what was said before',
    );
    await runCommand(two, 'Notifications: Show Notifications');
    await two.page.locator('.notifications-center').getByText('goes on in a copy of it').waitFor();
  });
});
