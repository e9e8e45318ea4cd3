import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { parseToHost } from '../../core/page/intents';
import { createPagePost } from '../../core/page/pagePost';
import type { Chat } from '../../core/session/chatsTypes';
import type { SessionChange } from '../../core/session/sessionTypes';
import type { HistoryIntent } from '../../shared/historyProtocol';
import type { ToHost, ToPage } from '../../shared/protocol';
import type { ViewState } from '../../shared/viewState';
import { type ChatFactsDependencies, createChatFacts } from './chatFacts';
import { chatHtml } from './chatHtml';
import { createDeltaPost } from './deltaPost';
import { createPageIntents, type PageIntentsDependencies } from './pageIntents';

/** What the pages in the sidebar and in tabs share. `report` tells the user what failed in a message; other failures are only logged. */
export interface ChatPageDependencies extends ChatFactsDependencies, PageIntentsDependencies {
  readonly distUri: vscode.Uri;
  readonly onOpen: () => void;
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

/** Makes the page of a surface, which begins with this chat and may show others later. Who calls it connects and disposes it. */
export type CreateChatPage = (chat: Chat, place: PagePlace) => ChatPage;

/** The page can be thrown away at any time; `ready` rebuilds it from one snapshot. */
export function createChatPage(
  dependencies: ChatPageDependencies,
  first: Chat,
  { kind, onShow, onUse }: PagePlace,
): ChatPage {
  const { chats, distUri, log } = dependencies;
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
  const carryOut = createPageIntents(dependencies, { chat: () => chat, post, history });

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
    void chat.composer.restore().catch(dependencies.report);
    if (focusWanted) post({ type: 'focusComposer' });
    focusWanted = false;
  }

  async function onIntent(intent: ToHost): Promise<unknown> {
    if (intent.type === 'ready') return onReady();
    if (intent.type !== 'draft') onUse();
    return carryOut(intent);
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
        void chat.composer.restore().catch(dependencies.report);
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
