// Several conversations in one window, in a real VS Code.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FrameLocator } from 'playwright-core';
import { isQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { PRACTICE_MODEL, usePracticeWorkbench } from './practiceWorkbench';
import { runCommand } from './quickInput';
import { reload } from './workbench';

const ours = 'iframe.webview[src*="extensionId=endpoint-chat.endpoint-chat"]';
const inView = '[src*="purpose=webviewView"]';
const delta = (content: string): string => sse({ choices: [{ index: 0, delta: { content } }] });
const end = sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]');
const headers = { 'Content-Type': 'text/event-stream' };

describe('a user with several conversations, in a real VS Code', () => {
  const { server, workbench } = usePracticeWorkbench({});
  const frame = (selector: string): FrameLocator => workbench().page.frameLocator(selector).frameLocator('iframe');
  const sidebar = () => frame(`${ours}${inView}`);
  const tab = () => frame(`${ours}:not(${inView})`);
  const message = (chat: FrameLocator) => chat.getByRole('textbox', { name: 'Message' });
  const answer = (chat: FrameLocator) => chat.getByRole('article', { name: PRACTICE_MODEL }).last();
  const question = (chat: FrameLocator, words: string) =>
    chat.getByRole('article', { name: 'You' }).getByText(words, { exact: true });
  const stop = (chat: FrameLocator) => chat.getByRole('button', { name: 'Stop', exact: true });
  const regenerate = (chat: FrameLocator) => answer(chat).getByRole('button', { name: 'Regenerate' });

  /** The next answer begins, and ends when it is told to. */
  function answerThatWaits(beginning: string): () => void {
    let isOver = false;
    function* steps(): Generator<Step> {
      yield { send: delta(beginning) };
      while (!isOver) yield { wait: 50 };
      yield { send: delta(', and ends.') + end };
    }
    server().script({ when: isQuestion, headers, steps: steps() });
    return () => {
      isOver = true;
    };
  }

  async function ask(chat: FrameLocator, words: string): Promise<void> {
    await message(chat).fill(words);
    await message(chat).press('Enter');
    await question(chat, words).waitFor();
  }

  it('has an answer written in a tab and another one in the sidebar, and finds both after a reload', async () => {
    const endFirst = answerThatWaits('The first begins');
    await ask(sidebar(), 'First?');
    await answer(sidebar()).getByText('The first begins').waitFor();
    await runCommand(workbench(), 'Endpoint Chat: Open in Editor');
    await answer(tab()).getByText('The first begins').waitFor();
    await stop(tab()).waitFor();
    await question(sidebar(), 'First?').waitFor({ state: 'detached' });
    await workbench()
      .page.getByRole('tab', { name: /First\?/ })
      .waitFor();

    const endSecond = answerThatWaits('The second begins');
    await ask(sidebar(), 'Second?');
    await answer(sidebar()).getByText('The second begins').waitFor();
    await stop(tab()).waitFor();
    endFirst();
    await answer(tab()).getByText('The first begins, and ends.').waitFor();
    await regenerate(tab()).waitFor();
    await stop(sidebar()).waitFor();
    endSecond();
    await regenerate(sidebar()).waitFor();

    // VS Code in a browser writes down which tabs there are some time later.
    const id = path.basename(await untilOnDisk('First?', ', and ends.'), '.jsonl');
    const isWritten = async () =>
      (await workbench().page.evaluate(readDatabases)).some(
        value => value.includes('endpointChat.conversation') && value.includes(id),
      );
    while (!(await isWritten())) await pause(200);
    await reload(workbench());
    await answer(tab()).getByText('The first begins, and ends.').waitFor();
    await runCommand(workbench(), 'Endpoint Chat: Focus');
    await answer(sidebar()).getByText('The second begins, and ends.').waitFor();
  });

  it('goes on with an answer that is not shown while another conversation is begun', async () => {
    const endIt = answerThatWaits('Not shown');
    await ask(sidebar(), 'Third?');
    await answer(sidebar()).getByText('Not shown').waitFor();
    await sidebar().getByRole('button', { name: 'New conversation' }).click();
    await question(sidebar(), 'Third?').waitFor({ state: 'detached' });
    endIt();
    await untilOnDisk('Third?', ', and ends.');
  });

  async function texts(): Promise<readonly (readonly [string, string])[]> {
    const { dataFolder } = workbench().server;
    const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true });
    const files = entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
    return Promise.all(files.map(async file => [file, await readFile(file, 'latin1').catch(() => '')] as const));
  }

  /** The file of a conversation in which all of these were said. They may have come in pieces. */
  async function untilOnDisk(...words: readonly string[]): Promise<string> {
    for (;;) {
      const isIt = ([name, text]: readonly [string, string]) =>
        name.endsWith('.jsonl') && words.every(each => text.includes(each));
      const [name] = (await texts()).find(isIt) ?? [];
      if (name !== undefined) return name;
      await pause(100);
    }
  }
});

/** All that the databases of the browser hold, a text for each value. */
async function readDatabases(): Promise<readonly string[]> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const all: unknown[] = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name ?? ''));
    for (const store of database.objectStoreNames) {
      all.push(...(await done(database.transaction(store).objectStore(store).getAll())));
    }
    database.close();
  }
  // Files are bytes there.
  return all.map(value => (value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value)));
}
