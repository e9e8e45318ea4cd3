import * as vscode from 'vscode';
import { onFirstUse } from '../../core/onFirstUse';
import type { Chats, Surface } from '../../core/session/chatsTypes';
import { CHAT_VIEW, FOCUS_CHAT_VIEW } from '../ids';
import type { CreateChatPage } from './chatPage';

/** The chat in the sidebar as others reach it. `reveal` loads its page; before that is loaded, `refreshFrame` does nothing. */
export interface ChatView extends vscode.Disposable {
  /** Opens the view and puts the focus into the message box. */
  reveal(): Promise<void>;
  /** Sends everything but the messages again, after a setting or the state of the disk changed. */
  refreshFrame(): void;
}

/** The chat in the secondary sidebar. What its page needs loads when the view is first opened. */
export function registerChatView(chats: Chats, loadPage: () => Promise<CreateChatPage>): ChatView {
  const { get: page, loaded } = onFirstUse(async () => {
    const create = await loadPage();
    return create(chats.inSidebar(), { kind: 'view', onUse: () => chats.focus(surface) });
  });
  const surface: Surface = {
    kind: 'view',
    show: (chat, keepsBox) => void loaded()?.then(({ show }) => show(chat, keepsBox)),
    async reveal() {
      // Once: a second one, when VS Code has answered, would close a list that the user has opened meanwhile.
      (await page()).focusComposer();
      await surface.takeKeyboard();
    },
    takeKeyboard: async () => vscode.commands.executeCommand(FOCUS_CHAT_VIEW),
    post: fact => void loaded()?.then(({ post }) => post(fact)),
  };
  chats.attach(surface);

  let shown: vscode.WebviewView | undefined;
  const provider: vscode.WebviewViewProvider = {
    async resolveWebviewView(view) {
      shown = view;
      view.onDidDispose(() => {
        if (shown !== view) return;
        shown = undefined;
        void loaded()?.then(({ disconnect }) => disconnect());
      });
      const { close, connect } = await page();
      // It may be gone by now.
      if (shown !== view) return;
      // A hidden page is gone, and what is posted to it is lost.
      view.onDidChangeVisibility(() => {
        if (!view.visible) close();
      });
      connect(view.webview);
    },
  };
  const registration = vscode.window.registerWebviewViewProvider(CHAT_VIEW, provider);
  return {
    reveal: surface.reveal,
    refreshFrame: () => void loaded()?.then(({ refreshFrame }) => refreshFrame()),
    dispose() {
      registration.dispose();
      void loaded()?.then(({ dispose }) => dispose());
    },
  };
}
