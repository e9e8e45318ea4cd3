// `npm start -- --ask "…"`: asks as a user does, without a person.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { launchBrowser } from './browser';
import { deferred } from './deferred';
import type { StartEndpoint } from './endpoint';
import { projectRoot } from './folders';
import { showNotifications } from './notifications';
import { runCommand, typeAnswer } from './quickInput';
import { startTestServer } from './vscodeServer';
import { chatFrame, openWorkbench, type Workbench } from './workbench';

declare global {
  interface Window {
    /** Functions of this process that the page can call. */
    readonly printAnswer: (text: string) => void;
    readonly endAnswer: (error: string | undefined) => void;
  }
}

export interface Question {
  readonly text: string;
  readonly endpoint: StartEndpoint;
  readonly folder: string;
  readonly screenshot: string;
}

/** How long the chat may take to show the question. The answer may take as long as it likes. */
const patience = 15_000;

/**
 * Runs in the page. Prints the blocks of the answer (paragraphs, lists, code), each as soon as the next one has begun:
 * until then it can still change. Ends when the button to send is back.
 */
function watchConversation(log: Element): void {
  const button = (name: string) =>
    [...document.querySelectorAll('button')].find(
      ({ ariaLabel, innerText }) => (ariaLabel ?? innerText.trim()) === name,
    );
  let printed = 0;
  let wasBusy = false;
  const look = () => {
    const answer = [...log.querySelectorAll('article')].at(-1);
    if (!answer || answer.ariaLabel === 'You') return;
    const blocks = [...(answer.querySelector<HTMLElement>('.markdown') ?? answer).children];
    const error = answer.querySelector<HTMLElement>('[role=alert]')?.innerText;
    const busy = button('Stop')?.checkVisibility() ?? false;
    wasBusy ||= busy;
    // Right after the question the button is still there.
    const ended = !busy && (wasBusy || blocks.length > 0 || error !== undefined);
    for (const block of blocks.slice(printed, ended ? undefined : -1)) {
      if (block instanceof HTMLElement) window.printAnswer(`${block.innerText.trim()}\n\n`);
      printed++;
    }
    if (!ended) return;
    observer.disconnect();
    window.endAnswer(error);
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}

async function setToken(workbench: Workbench, token: string): Promise<void> {
  await runCommand(workbench, 'Endpoint Chat: Set Token…');
  await typeAnswer(workbench, 'token', token).catch(() => {
    // Playwright's own words would have the token in them.
    throw new Error('The box for the token did not open.');
  });
  // The box is gone before the token is stored.
  const notifications = await showNotifications(workbench);
  await notifications.filter({ hasText: 'token' }).waitFor();
  await runCommand(workbench, 'Notifications: Clear All Notifications');
}

/** Resolves to what went wrong, in the words of the chat, or undefined. */
async function converse(workbench: Workbench, log: Locator, text: string): Promise<string | undefined> {
  const { page } = workbench;
  const { promise: ended, resolve } = deferred<string | undefined>();
  await page.exposeFunction('printAnswer', (piece: string) => process.stdout.write(piece));
  await page.exposeFunction('endAnswer', resolve);
  await log.evaluate(watchConversation);
  const box = chatFrame(workbench).getByRole('textbox', { name: 'Message' });
  await box.fill(text);
  await box.press('Enter');
  await log.getByRole('article', { name: 'You' }).waitFor({ timeout: patience });
  return Promise.race([ended, workbench.server.broken]);
}

/** Asks in a VS Code of its own, prints the answer while it is written, and resolves to the exit code. */
export async function ask(question: Question): Promise<number> {
  const { endpoint, folder, screenshot } = question;
  const server = await startTestServer({ settings: { 'endpointChat.endpoints': [endpoint.setting] } });
  const browser = await launchBrowser();
  try {
    const workbench = await openWorkbench(browser, server, { folder, extensionDevelopmentPath: projectRoot });
    if (endpoint.token) await setToken(workbench, endpoint.token);
    await runCommand(workbench, 'Endpoint Chat: Focus');
    const log = chatFrame(workbench).getByRole('log', { name: 'Conversation' });
    const error = await converse(workbench, log, question.text);
    if (error !== undefined) console.error(`The chat shows an error:\n${error}`);
    await mkdir(path.dirname(screenshot), { recursive: true });
    await workbench.page.screenshot({ path: screenshot });
    console.error(`Screenshot: ${screenshot}`);
    return error === undefined ? 0 : 1;
  } finally {
    await browser.close();
    await server.dispose();
  }
}
