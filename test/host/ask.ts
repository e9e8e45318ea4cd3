// `npm start -- --ask "…"`: asks as a user does, without a person.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser } from './browser';
import { deferred } from './deferred';
import type { StartEndpoint } from './endpoint';
import { projectRoot } from './folders';
import { runCommand } from './quickInput';
import { startTestServer } from './vscodeServer';
import { chatFrame, openWorkbench, type Workbench } from './workbench';

/** What the page says while the chat answers. */
type Report =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'end'; readonly error: string | undefined };

declare global {
  interface Window {
    /** A function of this process that the page can call. */
    readonly reportAnswer: (report: Report) => void;
  }
}

export interface Question {
  readonly text: string;
  readonly endpoint: StartEndpoint;
  readonly folder: string;
  readonly screenshot: string;
}

/**
 * Runs in the page. Reports the blocks of the answer (paragraphs, lists, code), each as soon as the next one has begun:
 * until then it can still change. Ends when the button to send is back.
 */
function watchConversation(log: Element): void {
  // The chat leaves out the layout of what is out of sight, and what has no layout has no lines.
  const everythingInSight = new CSSStyleSheet();
  everythingInSight.replaceSync('* { content-visibility: visible !important; }');
  document.adoptedStyleSheets.push(everythingInSight);
  const linesOf = (node: Element) => (node instanceof HTMLElement ? node.innerText.trim() : '');
  const isBusy = () => [...document.querySelectorAll('[aria-label=Stop]')].some(stop => stop.checkVisibility());

  let printed = 0;
  let wasBusy = false;
  const look = () => {
    const answer = [...log.querySelectorAll('article')].at(-1);
    if (!answer || answer.ariaLabel === 'You') return;
    const blocks = [...answer.querySelectorAll('.part > *')];
    const alert = answer.querySelector('[role=alert]');
    const busy = isBusy();
    wasBusy ||= busy;
    // Right after the question the button to send is still there.
    const ended = !busy && (wasBusy || blocks.length > 0 || alert !== null);
    for (const block of blocks.slice(printed, ended ? undefined : -1)) {
      window.reportAnswer({ type: 'text', text: `${linesOf(block)}\n\n` });
      printed++;
    }
    if (!ended) return;
    observer.disconnect();
    window.reportAnswer({ type: 'end', error: alert ? linesOf(alert) : undefined });
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}

async function askInChat(workbench: Workbench, text: string): Promise<void> {
  await runCommand(workbench, 'Endpoint Chat: Focus');
  const log = chatFrame(workbench).getByRole('log', { name: 'Conversation' });
  await log.evaluate(watchConversation);
  const box = chatFrame(workbench).getByRole('textbox', { name: 'Message' });
  await box.fill(text);
  await box.press('Enter');
  // The answer may take as long as it likes.
  await log.getByRole('article', { name: 'You' }).waitFor();
}

/** Asks in a VS Code of its own, prints the answer while it is written, and resolves to the exit code. */
export async function ask(question: Question): Promise<number> {
  const { endpoint, folder, screenshot } = question;
  const server = await startTestServer({ settings: { 'endpointChat.endpoints': [endpoint.setting] } });
  const browser = await launchBrowser();
  try {
    const { promise: ended, resolve } = deferred<string | undefined>();
    const receive = (report: Report) => {
      if (report.type === 'text') process.stdout.write(report.text);
      else resolve(report.error);
    };
    const workbench = await openWorkbench(browser, server, {
      folder,
      extensionDevelopmentPath: projectRoot,
      prepare: page => page.exposeFunction('reportAnswer', receive),
    });
    await askInChat(workbench, question.text);
    const error = await Promise.race([ended, server.broken]);
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
