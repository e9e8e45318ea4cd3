import type { Clock } from '../clock';
import { createListeners } from '../listeners';
import type { ConversationSummary } from '../store/conversationIndex';
import type { ConversationLabel, HistoryMatch } from '../store/historyTypes';
import { pinnedFirst } from '../store/pinnedFirst';
import { oneLine } from '../text';
import { createDeletion, type Deleted } from './deletion';

/** What the list needs of the conversations on disk. */
export interface ListedStore {
  list(): Promise<readonly ConversationSummary[]>;
  search(query: string, signal: AbortSignal): AsyncIterable<HistoryMatch>;
  label(id: string, change: ConversationLabel): Promise<void>;
  remove(id: string): Promise<void>;
  removeAll(ids: readonly string[]): Promise<void>;
  /** Something was named, pinned, added or deleted, by whomever. */
  onChange(listener: () => void): () => void;
}

/** Milliseconds within which changes that others make are shown together: an import brings many of them. */
const TOGETHER = 100;

/** Where conversations are shown. */
export interface ListedChats {
  /** Shows a conversation where the last one is shown, or beside the code. One that is shown already comes to the front. */
  open(id: string, place: 'here' | 'side'): Promise<void>;
  isOpen(id: string): boolean;
  /** Conversations of this window that are nowhere on disk. */
  onlyHere(): readonly ConversationSummary[];
  /** Shows a new conversation wherever this one is shown: it is about to be deleted. */
  leave(id: string): Promise<void>;
  /** Tells whoever shows it that it has another title, or is pinned. */
  labelled(id: string, change: ConversationLabel): void;
}

/** All conversations, and what can be done with each: one for all lists of a window, so that a change in one shows in every other. */
export interface ConversationList {
  /** What has all words of the query, what is pinned and then the last one first; everything for a query without words. */
  find(query: string, signal: AbortSignal): AsyncIterable<HistoryMatch>;
  count(): Promise<{ readonly all: number; readonly pinned: number }>;
  isOpen(id: string): boolean;
  readonly deleted: Deleted | undefined;
  /** Whether it is hidden since it was deleted, while its files may still be there. */
  isDeleted(id: string): boolean;
  open(id: string, place: 'here' | 'side'): Promise<void>;
  rename(id: string, title: string): Promise<void>;
  pin(id: string, pinned: boolean): Promise<void>;
  delete(id: string): Promise<void>;
  undoDelete(id?: string): boolean;
  deleteAll(): Promise<void>;
  /** Something of the list is no longer as it was. */
  onChange(listener: () => void): () => void;
  /** Finishes a deletion that waits. */
  close(): Promise<void>;
}

/** `onFailure` hears of a deletion that fails when it can no longer be undone: nobody waits for that. Everything else rejects. */
export interface ConversationListDependencies {
  readonly store: ListedStore;
  readonly chats: ListedChats;
  readonly clock: Clock;
  /** What a conversation without a title is called. */
  readonly untitled: string;
  readonly onFailure: (error: unknown) => void;
}

/** Listens to the store for as long as the window is there. Own changes are told at once, those of others together, a moment later. */
export function createConversationList(dependencies: ConversationListDependencies): ConversationList {
  const { store, chats, clock, untitled, onFailure } = dependencies;
  const { tell, onChange } = createListeners();
  let cancelTimer: (() => void) | undefined;
  const changed = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    tell();
  };
  store.onChange(() => {
    cancelTimer ??= clock.after(TOGETHER, changed);
  });
  const deletion = createDeletion({ remove: store.remove, clock, onChange: changed, onFailure });

  async function summaries(): Promise<readonly ConversationSummary[]> {
    return (await store.list()).filter(({ id }) => !deletion.isDeleted(id));
  }

  /** The history may have been switched off when a part of it was on disk already. */
  async function onlyHere(): Promise<readonly ConversationSummary[]> {
    const stored = new Set((await store.list()).map(({ id }) => id));
    return chats.onlyHere().filter(({ id }) => !stored.has(id));
  }

  async function label(id: string, change: ConversationLabel): Promise<void> {
    await store.label(id, change);
    chats.labelled(id, change);
    changed();
  }

  return {
    async *find(query, signal) {
      if (query.trim() === '') {
        for (const summary of [...(await onlyHere()), ...pinnedFirst(await summaries())])
          yield { summary, title: { text: summary.title, matches: [] } };
        return;
      }
      for await (const match of store.search(query, signal)) if (!deletion.isDeleted(match.summary.id)) yield match;
    },
    async count() {
      const all = await summaries();
      return { all: all.length, pinned: all.filter(({ pinned }) => pinned).length };
    },
    isOpen: chats.isOpen,
    get deleted() {
      return deletion.waiting;
    },
    isDeleted: deletion.isDeleted,
    async open(id, place) {
      // Somebody has deleted it here and opens it there: it is wanted.
      if (deletion.waiting?.id === id) deletion.undo();
      await chats.open(id, place);
      changed();
    },
    rename: (id, title) => label(id, { title: oneLine(title) }),
    pin: (id, pinned) => label(id, { pinned }),
    async delete(id) {
      // Nothing of it could be brought back.
      if ((await onlyHere()).some(each => each.id === id)) {
        await chats.leave(id);
        return changed();
      }
      const summary = (await summaries()).find(candidate => candidate.id === id);
      if (!summary) return changed();
      await chats.leave(id);
      deletion.delete({ id, title: summary.title || untitled });
    },
    undoDelete: deletion.undo,
    async deleteAll() {
      await deletion.finish();
      try {
        const ids = (await store.list()).map(({ id }) => id);
        for (const id of ids) await chats.leave(id);
        await store.removeAll(ids);
      } finally {
        changed();
      }
    },
    onChange,
    close: deletion.finish,
  };
}
