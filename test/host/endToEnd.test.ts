import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { type PracticeServer, type RecordedRequest, startPracticeServer } from '../support/practiceServer';
import { sse } from '../support/scriptedReply';
import { launchBrowser } from './browser';
import { chatDriver } from './chatDriver';
import { editorText, focusEditor, pickFromEditorMenu, save, selectLines, undo } from './editor';
import { projectRoot } from './folders';
import { openFile, pickItem, quickInput, runCommand, typeAnswer } from './quickInput';
import { startTestServer, type VSCodeServer } from './vscodeServer';
import { openWorkbench, reload, type Workbench } from './workbench';

const TOKEN = 'sk-end-to-end-canary';

const CODE = `export function debounce(run: () => void, wait = 250) {
  let handle: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(handle);
    handle = setTimeout(run, wait);
  };
}

export function mean(values: number[]): number {
  
}
`;

const PROTOCOLS = [
  {
    protocol: 'openai',
    // As it is left in the clipboard by a portal's page.
    paste: (url: string) => ` "${url}/v1/chat/completions?model=<string>" `,
    pace: { firstTokenMs: 100, tokenMs: 8 },
    streams: true,
  },
  {
    protocol: 'envelope',
    paste: (url: string) => `${url}/api/v1/chat/completion_messages/`,
    pace: { firstTokenMs: 100, tokenMs: 1 },
    streams: false,
  },
] as const;

