import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { launchBrowser } from '../../host/browser';
import { type ChatDriver, chatDriver } from '../../host/chatDriver';
import { projectRoot } from '../../host/folders';
import { runNpm } from '../../host/processes';
import { runCommand } from '../../host/quickInput';
import { startTestServer } from '../../host/vscodeServer';
import { openWorkbench, type Workbench } from '../../host/workbench';
import { compare, type Row } from '../row';

const AREA = 'endToEnd';
const rounds = 3;
const tokens = 1000;
const tokensPerSecond = 200;

/** Milliseconds since 1970 with fractions: the same clock in this process and in the browser. */
const now = (): number => performance.timeOrigin + performance.now();

/** A server whose answers are numbered words, and that notes when it has sent each of them. */
interface NumberedServer {
  readonly url: string;
  readonly requestedAt: readonly number[];
  readonly sentAt: () => readonly number[];
  readonly close: () => void;
}

async function startNumberedServer(): Promise<NumberedServer> {
  const requestedAt: number[] = [];
  let sentAt: number[] = [];
  const server: Server = createServer((request, response) => {
    if (request.method === 'POST') requestedAt.push(now());
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (request.method !== 'POST') response.end();
      else sentAt = sendNumbers(response);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/v1`, requestedAt, sentAt: () => sentAt, close };
}

function sendNumbers(response: ServerResponse): number[] {
  const sent: number[] = [];
  const start = now();
  const say = (delta: object, reason?: string): string =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta, ...(reason && { finish_reason: reason }) }] })}\n\n`;
  const timer = setInterval(() => {
    while (sent.length < tokens && sent.length < ((now() - start) / 1000) * tokensPerSecond) {
      response.write(say({ content: `${sent.length % 40 === 0 ? '\n\n' : ''}n${sent.length} ` }));
      sent.push(now());
    }
    if (sent.length < tokens) return;
    clearInterval(timer);
    response.end(`${say({}, 'stop')}data: [DONE]\n\n`);
  }, 1);
  return sent;
}

declare global {
  interface Window {
    /** When each number of an answer was painted, answer by answer, and when Enter was pressed. */
    paintedAt: number[][];
    enteredAt: number;
  }
}

/** Runs in the chat page, which shows text within a frame: a message that is sent then arrives when it is painted. */
function notePaints(): void {
  const clock = (): number => performance.timeOrigin + performance.now();
  const channel = new MessageChannel();
  window.paintedAt = [];
  channel.port1.onmessage = ({ data: [answer, newest] }: MessageEvent<readonly [number, number]>) => {
    const time = clock();
    const painted = window.paintedAt[answer] ?? [];
    window.paintedAt[answer] = painted;
    while (painted.length <= newest) painted.push(time);
  };
  const observer = new MutationObserver(() => {
    const answers = document.querySelectorAll('.answer .markdown');
    const text = answers[answers.length - 1]?.lastElementChild?.textContent ?? '';
    const newest = Number(/n(\d+)\s*$/.exec(text)?.[1] ?? -1);
    channel.port2.postMessage([answers.length - 1, newest]);
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  const note = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') window.enteredAt = performance.timeOrigin + event.timeStamp;
  };
  document.addEventListener('keydown', note, { capture: true });
}

async function chatPage(workbench: Workbench, driver: ChatDriver): Promise<Frame> {
  const handle = await driver.message().elementHandle();
  const frame = await handle?.ownerFrame();
  if (!frame) throw new Error('The chat view has no page.');
  await workbench.page.waitForTimeout(500);
  return frame;
}

/** By how much the page's clock is ahead of ours: both begin with the time of day, and may have drifted since. */
async function clockDifference(frame: Frame): Promise<number> {
  let [shortest, difference] = [Number.POSITIVE_INFINITY, 0];
  for (let attempt = 0; attempt < 30; attempt++) {
    const before = now();
    const theirs = await frame.evaluate(() => performance.timeOrigin + performance.now());
    const after = now();
    if (after - before < shortest) [shortest, difference] = [after - before, theirs - (before + after) / 2];
  }
  return difference;
}

function percentile95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
}

/** From the bytes on the socket to the picture, in a real VS Code. */
export async function endToEnd(say: (what: string) => void): Promise<readonly Row[]> {
  const code = await runNpm(['run', '--silent', 'build'], { onLine: () => undefined });
  if (code !== 0) throw new Error('npm run build failed.');
  const folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
  const server = await startNumberedServer();
  const browser = await launchBrowser();
  const endpoints = [{ name: 'Numbers', url: server.url, model: 'numbers' }];
  const vscode = await startTestServer({ settings: { 'endpointChat.endpoints': endpoints } });
  const [toPaint, toWire]: [number[], number[]] = [[], []];
  try {
    const workbench = await openWorkbench(browser, vscode, { folder, extensionDevelopmentPath: projectRoot });
    const driver = chatDriver(() => workbench, 'numbers');
    await runCommand(workbench, 'Endpoint Chat: Focus');
    await driver.message().waitFor();
    const frame = await chatPage(workbench, driver);
    await frame.evaluate(notePaints);
    // The first round loads what is loaded once.
    for (let round = 0; round <= rounds; round++) {
      say(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
      await driver.message().pressSequentially('count', { delay: 60 });
      await workbench.page.waitForTimeout(300);
      await driver.message().press('Enter');
      await driver.answers().nth(round).getByRole('button', { name: 'Regenerate' }).waitFor({ timeout: 60_000 });
      if (round === 0) continue;
      const painted = await frame.evaluate(answer => window.paintedAt[answer] ?? [], round);
      const entered = await frame.evaluate(() => window.enteredAt);
      const ahead = await clockDifference(frame);
      toPaint.push(percentile95(server.sentAt().map((sent, index) => (painted[index] ?? Number.NaN) - ahead - sent)));
      toWire.push((server.requestedAt.at(-1) ?? Number.NaN) - (entered - ahead));
    }
    await workbench.close();
  } finally {
    await browser.close();
    await vscode.dispose();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
  const limit = (measure: string, ours: readonly number[], most: number, peer: string): Row =>
    compare({ area: AREA, measure, unit: 'ms', ours, peer, peerValues: ours.map(() => most), goal: 1 });
  return [
    limit('from a delta on the socket to its paint at 200 tokens/s, 95th percentile', toPaint, 33, 'two frames'),
    limit('from Enter to the request on the wire, warm', toWire, 10, '10 ms'),
  ];
}
