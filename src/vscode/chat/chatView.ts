import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ChatSession } from '../../core/chatSession';
import type { Composer } from '../../core/composerTypes';
import { type Entry, titleOf } from '../../core/conversation';
import { withoutControls, withoutHidden } from '../../core/hiddenCharacters';
import { parseToHost } from '../../core/intents';
import { createPagePost } from '../../core/pagePost';
import type { SessionChange } from '../../core/sessionTypes';
import { type SnapshotWords, usedTokens, viewMessages, viewProgress } from '../../core/snapshot';
import type { PossibleTarget } from '../../core/target';
import type { HistoryIntent } from '../../shared/historyProtocol';
import type { Remedy, ToHost, ToPage, ViewMessage, ViewState, ViewTarget } from '../../shared/protocol';
import { CHAT_VIEW, COMMANDS, FOCUS_CHAT_VIEW } from '../ids';
import { carryOut } from '../report';
import { chatHtml } from './chatHtml';
import { createDeltaPost } from './deltaPost';

export interface ChatViewDependencies {
  readonly session: ChatSession;
  readonly words: SnapshotWords;
  readonly distUri: vscode.Uri;
  readonly settings: () => {
    readonly sendOn: 'enter' | 'ctrlEnter';
    readonly fontSize: number;
    readonly inlineCompletion: boolean;
  };
  /** Where the next message goes, in words. */
  readonly viewTarget: (target: PossibleTarget) => ViewTarget;
  /** Why the history cannot be written, in words. */
  readonly notSaved: () => string | undefined;
  /** Which files of the workspace go along as instructions, in words. */
  readonly instructions: () => string | undefined;
  /** What the message box is about: draft, attachments, sending. */
  readonly composer: Composer;
  /** A message will probably follow: what it needs can be loaded and connected. */
  readonly prepare: () => Promise<void>;
  /** The tokens that the model can hold, as far as it is known. */
  readonly contextWindow: (target: PossibleTarget) => number | undefined;
  /** Whether the user likes to read a model's thinking while it comes. */
  readonly thinkingOpen: { get(): boolean; set(open: boolean): void };
  readonly report: (error: unknown) => void;
  readonly onOpen: () => void;
  /** What the buttons of a code block do. */
  readonly code: {
    readonly insert: (text: string) => Promise<void>;
    readonly apply: (answer: string, text: string) => Promise<void>;
    readonly newFile: (text: string, word: string) => Promise<void>;
  };
  /** The list of all conversations, as a page shows it. */
  readonly history: (post: (fact: ToPage) => void) => {
    readonly take: (intent: HistoryIntent) => Promise<unknown>;
    readonly close: () => void;
  };
  readonly log: vscode.LogOutputChannel;
}

export interface ChatView extends vscode.Disposable {
  /** Opens the view and puts the focus into the message box. */
  reveal(): Promise<void>;
  /** Sends everything but the messages again, after a setting or the state of the disk changed. */
  refreshFrame(): void;
  /** Tells the page something, where there is one. */
  post(fact: ToPage): void;
}

