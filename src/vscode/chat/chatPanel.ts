import * as vscode from 'vscode';
import { tabTitle } from '../../core/conversation/tabTitle';
import type { Chat, Chats, Surface } from '../../core/session/chatsTypes';
import { isRecord, stringField } from '../../core/unknown';
import { CHAT_PANEL } from '../ids';
import type { ChatPage, CreateChatPage } from './chatPage';

/** `createPage` is loaded before the first tab, so that each connects at once. `distUri`: the folder of the build. */
export interface ChatPanelsDependencies {
  readonly chats: Chats;
  readonly createPage: CreateChatPage;
  readonly distUri: vscode.Uri;
}

/** Conversations in tabs among the editors. */
export interface ChatPanels {
  open(chat: Chat): Promise<void>;
  /** A tab that was there before the window was loaded anew, and what its page had kept. */
  restore(panel: vscode.WebviewPanel, state: unknown): Promise<void>;
  refreshFrames(): void;
}

/** One for each window, and nothing to dispose: a page goes with its panel, whoever closes that. */
export function createChatPanels({ chats, createPage, distUri }: ChatPanelsDependencies): ChatPanels {
  const pages = new Set<ChatPage>();

  function connect(panel: vscode.WebviewPanel, chat: Chat): Surface {
    const page = createPage(chat, {
      kind: 'tab',
      onShow: () => name(panel, surface),
      onUse: () => chats.focus(surface),
    });
    const surface: Surface = {
      kind: 'tab',
      show: page.show,
      async reveal() {
        panel.reveal();
        page.focusComposer();
      },
      takeKeyboard: async () => panel.reveal(),
      post: page.post,
    };
    pages.add(page);
    panel.iconPath = {
      light: vscode.Uri.joinPath(distUri, '..', 'media', 'tab-light.svg'),
      dark: vscode.Uri.joinPath(distUri, '..', 'media', 'tab-dark.svg'),
    };
    panel.onDidChangeViewState(() => {
      // A hidden page is gone, and what is posted to it is lost.
      if (!panel.visible) page.close();
      if (panel.active) chats.focus(surface);
    });
    panel.onDidDispose(() => {
      pages.delete(page);
      page.dispose();
      chats.detach(surface);
    });
    chats.attach(surface, chat);
    name(panel, surface);
    page.connect(panel.webview);
    return surface;
  }

  function name(panel: vscode.WebviewPanel, surface: Surface): void {
    const chat = chats.shownIn(surface);
    const title = tabTitle(chat, {
      untitled: vscode.l10n.t('New conversation'),
      private: vscode.l10n.t('Private conversation'),
      notKept: vscode.l10n.t('Not kept'),
    });
    // VS Code draws the tab anew for each.
    if (panel.title !== title) panel.title = title;
  }

  return {
    async open(chat) {
      const panel = vscode.window.createWebviewPanel(CHAT_PANEL, '', columnOfTabs() ?? vscode.ViewColumn.Beside);
      const surface = connect(panel, chat);
      await surface.reveal();
      chats.focus(surface);
    },
    async restore(panel, state) {
      const id = isRecord(state) ? stringField(state, 'conversation') : undefined;
      const chat = id === undefined ? undefined : await chats.reopen(id);
      if (chat) connect(panel, chat);
      else panel.dispose();
    },
    refreshFrames() {
      for (const page of pages) page.refreshFrame();
    },
  };
}

/** Where conversations are in tabs already, so that each does not take its own part of the window. */
function columnOfTabs(): vscode.ViewColumn | undefined {
  const isConversation = ({ input }: vscode.Tab): boolean =>
    // VS Code puts something of its own before the type.
    input instanceof vscode.TabInputWebview && input.viewType.endsWith(CHAT_PANEL);
  return vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isConversation))?.viewColumn;
}
