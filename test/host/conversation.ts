// A conversation in a real VS Code: who takes part, and what is ready before the first step.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RecordedRequest } from '../support/practiceServer';
import { lastQuestion } from '../support/questions';
import { sharedBrowser } from './browser';
import { type ChatDriver, chatDriver } from './chatDriver';
import { projectRoot } from './folders';
import { takePicture } from './practiceWorkbench';
import { vsixUnderTest } from './release/installed';
import { type Traces, watchTraces } from './traces';
import { startTestServer, type VSCodeServer } from './vscodeServer';
import { openWorkbench, type Workbench } from './workbench';

export const TOKEN = 'sk-end-to-end-canary';

/** What is in `search.ts`, the only file of the folder. */
export const CODE = `export function debounce(run: () => void, wait = 250) {
  let handle: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(handle);
    handle = setTimeout(run, wait);
  };
}

export function mean(values: number[]): number {
  
}
`;

/** What the steps need to know of a request. */
export type SeenRequest = Pick<RecordedRequest, 'headers' | 'text' | 'ended'>;

/** Who answers: our practice server, or a server of someone else's. Both say the same words. */
export interface ConversationServer {
  readonly url: string;
  /** Grows by itself. */
  readonly requests: readonly SeenRequest[];
  /** The next answer begins with this text, and nothing follows. */
  readonly stallAfter: (text: string) => void;
  /** The next answer is this text, again and again, for longer than a test takes. */
  readonly writeOn: (text: string) => void;
  readonly close: () => Promise<void>;
}

export interface ConversationSetup {
  /** What is pasted for a server at this origin. */
  readonly paste: (url: string) => string;
  /** Whether an answer comes in pieces. */
  readonly streams: boolean;
  /** Starts the server, which wants the token. */
  readonly startServer: (token: string) => Promise<ConversationServer>;
}

/** What the steps act on. Functions give what is there only when the first step begins. */
export interface Conversation extends ChatDriver {
  readonly setup: ConversationSetup;
  readonly server: () => ConversationServer;
  readonly lastRequest: () => SeenRequest;
  readonly workbench: () => Workbench;
  readonly traces: Traces;
}

/** Starts everything before the first step of a `describe`, and ends it after the last. */
export function holdConversation(setup: ConversationSetup): Conversation {
  let server: ConversationServer;
  let vscode: VSCodeServer;
  let workbench: Workbench;
  let folder: string;
  const traces = watchTraces();

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
    await writeFile(path.join(folder, 'search.ts'), CODE);
    server = await setup.startServer(TOKEN);
    vscode = await startTestServer();
    const opened = { folder, extensionDevelopmentPath: projectRoot, prepare: traces.listen };
    workbench = await openWorkbench(await sharedBrowser(), vscode, opened);
    // VS Code says so where an extension is not installed: a VSIX is what its users get, or it has not been tested.
    const isDeveloped = (await workbench.page.title()).includes('Extension Development Host');
    assert.equal(isDeveloped, vsixUnderTest() === undefined);
  });
  after(async () => {
    await workbench?.close();
    await vscode?.dispose();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await takePicture(workbench, this.currentTest.fullTitle());
  });

  function lastRequest(): SeenRequest {
    const request = lastQuestion(server.requests);
    assert.ok(request);
    return request;
  }
  return {
    ...chatDriver(() => workbench, 'practice-model'),
    setup,
    server: () => server,
    lastRequest,
    workbench: () => workbench,
    traces,
  };
}
