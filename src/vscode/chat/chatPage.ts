import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { parseToHost } from '../../core/page/intents';
import { createPagePost } from '../../core/page/pagePost';
import { withoutControls, withoutHidden } from '../../core/safety/hiddenCharacters';
import type { Chat, Chats } from '../../core/session/chatsTypes';
import type { SessionChange } from '../../core/session/sessionTypes';
import type { HistoryIntent } from '../../shared/historyProtocol';
import type { ComposerIntent, ToHost, ToPage } from '../../shared/protocol';
import type { ViewState } from '../../shared/viewState';
import { COMMANDS } from '../ids';
import { type ChatFactsDependencies, createChatFacts } from './chatFacts';
import { chatHtml } from './chatHtml';
import { createDeltaPost } from './deltaPost';
import { mend } from './mend';
import { openLink } from './openLink';

export interface ChatPageDependencies extends ChatFactsDependencies {
  readonly chats: Chats;
  readonly distUri: vscode.Uri;
  /** Asks the last question of this chat again. */
  readonly regenerate: (chat: Chat) => Promise<void>;
  /** A message will probably follow: what it needs can be loaded and connected. */
  readonly prepare: (chat: Chat) => Promise<void>;
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

/** What a page stands in. */
export interface PagePlace {
  readonly kind: 'view' | 'tab';
  /** The chat is another one, or has another title. */
  readonly onShow?: () => void;
  /** The user does something there. */
  readonly onUse: () => void;
}

/** Connects a webview to the chat that is shown there. */
export interface ChatPage extends vscode.Disposable {
  show(chat: Chat, keepsBox: boolean): void;
  /** The webview is there, with nothing in it yet. */
  connect(webview: vscode.Webview): void;
  /** It is hidden: what is posted to it now is lost. */
  close(): void;
  /** It is gone. */
  disconnect(): void;
  /** Puts the focus into the message box, once there is one. */
  focusComposer(): void;
  post(fact: ToPage): void;
  refreshFrame(): void;
}

export type CreateChatPage = (chat: Chat, place: PagePlace) => ChatPage;

/** The page can be thrown away at any time; `ready` rebuilds it from one snapshot. */
export function createChatPage(
  dependencies: ChatPageDependencies,
  first: Chat,
  { kind, onShow, onUse }: PagePlace,
): ChatPage {
  const { chats, distUri, code, log } = dependencies;
  const facts = createChatFacts(dependencies, kind);
  let chat = first;
  let page: vscode.Webview | undefined;
  let focusWanted = false;
  /** The page has asked for its first state, and has not got it yet. */
  let isAsking = false;

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
      post({ type: 'progress', id: change.id, progress: facts.progress(change.progress) });
    } else if (change.type === 'opened') {
      // A page that waits for its first state gets this in it.
      if (pagePost.isOpen()) post({ type: 'state', state: snapshot() });
    } else if (change.type === 'frame') post({ type: 'frame', frame: facts.frame(chat) });
    else {
      const message = facts.message(chat, change.id);
      if (message) post({ type: 'message', message });
    }
  }

  function snapshot(): ViewState {
    // What waits to be sent is in the snapshot already.
    deltas.clear();
    return facts.snapshot(chat);
  }

  async function onReady(): Promise<void> {
    dependencies.onOpen();
    pagePost.close();
    history.close();
    isAsking = true;
    // Another one may be shown by then, or the page hidden.
    const wanted = chat;
    await wanted.session.restore();
    if (wanted !== chat || !isAsking) return;
    isAsking = false;
    pagePost.open({ type: 'state', state: snapshot(), draft: chat.composer.draft() });
    if (focusWanted) post({ type: 'focusComposer' });
    focusWanted = false;
  }

  /** What comes of it is said only where this chat is still shown; its box holds the words anyway. */
  async function takeForComposer(intent: ComposerIntent): Promise<void> {
    const shown = chat;
    // Words that were on their way while another chat was shown belong to the one that they were written in.
    const isOfAnother = intent.type === 'draft' && intent.id !== undefined && intent.id !== shown.session.id;
    const owner = isOfAnother && intent.id !== undefined ? chats.find(intent.id) : shown;
    await owner?.composer.take(intent, fact => {
      if (chat === owner) post(fact);
    });
  }

  async function onIntent(intent: ToHost): Promise<unknown> {
    const { session } = chat;
    if (intent.type !== 'ready' && intent.type !== 'draft') onUse();
    switch (intent.type) {
      case 'ready':
        return onReady();
      case 'focused':
        return;
      case 'typing':
        return dependencies.prepare(chat);
      case 'stop':
        return session.stop();
      case 'newConversation':
        return chats.newChat('kept');
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
        return vscode.commands.executeCommand(COMMANDS.getStarted);
      case 'regenerate':
        return dependencies.regenerate(chat).catch(dependencies.report);
      case 'remedy':
        // Another one may be shown before the dialogs are done.
        return mend(chat, intent, dependencies.regenerate);
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
        return takeForComposer(intent).catch(dependencies.report);
    }
  }

  function connect(webview: vscode.Webview): void {
    page = webview;
    close();
    webview.options = { enableScripts: true, localResourceRoots: [distUri] };
    webview.onDidReceiveMessage(message => {
      const intent = parseToHost(message);
      if (intent) onIntent(intent).catch(error => log.error(String(error)));
      else log.warn('The page sent something that is not an intent; it was ignored.');
    });
    webview.html = chatHtml(webview, distUri, randomBytes(16).toString('base64url'));
  }

  function close(): void {
    isAsking = false;
    pagePost.close();
  }

  function disconnect(): void {
    page = undefined;
    history.close();
    close();
  }

  const stopFollowing = chats.onChange((changed, change) => {
    if (changed !== chat || !change) return;
    onChange(change);
    if (change.type !== 'delta' && change.type !== 'progress') onShow?.();
  });
  return {
    show(next, keepsBox) {
      deltas.clear();
      chat = next;
      // A page that has not asked yet gets this one when it does.
      if (pagePost.isOpen()) {
        post({ type: 'state', state: snapshot(), ...(keepsBox ? {} : { draft: chat.composer.draft() }) });
      } else if (isAsking) onReady().catch(error => log.error(String(error)));
      onShow?.();
    },
    connect,
    close,
    disconnect,
    focusComposer() {
      focusWanted = !pagePost.isOpen();
      post({ type: 'focusComposer' });
    },
    post,
    refreshFrame: () => onChange({ type: 'frame' }),
    dispose() {
      disconnect();
      stopFollowing();
      deltas.dispose();
    },
  };
}
