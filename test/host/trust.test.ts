// A folder that means harm, and another extension that is curious, in a real VS Code. In Restricted Mode, and trusted.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { COMMANDS } from '../../src/vscode/ids';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { type ProxyServer, startProxyServer } from '../support/proxyServer';
import { lastQuestion } from '../support/questions';
import { sharedBrowser } from './browser';
import { type ChatDriver, chatDriver } from './chatDriver';
import { projectRoot } from './folders';
import { FONT_SIZE, HOSTILE_WORDS, layOutHostileWorkspace } from './hostileWorkspace';
import { takePicture } from './practiceWorkbench';
import { openFile, pickItem, runCommand, typeAnswer } from './quickInput';
import { installSpy, type SpyExtension } from './spyExtension';
import { type Traces, watchTraces } from './traces';
import { startTestServer, type VSCodeServer } from './vscodeServer';
import { openWorkbench, type Workbench } from './workbench';

/** Every form of it that a program could write differs from the others. */
const TOKEN = 'sk-trust-canary/+=?&~1';
const model = 'practice-model';

/** Milliseconds in which nothing may happen once the extension is active. `test/slow` waits for longer. */
const IDLE = 4000;

describe('a workspace that means harm, in a real VS Code (S1, S3, S7, S8)', () => {
  let server: PracticeServer;
  let far: PracticeServer;
  let proxy: ProxyServer;
  let hostile: PracticeServer;
  let hostileProxy: ProxyServer;
  let folder: string;
  let vscode: VSCodeServer;
  let workbench: Workbench;
  let driver: ChatDriver;
  let spy: SpyExtension;
  let traces: Traces;

  before(async () => {
    server = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 1 }, token: TOKEN });
    far = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 1 } });
    proxy = await startProxyServer({ resolve: () => new URL(far.url).host });
    hostile = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 1 } });
    hostileProxy = await startProxyServer({ resolve: () => new URL(hostile.url).host });
    folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
    await layOutHostileWorkspace(folder, hostile.url, hostileProxy.url);
    const extensionsFolder = path.join(folder, 'extensions');
    spy = await installSpy(extensionsFolder);
    const endpoints = [
      { name: 'Mine', url: server.url, model },
      { name: 'Far', url: 'http://model.corp.test/v1', model },
    ];
    const settings = {
      'endpointChat.endpoints': endpoints,
      'http.proxy': proxy.url,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
    };
    vscode = await startTestServer({ settings, workspaceTrust: true, extensionsFolder });
    driver = chatDriver(() => workbench, model);
  });
  after(async () => {
    await workbench?.close();
    await vscode?.dispose();
    for (const each of [server, far, proxy, hostile, hostileProxy]) await each?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (workbench && this.currentTest?.state === 'failed') await takePicture(workbench, this.currentTest.fullTitle());
  });

  async function open(name: string): Promise<void> {
    await workbench?.close();
    traces = watchTraces();
    workbench = await openWorkbench(await sharedBrowser(), vscode, {
      folder: path.join(folder, name),
      extensionDevelopmentPath: projectRoot,
      prepare: traces.listen,
    });
  }

  const restricted = () => workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' });
  async function trust(): Promise<void> {
    await runCommand(workbench, 'Workspaces: Manage Workspace Trust');
    await workbench.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await restricted().waitFor({ state: 'hidden' });
    // It may be a modal one, over everything that is clicked next.
    await runCommand(workbench, 'View: Close All Editors');
    await workbench.page.locator('.workspace-trust-editor').waitFor({ state: 'hidden' });
  }

  async function choose(endpoint: string): Promise<void> {
    await runCommand(workbench, 'Endpoint Chat: Select Endpoint…');
    await pickItem(workbench, endpoint);
    await driver.modelButton(`${model} · ${endpoint}`).waitFor();
  }

  /** Says no to whatever is asked, one question after the other, until these words were among them and no more comes. */
  async function dismissDialogs(words: string): Promise<void> {
    const dialog = workbench.page.locator('.monaco-dialog-box');
    let seen = '';
    while (!seen.includes(words) || (await dialog.isVisible())) {
      seen += (await dialog.allInnerTexts()).join('\n');
      await workbench.page.keyboard.press('Escape');
      // The next one, which may ask the same, takes a moment to be drawn.
      await wait(500);
    }
  }

  /** Asks through the user's proxy, and what was asked came from there, without a word of the workspace's. */
  async function assertUnharmed(question: string): Promise<void> {
    await choose('Far');
    await driver.ask(question);
    await driver.answered();
    assert.ok(proxy.requests.some(({ target }) => target === 'http://model.corp.test/v1/chat/completions'));
    const size = driver
      .chat()
      .locator('html')
      .evaluate(html => html.style.getPropertyValue('--chat-font-size'));
    assert.equal(await size, `${FONT_SIZE}px`, 'its settings have been read');
    await workbench.page
      .locator('.statusbar-item')
      .getByRole('button', { name: /Inline suggestions are off/ })
      .waitFor();
    assert.match(lastQuestion(far.requests)?.text ?? '', new RegExp(question));
    assert.ok(![...far.requests, ...server.requests].some(({ text }) => text.includes(HOSTILE_WORDS)));
    assertNobodyElse();
  }

  function assertNobodyElse(): void {
    assert.deepEqual([hostile.connections().accepted, hostileProxy.connections().accepted], [0, 0]);
  }

  it('is opened, and nothing is asked of anybody before the user does something (S3)', async () => {
    await open('repository');
    while (!(await spy.report()).isActive) await wait(100);
    await wait(IDLE);
    const ports = [server, far, proxy, hostile, hostileProxy].map(({ url }) => new URL(url).port);
    const { connects, lookups } = await spy.report();
    assert.deepEqual(
      connects.filter(address => ports.some(port => String(address).endsWith(`:${port}`))),
      [],
    );
    assert.deepEqual(
      lookups.filter(host => String(host).endsWith('.test')),
      [],
    );
    assert.equal(server.connections().accepted, 0);
    assert.ok(!proxy.requests.some(({ target }) => target.includes('model.corp.test')));
    assertNobodyElse();
  });

  it('has no effect in Restricted Mode', async () => {
    await restricted().waitFor();
    await openFile(workbench, 'repository.ts');
    await runCommand(workbench, 'Endpoint Chat: Focus');
    await driver.modelButton(`${model} · Mine`).waitFor();
    assert.ok(!(await driver.offeredPrompts()).some(name => name.includes('/hostile')));
    // A word with a slash that is no prompt is sent as it is.
    await assertUnharmed('/hostile from a restricted folder');
  });

  it('has no effect when it is trusted', async () => {
    await trust();
    // It is there, and was not read before. What is shown at first is the list of the last time.
    await driver.message().pressSequentially('/host');
    await driver.chat().getByRole('option', { name: '/hostile' }).waitFor();
    await driver.message().fill('');
    await assertUnharmed('hello from a trusted folder');
  });

  it('has no effect through a workspace file, trusted or not', async () => {
    await open('hostile.code-workspace');
    await runCommand(workbench, 'Endpoint Chat: Focus');
    await driver.message().waitFor();
    await openFile(workbench, 'repository.ts');
    await restricted().waitFor();
    await assertUnharmed('hello from a workspace');
    await trust();
    await assertUnharmed('hello from a trusted workspace');
  });

  it('leaves the token where it belongs: a second extension that runs everything gets none (S7, S8)', async () => {
    await choose('Mine');
    await driver.ask('hello, who are you');
    await driver.chat().getByRole('alert').last().getByRole('button', { name: 'Set token' }).click();
    await typeAnswer(workbench, 'The token for', TOKEN);
    // It is asked again by itself.
    await driver.answers().last().getByText('practice server').first().waitFor();
    assert.equal(lastQuestion(server.requests)?.headers.authorization, `Bearer ${TOKEN}`);

    // What is looked through below is what there is: the words of the chat are in it. The spy deletes them, too.
    const words = await traces.find(workbench, 'hello, who are you');
    for (const where of ['conversations', 'messages of'])
      assert.ok(
        words.some(found => found.includes(where)),
        where,
      );

    await runCommand(workbench, 'Spy: Run Everything');
    while (!(await spy.report()).isDone) await wait(100);
    const report = await spy.report();
    assert.ok(report.commands.length >= Object.keys(COMMANDS).length, String(report.commands));
    await dismissDialogs('https://spy.test/v1');
    const shipped = await shippedFiles();
    for (const file of ['package.json', 'dist/extension.js', 'l10n/bundle.l10n.id.json', 'media/walkthrough/'])
      assert.ok(
        shipped.some(name => name.startsWith(file)),
        file,
      );
    const packed = await Promise.all(shipped.map(async file => [file, await readFile(file)] as const));
    assert.deepEqual(
      await traces.find(workbench, TOKEN, { 'the spy': report.text, ...Object.fromEntries(packed) }),
      [],
    );
    assertNobodyElse();
  });
});

/** What .vscodeignore lets into the package, as it lies here. */
async function shippedFiles(): Promise<readonly string[]> {
  const patterns = readFileSync(path.join(projectRoot, '.vscodeignore'), 'utf8').split('\n');
  const wanted = patterns
    .filter(line => line.startsWith('!'))
    .map(line => {
      const [before = '', after] = line.slice(1).split('*');
      return {
        test: (file: string) =>
          after === undefined ? file === before : file.startsWith(before) && file.endsWith(after),
      };
    });
  const folders = ['', 'dist', 'l10n', 'media', 'media/walkthrough'];
  const files = await Promise.all(
    folders.map(async folder =>
      (await readdir(path.join(projectRoot, folder))).map(name => path.posix.join(folder, name)),
    ),
  );
  return files.flat().filter(file => wanted.some(pattern => pattern.test(file)));
}
