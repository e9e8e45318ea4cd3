// The list of all conversations, in a real VS Code with the real keyboard.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FrameLocator } from 'playwright-core';
import { isQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { PRACTICE_MODEL, usePracticeWorkbench } from './practiceWorkbench';
import { box, quickInput, runCommand } from './quickInput';

const ours = 'iframe.webview[src*="extensionId=endpoint-chat.endpoint-chat"]';
const inView = '[src*="purpose=webviewView"]';
const headers = { 'Content-Type': 'text/event-stream' };

describe('a user who looks for a conversation, in a real VS Code', () => {
  const { server, workbench } = usePracticeWorkbench({});
  const frame = (selector: string): FrameLocator => workbench().page.frameLocator(selector).frameLocator('iframe');
  const sidebar = () => frame(`${ours}${inView}`);
  const tab = () => frame(`${ours}:not(${inView})`);
  const search = () => sidebar().getByRole('searchbox', { name: 'Search conversations' });
  const row = (words: string) => sidebar().locator('.history-row').filter({ hasText: words });
  const answer = (chat: FrameLocator, words: string) =>
    chat.getByRole('article', { name: PRACTICE_MODEL }).getByText(words);

  async function ask(question: string, words: string): Promise<void> {
    const piece = { choices: [{ index: 0, delta: { content: words }, finish_reason: 'stop' }] };
    server().script({ when: isQuestion, headers, steps: [{ send: sse(piece, '[DONE]') }] });
    const message = sidebar().getByRole('textbox', { name: 'Message' });
    await message.fill(question);
    await message.press('Enter');
    await answer(sidebar(), words).waitFor();
    await sidebar().getByRole('button', { name: 'Regenerate' }).last().waitFor();
    await untilOnDisk(words, true);
  }

  /** Waits until a conversation with these words is on the disk, or is no longer. */
  async function untilOnDisk(words: string, isThere: boolean): Promise<void> {
    const { dataFolder } = workbench().server;
    for (;;) {
      const names = (await readdir(dataFolder, { recursive: true })).filter(name => name.endsWith('.jsonl'));
      const texts = await Promise.all(names.map(name => readFile(path.join(dataFolder, name), 'utf8').catch(() => '')));
      if (texts.some(text => text.includes(words)) === isThere) return;
      await pause(100);
    }
  }

  async function openHistory(): Promise<void> {
    await sidebar().getByRole('button', { name: 'History', exact: true }).click();
    await search().waitFor();
  }

  /** Presses History at the very moment at which a conversation that was opened asks for the keyboard. */
  async function historyRightAfterOpening(): Promise<void> {
    await sidebar()
      .getByRole('button', { name: 'History', exact: true })
      .evaluate((button: HTMLElement) => {
        const onMessage = ({ data }: MessageEvent<{ readonly type?: string }>): void => {
          if (data.type !== 'focusComposer') return;
          window.removeEventListener('message', onMessage);
          button.click();
        };
        window.addEventListener('message', onMessage);
      });
  }

  /** Presses Undo as soon as it is there, and notes whether the row was gone then: within ten seconds, a busy machine may not come to it. */
  async function undoAtOnce(words: string): Promise<void> {
    await sidebar()
      .locator('.history-undo')
      .evaluate((bar: HTMLElement, title) => {
        const hasRow = () =>
          [...document.querySelectorAll('.history-row')].some(each => each.textContent.includes(title));
        new MutationObserver((_changes, observer) => {
          if (bar.hidden) return;
          observer.disconnect();
          bar.dataset['row'] = hasRow() ? 'there' : 'gone';
          bar.querySelector('button')?.click();
        }).observe(bar, { attributeFilter: ['hidden'] });
      }, words);
  }

  it('finds it by a word of its answer in the panel and opens it with Enter', async () => {
    await ask('Where do cats sleep?', 'On the warm radiator.');
    await sidebar().getByRole('button', { name: 'New conversation' }).click();
    await answer(sidebar(), 'radiator').waitFor({ state: 'detached' });
    await ask('Where do dogs sleep?', 'In their basket.');
    await openHistory();
    await row('Where do dogs sleep?').waitFor();
    await search().pressSequentially('radiator');
    await row('Where do cats sleep?').locator('mark', { hasText: 'radiator' }).waitFor();
    await row('Where do dogs sleep?').waitFor({ state: 'detached' });
    await search().press('Enter');
    await answer(sidebar(), 'On the warm radiator.').waitFor();
  });

  it('keeps the list that is opened right after a conversation', async () => {
    await openHistory();
    await row('Where do dogs sleep?').waitFor();
    await historyRightAfterOpening();
    await row('Where do dogs sleep?').locator('.history-open').press('Enter');
    await row('Where do dogs sleep?').locator('[aria-current="true"]').waitFor();
    await search().pressSequentially('radiator');
    await row('Where do cats sleep?').locator('mark', { hasText: 'radiator' }).waitFor();
    await row('Where do cats sleep?').locator('.history-open').press('Enter');
    await answer(sidebar(), 'On the warm radiator.').waitFor();
  });

  it('names it, pins it, deletes it, brings it back, and deletes it for good', async () => {
    await openHistory();
    await row('Where do dogs sleep?').locator('.history-open').press('F2');
    const title = sidebar().getByRole('textbox', { name: 'Title' });
    await title.fill('About dogs');
    await title.press('Enter');
    await row('About dogs').waitFor();
    await row('About dogs').hover();
    await row('About dogs').getByRole('button', { name: 'Pin', exact: true }).click();
    await row('About dogs').getByRole('img', { name: 'Pinned' }).waitFor();
    await undoAtOnce('About dogs');
    await row('About dogs').locator('.history-open').press('Delete');
    await sidebar().locator('.history-undo[data-row="gone"]').waitFor({ state: 'attached' });
    await row('About dogs').getByRole('img', { name: 'Pinned' }).waitFor();
    await row('About dogs').locator('.history-open').press('Delete');
    await row('About dogs').waitFor({ state: 'detached' });
    await untilOnDisk('In their basket.', false);
    await sidebar().getByRole('button', { name: 'History', exact: true }).click();
  });

  it('finds it with Open Conversation… and opens it beside the code', async () => {
    await runCommand(workbench(), 'Endpoint Chat: New Conversation');
    await answer(sidebar(), 'radiator').waitFor({ state: 'detached' });
    await runCommand(workbench(), 'Endpoint Chat: Open Conversation…');
    await box(workbench()).fill('radiator');
    const found = quickInput(workbench()).locator('.monaco-list-row', { hasText: 'Where do cats sleep?' });
    await found.hover();
    await found.getByRole('button', { name: 'Open to the side' }).click();
    await answer(tab(), 'On the warm radiator.').waitFor();
  });

  it('deletes all of them after one question', async () => {
    await runCommand(workbench(), 'Endpoint Chat: Delete All Conversations…');
    await workbench().page.getByRole('dialog').getByRole('button', { name: 'Delete All' }).click();
    await untilOnDisk('On the warm radiator.', false);
  });
});