for (const { protocol, paste, pace, streams } of PROTOCOLS) {
  describe(`a user of the ${protocol} protocol, in a real VS Code`, () => {
    let practice: PracticeServer;
    let browser: Browser;
    let server: VSCodeServer;
    let workbench: Workbench;
    let folder: string;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
      await writeFile(path.join(folder, 'search.ts'), CODE);
      practice = await startPracticeServer({ token: TOKEN, pace });
      browser = await launchBrowser();
      server = await startTestServer();
      workbench = await openWorkbench(browser, server, { folder, extensionDevelopmentPath: projectRoot });
    });
    after(async () => {
      await workbench?.close();
      await browser?.close();
      await server?.dispose();
      await practice?.close();
      await rm(folder, { recursive: true, force: true });
    });

    afterEach(async function () {
      const { state, title } = this.currentTest ?? {};
      if (state !== 'failed') return;
      const file = path.join(projectRoot, 'dist', 'failures', `${protocol} ${title?.slice(0, 60)}.png`);
      await workbench.page.screenshot({ path: file });
    });

    const { chat, message, modelButton, answers, send, stop, ask, answered } = chatDriver(
      () => workbench,
      'practice-model',
    );

    function lastRequest(): RecordedRequest {
      const request = practice.requests.at(-1);
      assert.ok(request);
      return request;
    }

    it('adds the endpoint from a pasted address', async () => {
      await runCommand(workbench, 'Endpoint Chat: Add Endpoint…');
      await typeAnswer(workbench, 'The address of your endpoint', paste(practice.url));
      await typeAnswer(workbench, 'The token for', '');
      // Without a token there is no list, and the envelope has none: the box says so instead of being empty.
      await quickInput(workbench).getByText('No list of models').waitFor();
      await typeAnswer(workbench, 'Choose a model', 'practice-model');
      await message().waitFor();
      await modelButton('practice-model').waitFor();
    });

    it('is told that the token is missing, and sets it with the button that says so', async () => {
      await ask('Hello');
      const alert = chat().getByRole('alert');
      assert.match(await alert.innerText(), /refused the token[\s\S]*(key|token|Authorization)/i);
      await alert.getByRole('button', { name: 'Set token' }).click();
      await typeAnswer(workbench, 'The token for', `Bearer ${TOKEN}`);
      await quickInput(workbench).waitFor({ state: 'hidden' });
      await alert.getByRole('button', { name: 'Retry' }).click();
      await alert.waitFor({ state: 'hidden' });
      assert.match(await answered(), /practice server/);
      assert.equal(lastRequest().headers.authorization, `Bearer ${TOKEN}`);
    });

    it('asks, and watches the answer grow', async () => {
      await ask('What can you do?');
      const lengths = new Set<number>();
      do lengths.add((await answers().last().innerText()).length);
      while ((await stop().count()) > 0);
      assert.match(await answered(), /What you can try/);
      assert.ok(await answers().last().locator('table').isVisible());
      assert.ok(await answers().last().locator('pre code').isVisible());
      if (streams) assert.ok(lengths.size > 3, `seen at ${lengths.size} lengths`);
    });

    it('stops an answer: the server sees the connection close, and the text stays', async () => {
      await ask('Please write a long answer');
      if (streams) await answers().last().getByText('practice server').waitFor();
      else
        await answers()
          .last()
          .getByText(/Waiting for/)
          .waitFor();
      await stop().click();
      assert.equal((await lastRequest().ended).by, 'client');
      await send().waitFor();
      assert.match(await answers().last().innerText(), /Stopped/);
      if (streams) assert.match(await answers().last().innerText(), /practice server/);
    });

    it('has a selection explained', async () => {
      await openFile(workbench, 'search.ts');
      await selectLines(workbench, 1, 7);
      if (protocol === 'openai') await pickFromEditorMenu(workbench, 'clearTimeout', 'Explain Selection');
      else await runCommand(workbench, 'Endpoint Chat: Explain Selection');
      const question = chat().getByRole('article', { name: 'You' }).last();
      await question.getByText('Explain the selected code.').waitFor();
      assert.match(await question.innerText(), /search\.ts\s*1–7/);
      assert.match(await answered(), /typescript/i);
      assert.match(lastRequest().text, /search\.ts \(lines 1–7\)[\s\S]*export function debounce/);
    });

    it('completes at the cursor, and takes it back with one undo', async () => {
      await openFile(workbench, 'search.ts');
      await selectLines(workbench, 10, 10);
      await workbench.page.keyboard.press('End');
      await runCommand(workbench, 'Endpoint Chat: Insert Completion');
      await workbench.page.locator('.view-line', { hasText: 'return total;' }).waitFor();
      await lastRequest().ended;
      assert.match(lastRequest().text, /<CURSOR>/);
      await workbench.page.locator('#status\\.progress').waitFor({ state: 'hidden' });
      const completed = await editorText(workbench);
      assert.ok(completed.length > CODE.length + 10, completed);
      assert.ok(!completed.includes('```') && !completed.includes('<CURSOR>'), completed);
      await undo(workbench);
      assert.equal(await editorText(workbench), CODE);
      await save(workbench);
      await focusEditor(workbench);
    });

    // An answer that comes whole leaves nothing to stop half way.
    if (streams)
      it('stops a completion with Esc, and keeps what there is of it', async () => {
        await openFile(workbench, 'search.ts');
        await selectLines(workbench, 10, 10);
        await workbench.page.keyboard.press('End');
        const piece = sse({ choices: [{ index: 0, delta: { content: 'const half = 1;' } }] });
        practice.script({
          headers: { 'Content-Type': 'text/event-stream' },
          steps: [{ send: piece }, { stall: true }],
        });
        await runCommand(workbench, 'Endpoint Chat: Insert Completion');
        await workbench.page.locator('.view-line', { hasText: 'const half = 1;' }).waitFor();
        await workbench.page.keyboard.press('Escape');
        assert.equal((await lastRequest().ended).by, 'client');
        assert.ok((await editorText(workbench)).includes('\n  const half = 1;\n}'));
        await undo(workbench);
        assert.equal(await editorText(workbench), CODE);
      });

    // The envelope has no list of models to choose from, and no thinking.
    if (streams)
      it('chooses another model from the list, and sees its thinking apart from its answer', async () => {
        await modelButton('').click();
        await pickItem(workbench, 'practice-thinker');
        await modelButton('practice-thinker').click();
        await pickItem(workbench, 'practice-model');
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

    it('finds everything again after the window is loaded anew in the middle of an answer', async () => {
      const before = await chat().getByRole('article').count();
      // An answer that comes whole would be there before the window is.
      if (!streams) practice.script({ steps: [{ stall: true }] });
      await ask('Please write a long answer again');
      if (streams) await answers().last().getByText('practice server').waitFor();
      else
        await answers()
          .last()
          .getByText(/Waiting for/)
          .waitFor();
      // Text is on disk within half a second; the reload must not be faster than that for the check to be fair.
      if (streams) await answers().last().getByRole('heading').first().waitFor();
      const asked = lastRequest();
      await reload(workbench);
      assert.equal((await asked.ended).by, 'client');
      await runCommand(workbench, 'Endpoint Chat: Focus');
      await chat().getByText('Please write a long answer again').waitFor();
      assert.equal(await chat().getByRole('article').count(), before + 2);
      assert.match(await answers().last().innerText(), /Interrupted/);
      if (streams) assert.match(await answers().last().innerText(), /practice server/);
      await ask('Are you still there?');
      assert.match(await answered(), /practice server/);
      assert.equal(lastRequest().headers.authorization, `Bearer ${TOKEN}`, 'the token was kept');
    });

    it('starts a new conversation', async () => {
      await chat().getByRole('button', { name: 'New conversation' }).click();
      await chat().getByRole('article').first().waitFor({ state: 'detached' });
      assert.equal(await chat().getByRole('article').count(), 0);
    });

    it('never has the token in the settings, and no error on the console', async () => {
      const settings = await readFile(server.settingsFile, 'utf8');
      assert.ok(settings.includes(practice.url), 'these are the settings');
      assert.ok(!settings.includes(TOKEN));
      assert.deepEqual(workbench.errors, []);
    });
  });
}