/** The chat in the secondary sidebar. The page can be thrown away at any time; `ready` rebuilds it from one snapshot. */
export function registerChatView(dependencies: ChatViewDependencies): ChatView {
  const { session, composer, words, distUri, code, log } = dependencies;
  let page: vscode.Webview | undefined;
  let focusWanted = false;

  const pagePost = createPagePost(fact => void page?.postMessage(fact));
  const { post } = pagePost;
  const deltas = createDeltaPost(post);
  const history = dependencies.history(post);

  function onChange(change: SessionChange): void {
    if (change.type === 'delta') {
      deltas.add(change);
      return;
    }
    deltas.flush();
    if (change.type === 'progress') {
      post({ type: 'progress', id: change.id, progress: viewProgress(change.progress, words) });
    } else if (change.type === 'opened') post({ type: 'state', state: snapshot() });
    else if (change.type === 'frame') post({ type: 'frame', frame: frame() });
    else postEntry(change.id);
  }

  function postEntry(id: string): void {
    const entry = session.conversation.entries.findLast(candidate => candidate.id === id);
    if (entry) post({ type: 'message', message: viewer()(entry) });
  }

  /** Turns entries into what the page shows of them. */
  function viewer(): (entry: Entry) => ViewMessage {
    const { conversation, progress } = session;
    const view = viewMessages(conversation, words, Date.now());
    return entry => view(entry, progress?.id === entry.id ? progress.progress : undefined);
  }

  function frame(): Omit<ViewState, 'messages'> {
    const target = session.target();
    const notSaved = dependencies.notSaved();
    const instructions = dependencies.instructions();
    const { sendOn, fontSize, inlineCompletion } = dependencies.settings();
    const used = usedTokens(session.conversation);
    const window = target && dependencies.contextWindow(target);
    const room = composer.room();
    return {
      id: session.conversation.id,
      title: titleOf(session.conversation),
      busy: session.busy,
      ...(target ? { target: dependencies.viewTarget(target) } : {}),
      ...(used === undefined || window === undefined ? {} : { context: { used, window } }),
      ...(room ? { room } : {}),
      canUndoDelete: session.canUndoDelete,
      thinkingOpen: dependencies.thinkingOpen.get(),
      ...(notSaved === undefined ? {} : { notSaved }),
      ...(instructions === undefined ? {} : { instructions }),
      attachments: composer.attachments(),
      ...(composer.isAttaching() ? { isAttaching: true } : {}),
      sendOn,
      suggestsInline: inlineCompletion,
      fontSize,
    };
  }

  function snapshot(): ViewState {
    // What waits to be sent is in the snapshot already.
    deltas.clear();
    return { ...frame(), messages: session.conversation.entries.map(viewer()) };
  }

  /** A button under an old answer is about the endpoint that failed there, whichever is chosen now. */
  async function mend(remedy: Remedy, id: string | undefined): Promise<void> {
    const { entries } = session.conversation;
    const answer = entries.find(entry => entry.id === id);
    if (answer?.role !== 'assistant') return void (await carryOut(remedy));
    const endpoint = session.endpointNamed(answer.endpoint)?.name;
    const isMended = (await carryOut(remedy, { endpoint, error: answer.error })) === true;
    if (isMended && answer === entries.at(-1)) await vscode.commands.executeCommand(COMMANDS.regenerate);
  }

  async function onIntent(intent: ToHost): Promise<unknown> {
    switch (intent.type) {
      case 'ready':
        dependencies.onOpen();
        pagePost.close();
        history.close();
        await session.restore();
        pagePost.open({ type: 'state', state: snapshot(), draft: composer.draft() });
        if (focusWanted) post({ type: 'focusComposer' });
        focusWanted = false;
        return;
      case 'typing':
        return dependencies.prepare();
      case 'stop':
        return session.stop();
      case 'newConversation':
        return session.newConversation();
      case 'continue':
        return session.continueAnswer().catch(dependencies.report);
      case 'showVariant':
        return session.showVariant(intent.id);
      case 'deleteTurn':
        return session.deleteTurn(intent.id);
      case 'undoDelete':
        return session.undoDelete();
      case 'keepThinkingOpen':
        return dependencies.thinkingOpen.set(intent.open);
      case 'chooseModel':
        return vscode.commands.executeCommand(COMMANDS.selectModel);
      case 'getStarted':
      case 'regenerate':
        return vscode.commands.executeCommand(COMMANDS[intent.type]);
      case 'remedy':
        return mend(intent.remedy, intent.id);
      case 'openLink':
        return openLink(intent.url);
      case 'copy':
        // What is copied is what was seen.
        return vscode.env.clipboard.writeText(withoutHidden(withoutControls(intent.text)));
      case 'insertCode':
        return code.insert(intent.text);
      case 'applyCode':
        return code.apply(intent.id, intent.text);
      case 'newFile':
        return code.newFile(intent.text, intent.language);
      case 'showHistory':
      case 'closeHistory':
      case 'openConversation':
      case 'renameConversation':
      case 'pinConversation':
      case 'deleteConversation':
      case 'undoDeleteConversation':
      case 'openHistorySetting':
      case 'conversationMenu':
        return history.take(intent);
      default:
        return composer.take(intent, post).catch(dependencies.report);
    }
  }

  function resolveWebviewView(view: vscode.WebviewView): void {
    const webview = view.webview;
    page = webview;
    pagePost.close();
    page.options = { enableScripts: true, localResourceRoots: [distUri] };
    page.onDidReceiveMessage(message => {
      const intent = parseToHost(message);
      if (intent) onIntent(intent).catch(error => log.error(String(error)));
      else log.warn('The page sent something that is not an intent; it was ignored.');
    });
    // A hidden page is gone, and what is posted to it is lost.
    view.onDidChangeVisibility(() => {
      if (!view.visible) pagePost.close();
    });
    view.onDidDispose(() => {
      if (page !== webview) return;
      page = undefined;
      pagePost.close();
    });
    page.html = chatHtml(page, distUri, randomBytes(16).toString('base64url'));
  }

  composer.onChange(() => onChange({ type: 'frame' }));
  const disposables = vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(CHAT_VIEW, { resolveWebviewView }),
    { dispose: session.onChange(onChange) },
    deltas,
  );
  return {
    async reveal() {
      focusWanted = page === undefined;
      await vscode.commands.executeCommand(FOCUS_CHAT_VIEW);
      post({ type: 'focusComposer' });
    },
    post,
    refreshFrame: () => onChange({ type: 'frame' }),
    dispose: () => disposables.dispose(),
  };
}

/** VS Code asks before it opens an address outside its trusted ones. Other schemes could run commands (row S13). */
async function openLink(url: string): Promise<void> {
  // As text: a Uri would write the characters of its query anew.
  if (/^(https?|mailto):/i.test(url)) await vscode.commands.executeCommand('vscode.open', url);
}
