import * as vscode from 'vscode';
import type { Activity } from '../../core/client/activity';
import type { SlotMemory } from '../../core/composer/draftSlots';
import { type Rename, readRenames, withRename } from '../../core/endpoints/endpointNames';
import type { Target } from '../../core/endpoints/target';
import type { ModelCatalog } from '../../core/models/modelCatalog';
import { readRecents, withRecent } from '../../core/models/recentModels';
import type { Chat, Chats } from '../../core/session/chatsTypes';
import { CONTEXT_KEYS } from '../ids';

/** Where small things are remembered: those of this workspace, such as its last conversation, and those of the user everywhere. */
export interface Memory {
  readonly workspace: vscode.Memento;
  readonly global: vscode.Memento;
}

const CONVERSATION = 'conversation';
const TARGET = 'target';
const THINKING_OPEN = 'thinkingOpen';
const RECENTS = 'recentModels';
const RENAMES = 'renamedEndpoints';
const DRAFT = 'draft';

/** Whether the user likes to read a model's thinking while it comes. */
export function rememberThinkingOpen({ global }: Memory) {
  return {
    get: (): boolean => global.get<unknown>(THINKING_OPEN) === true,
    set: (open: boolean): void => void global.update(THINKING_OPEN, open),
  };
}

/** What is remembered of the last time; small values only, the conversations themselves are files. */
export function recall({ workspace, global }: Memory) {
  return {
    lastConversation: (): string | undefined => {
      const id = workspace.get<unknown>(CONVERSATION);
      return typeof id === 'string' ? id : undefined;
    },
    lastTarget: (): { readonly endpoint: string; readonly model: string } | undefined => {
      const target = global.get<{ readonly endpoint?: unknown; readonly model?: unknown }>(TARGET);
      return typeof target?.endpoint === 'string' && typeof target.model === 'string'
        ? { endpoint: target.endpoint, model: target.model }
        : undefined;
    },
    renames: (): readonly Rename[] => readRenames(global.get<unknown>(RENAMES)),
  };
}

/** What the choice of an endpoint and a model remembers. */
export function choiceMemory({ global }: Memory, onRename: (rename: Rename) => Promise<void>) {
  return {
    renames: (): readonly Rename[] => readRenames(global.get<unknown>(RENAMES)),
    recents: (): readonly Target[] => readRecents(global.get<unknown>(RECENTS)),
    async rename(rename: Rename): Promise<void> {
      await onRename(rename);
      await global.update(RENAMES, withRename(readRenames(global.get<unknown>(RENAMES)), rename));
    },
  };
}

/** Where drafts outlive the window. */
export function draftMemory({ workspace, global }: Memory): SlotMemory {
  return {
    get: () => workspace.get<unknown>(DRAFT),
    set: slots => void workspace.update(DRAFT, slots),
    only: recall({ workspace, global }).lastConversation(),
  };
}

/** Keeps memory, and what is told of the chats elsewhere, in step with them. */
export function followChats(chats: Chats, memory: Memory, activity: Activity): vscode.Disposable {
  const stopTelling = activity.onChange(() => {
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.busy, activity.isBusy);
  });
  const seen = new WeakMap<Chat, Seen>();
  const stopFollowing = chats.onChange((chat, change) => {
    if (chat && change?.type === 'opened') seen.set(chat, seenIn(chat));
    if (chat && change?.type === 'frame') {
      const { busy } = chat.session;
      activity.setBusy(
        'chat',
        chats.all().some(({ session }) => session.busy),
      );
      if (busy) void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasAsked, true);
      const now = seenIn(chat);
      if (now.target && !chat.isPrivate && isChosen(now, seen.get(chat))) rememberTarget(memory.global, now.target);
      seen.set(chat, now);
    }
    if (!change || change.type === 'frame' || change.type === 'opened') rememberConversation(chats.inSidebar(), memory);
  });
  return vscode.Disposable.from({ dispose: stopFollowing }, { dispose: stopTelling });
}

/** What a chat was last seen with. */
interface Seen {
  readonly target: Target | undefined;
  readonly busy: boolean;
}

function seenIn({ session }: Chat): Seen {
  return { target: session.conversation.target, busy: session.busy };
}

/** Chosen by the user, or asked: an answer that ends, and a conversation that is opened, choose nothing. */
function isChosen(now: Seen, before: Seen | undefined): boolean {
  const isAsked = now.busy && before?.busy !== true;
  return isAsked || JSON.stringify(now.target) !== JSON.stringify(before?.target);
}

/** Nothing tells of a private conversation. */
function rememberConversation({ session, isPrivate }: Chat, { workspace }: Memory): void {
  const id = isPrivate ? undefined : session.id;
  if (workspace.get<unknown>(CONVERSATION) !== id) void workspace.update(CONVERSATION, id);
}

function rememberTarget(global: vscode.Memento, target: Target): void {
  void global.update(TARGET, target);
  const recents = readRecents(global.get<unknown>(RECENTS));
  const now = withRecent(recents, target);
  // Each write costs.
  if (JSON.stringify(now) !== JSON.stringify(recents)) void global.update(RECENTS, now);
}

/** Asks an endpoint that has just answered what its model can hold. Not before: a list must not hold up a question. */
export function learnModels(chats: Chats, catalog: Pick<ModelCatalog, 'learnAfterAnswer'>): vscode.Disposable {
  const stopFollowing = chats.onChange((chat, change) => {
    if (!chat || change?.type !== 'frame' || chat.session.busy) return;
    const target = chat.session.target();
    const last = chat.session.conversation.entries.at(-1);
    const hasAnswered = last?.role === 'assistant' && last.status === 'complete';
    if (hasAnswered && target) void catalog.learnAfterAnswer(target.endpoint);
  });
  return { dispose: stopFollowing };
}
