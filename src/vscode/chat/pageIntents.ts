import * as vscode from 'vscode';
import type { FilePart } from '../../core/chat';
import { filesAskedAbout } from '../../core/code/filesAskedAbout';
import { withoutControls, withoutHidden } from '../../core/safety/hiddenCharacters';
import type { Chat, Chats } from '../../core/session/chatsTypes';
import type { HistoryIntent } from '../../shared/historyProtocol';
import type { ComposerIntent, ToHost, ToPage } from '../../shared/protocol';
import { COMMANDS } from '../ids';
import type { ChatFactsDependencies } from './chatFacts';
import { mend } from './mend';
import { openLink } from './openLink';

/** What a page can ask for once it has what it shows. */
export type PageIntent = Exclude<ToHost, { readonly type: 'ready' }>;

/** Everything that the page's buttons and keys lead to. */
export interface PageIntentsDependencies extends Pick<ChatFactsDependencies, 'thinkingOpen'> {
  readonly chats: Chats;
  /** Asks the last question of this chat again. */
  readonly regenerate: (chat: Chat) => Promise<void>;
  /** A message will probably follow: what it needs can be loaded and connected. */
  readonly prepare: (chat: Chat) => Promise<void>;
  /** What the buttons of a code block do. */
  readonly code: {
    readonly insert: (text: string) => Promise<void>;
    readonly apply: (file: FilePart | undefined, text: string) => Promise<void>;
    readonly newFile: (text: string, word: string) => Promise<void>;
  };
  readonly report: (error: unknown) => void;
}

/** The page that asks: which chat it shows, and what reaches it. */
export interface AskingPage {
  readonly chat: () => Chat;
  readonly post: (fact: ToPage) => void;
  readonly history: { readonly take: (intent: HistoryIntent) => Promise<unknown> };
}

/** Carries out what the page asks for. Command ids and paths are ours: the page, which shows what models write, names none. */
export function createPageIntents(
  dependencies: PageIntentsDependencies,
  { chat, post, history }: AskingPage,
): (intent: PageIntent) => Promise<unknown> {
  const { chats, code } = dependencies;

  /** What comes of it is said only where this chat is still shown; its box holds the words anyway. */
  async function takeForComposer(intent: ComposerIntent): Promise<void> {
    const shown = chat();
    const meant = conversationOf(intent) ?? shown.session.id;
    const owner = meant === shown.session.id ? shown : chats.find(meant);
    await owner?.composer.take(intent, fact => {
      if (chat() === owner) post(fact);
    });
  }

  async function carryOut(intent: PageIntent): Promise<unknown> {
    const { session } = chat();
    switch (intent.type) {
      case 'focused':
        return;
      case 'typing':
        return dependencies.prepare(chat());
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
        return dependencies.regenerate(chat()).catch(dependencies.report);
      case 'remedy':
        // Another one may be shown before the dialogs are done.
        return mend(chat(), intent, dependencies.regenerate);
      case 'openLink':
        return openLink(intent.url);
      case 'copy':
        // What is copied is what was seen.
        return vscode.env.clipboard.writeText(withoutHidden(withoutControls(intent.text)));
      case 'insertCode':
        return code.insert(intent.text);
      case 'applyCode':
        return code.apply(filesAskedAbout(session.conversation).get(intent.id), intent.text);
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

  return carryOut;
}

/** What may be on its way while another chat is shown belongs to the one in which it was written or dropped. */
function conversationOf(intent: ComposerIntent): string | undefined {
  switch (intent.type) {
    case 'draft':
    case 'attachText':
    case 'attachImage':
    case 'cannotAttach':
      return intent.id;
    default:
      return undefined;
  }
}
