import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser } from '../../host/browser';
import { projectRoot } from '../../host/folders';
import { runNpm } from '../../host/processes';
import { runCommand } from '../../host/quickInput';
import { makeVsix } from '../../host/release/package';
import { startTestServer } from '../../host/vscodeServer';
import { openWorkbench, type Workbench } from '../../host/workbench';
import { until } from '../../support/until';
import { compare, type Row } from '../row';

const AREA = 'start';
const rounds = 7;
const OURS = 'endpoint-chat.endpoint-chat';
/** An extension that every VS Code has, and that starts in every window. */
const PEER = 'vscode.git';

/** What an extension took in a window, in milliseconds. */
interface Activation {
  readonly load: number;
  readonly activate: number;
}

/** What a start costs, by VS Code's own figures, and what is downloaded and loaded. */
export async function start(say: (what: string) => void, part: string): Promise<readonly Row[]> {
  const code = await runNpm(['run', '--silent', 'build'], { onLine: () => undefined });
  if (code !== 0) throw new Error('npm run build failed.');
  const folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
  try {
    const rows = [...(await sizes(folder)), ...(await activations(folder, say))];
    return rows.filter(({ measure }) => measure.includes(part));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sizes(folder: string): Promise<readonly Row[]> {
  const vsix = path.join(folder, 'endpoint-chat.vsix');
  await makeVsix(vsix);
  const row = async (measure: string, files: readonly string[], goal: number): Promise<Row> => {
    const bytes = await Promise.all(files.map(async file => (await stat(file)).size));
    const ours = [bytes.reduce((sum, size) => sum + size, 0) / 1000];
    return compare({ area: AREA, measure, unit: 'kB', ours, peer: 'the goal', peerValues: [goal], goal: 1 });
  };
  const built = (...files: readonly string[]): readonly string[] => files.map(file => path.join('dist', file));
  return [
    await row('what activation loads', built('extension.js'), 100),
    await row('the first page, the highlighter aside', built('page.js', 'page.css'), 200),
    await row('the package', [vsix], 300),
  ];
}

async function activations(folder: string, say: (what: string) => void): Promise<readonly Row[]> {
  const browser = await launchBrowser();
  const vscode = await startTestServer();
  const [ours, peers]: [Activation[], Activation[]] = [[], []];
  try {
    // The first window has the files read from the disk.
    for (let round = 0; round <= rounds; round++) {
      say(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
      const workbench = await openWorkbench(browser, vscode, { folder, extensionDevelopmentPath: projectRoot });
      const text = await startupPerformance(workbench);
      await workbench.close();
      if (round === 0) continue;
      ours.push(activationOf(text, OURS));
      peers.push(activationOf(text, PEER));
    }
  } finally {
    await browser.close();
    await vscode.dispose();
  }
  const row = (measure: string, of: (activation: Activation) => number, limit: number): readonly Row[] => {
    const common = { area: AREA, measure, unit: 'ms', ours: ours.map(of) };
    return [
      compare({ ...common, peer: `${limit} ms`, peerValues: ours.map(() => limit), goal: 1 }),
      // VS Code counts whole milliseconds: nothing may be divided by none.
      compare({ ...common, peer: PEER, peerValues: peers.map(of).map(value => Math.max(value, 1)), goal: null }),
    ];
  };
  return [
    ...row('activate(), in the extension host', ({ activate }) => activate, 5),
    ...row('loading the code and activate()', ({ load, activate }) => load + activate, 15),
  ];
}

/** What *Developer: Startup Performance* says, once everything that starts with VS Code has started. */
async function startupPerformance(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  await runCommand(workbench, 'Endpoint Chat: Show Log');
  await page.waitForTimeout(3000);
  await runCommand(workbench, 'Developer: Startup Performance');
  const editor = page.locator('.editor-instance').filter({ hasText: 'System Info' }).first();
  let text = '';
  // VS Code writes it piece by piece.
  await until(async () => {
    await editor.locator('.view-lines').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('ControlOrMeta+c');
    text = await page.evaluate(() => navigator.clipboard.readText());
    return text.includes(OURS);
  });
  return text;
}

/** `| endpoint-chat.endpoint-chat | false | 12 | 3 | 400 | onStartupFinished | … |` */
function activationOf(text: string, extension: string): Activation {
  const line = text.split('\n').find(candidate => candidate.includes(extension) && candidate.includes('|'));
  const [load, activate] = (line?.split('|') ?? []).filter(cell => /^\s*\d+\s*$/.test(cell)).map(Number);
  if (load === undefined || activate === undefined) throw new Error(`VS Code says nothing of ${extension}:\n${text}`);
  return { load, activate };
}
