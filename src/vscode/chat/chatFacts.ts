import type { Entry } from '../../core/conversation/conversation';
import { titleOf } from '../../core/conversation/conversationTitle';
import type { PossibleTarget } from '../../core/endpoints/target';
import { type SnapshotWords, usedTokens, viewMessages, viewProgress } from '../../core/page/snapshot';
import type { Chat } from '../../core/session/chatsTypes';
import type { ViewMessage, ViewProgress, ViewState, ViewTarget } from '../../shared/viewState';

/** What a page shows beside the conversation itself. The functions are asked anew for every frame, and nothing of them is kept. */
export interface ChatFactsDependencies {
  readonly words: SnapshotWords;
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
  /** The tokens that the model can hold, as far as it is known. */
  readonly contextWindow: (target: PossibleTarget) => number | undefined;
  /** Whether the user likes to read a model's thinking while it comes. */
  readonly thinkingOpen: { get(): boolean; set(open: boolean): void };
}

/** What a page is told of a chat. */
export interface ChatFacts {
  /** Everything but the messages. */
  frame(chat: Chat): Omit<ViewState, 'messages'>;
  snapshot(chat: Chat): ViewState;
  message(chat: Chat, id: string): ViewMessage | undefined;
  progress(progress: Parameters<typeof viewProgress>[0]): ViewProgress;
}

/** Keeps nothing: each fact is made of the chat as it is when it is asked for. A page in a tab is told that it is as wide as an editor. */
export function createChatFacts(dependencies: ChatFactsDependencies, kind: 'view' | 'tab'): ChatFacts {
  const { words } = dependencies;

  /** Turns entries into what the page shows of them. */
  function viewer({ session: { conversation, progress } }: Chat): (entry: Entry) => ViewMessage {
    const view = viewMessages(conversation, words, Date.now());
    return entry => view(entry, progress?.id === entry.id ? progress.progress : undefined);
  }

  function frame(chat: Chat): Omit<ViewState, 'messages'> {
    const { session, composer } = chat;
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
      ...(chat.isPrivate ? { notKept: 'private' } : session.isKept ? {} : { notKept: 'history' }),
      ...(kind === 'tab' ? { inEditor: true } : {}),
      sendOn,
      suggestsInline: inlineCompletion,
      fontSize,
    };
  }

  return {
    frame,
    snapshot: chat => ({ ...frame(chat), messages: chat.session.conversation.entries.map(viewer(chat)) }),
    message(chat, id) {
      const entry = chat.session.conversation.entries.findLast(candidate => candidate.id === id);
      return entry && viewer(chat)(entry);
    },
    progress: progress => viewProgress(progress, words),
  };
}
