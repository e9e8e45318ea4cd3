import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ChatSession } from '../core/chatSession';
import { type Entry, titleOf } from '../core/conversation';
import { parseToHost } from '../core/intents';
import type { SessionChange } from '../core/sessionTypes';
import { type SnapshotWords, viewMessage, viewProgress } from '../core/snapshot';
import type { ToHost, ToPage, ViewMessage, ViewState } from '../shared/protocol';
import { chatHtml } from './chatHtml';
import { CHAT_VIEW, COMMANDS, FOCUS_CHAT_VIEW } from './ids';
import { carryOut, type RemedyContext } from './report';

/**
 * Milliseconds between two posts of text: half a frame, because the page waits for its own; two where so many characters
 * come at once that nobody reads along.
 */
const FRAME = 8;
const BUSY_FRAME = 33;
const BUSY_CHARACTERS = 200;

export interface ChatViewDependencies {
  readonly session: ChatSession;
  readonly words: SnapshotWords;
  readonly distUri: vscode.Uri;
  readonly settings: () => { readonly sendOn: 'enter' | 'ctrlEnter'; readonly fontSize: number };
  /** Why the history cannot be written, in words. */
  readonly notSaved: () => string | undefined;
  /** Asks in the current conversation; false when the question was refused before anything was kept. */
  readonly ask: (text: string) => Promise<boolean>;
  /** A message will probably follow: what it needs can be loaded and connected. */
  readonly prepare: () => Promise<void>;
  readonly log: vscode.LogOutputChannel;
}

export interface ChatView extends vscode.Disposable {
  /** Opens the view and puts the focus into the message box. */
  reveal(): Promise<void>;
  /** Sends everything but the messages again, after a setting or the state of the disk changed. */
  refreshFrame(): void;
}

/** The chat in the secondary sidebar. The page can be thrown away at any time; `ready` rebuilds it from one snapshot. */
export function registerChatView(dependencies: ChatViewDependencies): ChatView {
  const { session, words, distUri, log } = dependencies;
  let page: vscode.Webview | undefined;
  let focusWanted = false;
  let deltas = new Map<string, { text: string; reasoning: string }>();
  let timer: NodeJS.Timeout | undefined;
  let nextPost = 0;

  function post(fact: ToPage): void {
    void page?.postMessage(fact);
  }

  function flushDeltas(): void {
    clearTimeout(timer);
    timer = undefined;
    const waiting = deltas;
    deltas = new Map();
    let characters = 0;
    for (const [id, { text, reasoning }] of waiting) {
      characters += text.length + reasoning.length;
      post({ type: 'delta', id, text, reasoning });
    }
    nextPost = performance.now() + (characters > BUSY_CHARACTERS ? BUSY_FRAME : FRAME);
  }

  function onChange(change: SessionChange): void {
    if (change.type === 'delta') {
      const { text, reasoning } = deltas.get(change.id) ?? { text: '', reasoning: '' };
      deltas.set(change.id, { text: text + change.text, reasoning: reasoning + change.reasoning });
      // The first word after a pause goes out with what came along with it, and does not wait for a frame.
      timer ??= setTimeout(flushDeltas, Math.max(0, nextPost - performance.now()));
      return;
    }
    flushDeltas();
    if (change.type === 'progress') {
      post({ type: 'progress', id: change.id, progress: viewProgress(change.progress, words) });
    } else if (change.type === 'opened') post({ type: 'state', state: snapshot() });
    else if (change.type === 'frame') post({ type: 'frame', frame: frame() });
    else postEntry(change.id);
  }

  function postEntry(id: string): void {
    const entry = session.conversation.entries.findLast(candidate => candidate.id === id);
    if (entry) post({ type: 'message', message: view(entry) });
  }

  function view(entry: Entry): ViewMessage {
    const { progress } = session;
    return viewMessage(entry, words, progress?.id === entry.id ? progress.progress : undefined);
  }

  function frame(): Omit<ViewState, 'messages'> {
    const target = session.target();
    const notSaved = dependencies.notSaved();
    const { sendOn, fontSize } = dependencies.settings();
    return {
      title: titleOf(session.conversation),
      busy: session.busy,
      ...(target
        ? {
            target: {
              endpoint: target.endpoint.name,
              model: target.model ?? '',
              host: new URL(target.endpoint.url).host,
            },
          }
        : {}),
      ...(notSaved === undefined ? {} : { notSaved }),
      sendOn,
      fontSize,
    };
  }

  function snapshot(): ViewState {
    // What waits to be sent is in the snapshot already.
    deltas.clear();
    return { ...frame(), messages: session.conversation.entries.map(view) };
  }

  /** The answer that came last, or should have: what a button under it is about. */
  function lastAnswer(): RemedyContext {
    const last = session.conversation.entries.findLast(entry => entry.role === 'assistant');
    return last?.role === 'assistant' ? { endpoint: last.endpoint, error: last.error } : {};
  }

  async function onIntent(intent: ToHost): Promise<void> {
    switch (intent.type) {
      case 'ready':
        await session.restore();
        post({ type: 'state', state: snapshot() });
        if (focusWanted) post({ type: 'focusComposer' });
        focusWanted = false;
        return;
      case 'typing':
        return dependencies.prepare();
      case 'send':
        if (!(await dependencies.ask(intent.text))) post({ type: 'restoreDraft', text: intent.text });
        return;
      case 'stop':
        return session.stop();
      case 'newConversation':
        return session.newConversation();
      case 'chooseModel':
        return vscode.commands.executeCommand(COMMANDS.selectModel);
      case 'regenerate':
        return vscode.commands.executeCommand(COMMANDS.regenerate);
      case 'remedy':
        if ((await carryOut(intent.remedy, lastAnswer())) === true)
          await vscode.commands.executeCommand(COMMANDS.regenerate);
        return;
      case 'openLink':
        return openLink(intent.url);
      case 'copy':
        return vscode.env.clipboard.writeText(intent.text);
    }
  }

  function resolveWebviewView(view: vscode.WebviewView): void {
    const webview = view.webview;
    page = webview;
    page.options = { enableScripts: true, localResourceRoots: [distUri] };
    page.onDidReceiveMessage(message => {
      const intent = parseToHost(message);
      if (intent) onIntent(intent).catch(error => log.error(String(error)));
      else log.warn('The page sent something that is not an intent; it was ignored.');
    });
    view.onDidDispose(() => {
      if (page === webview) page = undefined;
    });
    page.html = chatHtml(page, distUri, randomBytes(16).toString('base64url'));
  }

  const disposables = vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(CHAT_VIEW, { resolveWebviewView }),
    { dispose: session.onChange(onChange) },
    { dispose: () => clearTimeout(timer) },
  );
  return {
    async reveal() {
      focusWanted = page === undefined;
      await vscode.commands.executeCommand(FOCUS_CHAT_VIEW);
      post({ type: 'focusComposer' });
    },
    refreshFrame: () => onChange({ type: 'frame' }),
    dispose: () => disposables.dispose(),
  };
}

/** VS Code asks before it opens an address outside its trusted ones. Other schemes could run commands (row S13). */
async function openLink(url: string): Promise<void> {
  // As text: a Uri would write the characters of its query anew.
  if (/^(https?|mailto):/i.test(url)) await vscode.commands.executeCommand('vscode.open', url);
}
