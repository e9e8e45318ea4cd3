import { createListeners } from '../listeners';
import { onFirstUse } from '../onFirstUse';
import type { ConversationSummary } from '../store/conversationIndex';
import type { ConversationLabel, HistoryMatch } from '../store/historyTypes';
import type { Conversation, ConversationRecord } from './conversation';

/** Conversations on disk, as a session uses them. docs/history-format.md says what the files look like. */
export interface ConversationStore {
  /**
   * Opens a conversation as its file tells it; undefined where there is no readable file. From now on, this window is taken to show
   * it: who only looks at it reads it.
   */
  load(id: string): Promise<Conversation | undefined>;
  /**
   * Queues a record. `flush` says when it is on disk.
   *
   * Failures do not throw here: they reach `onFailure`, because a chat goes on where a disk does not.
   */
  append(conversation: Conversation, record: ConversationRecord): void;
  /** Resolves when all that was appended is on disk, fsynced, or was refused: then it is tried again by itself. */
  flush(): Promise<void>;
  /** Flushes, and lets other windows write. */
  close(): Promise<void>;
}

/** And as the history uses them. */
export interface HistoryStore extends ConversationStore {
  /** Gives a conversation as it is now, to copy or to export it, say: what is open of it here stays what it was. */
  read(id: string): Promise<Conversation | undefined>;
  /** All conversations, the last one first. */
  list(): Promise<readonly ConversationSummary[]>;
  /**
   * The conversations in whose title or text all words of the query are, what is pinned and then the last one first; for a query of
   * one or two letters, of both those first in whose title they are. Ends by itself, also where it is aborted.
   */
  search(query: string, signal: AbortSignal): AsyncIterable<HistoryMatch>;
  /** Changes what the user has said of a conversation; an empty title takes the title back. Throws where the disk refuses. */
  label(id: string, change: ConversationLabel): Promise<void>;
  /** Adds a whole conversation, as an import brings it. Throws where there is one with its id, and where the disk refuses. */
  add(conversation: Conversation, label?: ConversationLabel): Promise<void>;
  /** Deletes a conversation, with every file that was made of it. */
  remove(id: string): Promise<void>;
  /** Deletes many at once. Where some cannot be deleted, the others are; then it throws. */
  removeAll(ids: readonly string[]): Promise<void>;
}

/** The store of a window, which everyone in it uses. */
export interface SharedStore extends HistoryStore {
  /** Tells of what was named, pinned, added or deleted, by whomever. Conversations that go on are not told of. */
  onChange(listener: () => void): () => void;
}

/**
 * A store that is loaded when something is first read or written. Where that fails, as when an update has replaced the files of
 * the extension under a window, what was appended waits, and the next flush tries again.
 */
export function createLazyStore(
  load: () => Promise<HistoryStore>,
  onFailure: (error: Error | undefined) => void,
): SharedStore {
  const store = onFirstUse(load);
  let waiting: (readonly [Conversation, ConversationRecord])[] = [];
  let ready: HistoryStore | undefined;
  let hasFailed = false;

  async function loaded(): Promise<HistoryStore> {
    if (ready) return ready;
    try {
      ready = await store.get();
      if (hasFailed) onFailure(undefined);
      for (const [conversation, record] of waiting) ready.append(conversation, record);
      waiting = [];
      return ready;
    } catch (error) {
      hasFailed = true;
      onFailure(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  /** Where nothing was ever read or written, as while no history is kept, there is nothing to do. */
  function isNeeded(): boolean {
    return store.loaded() !== undefined || waiting.length > 0;
  }

  const { tell, onChange } = createListeners();
  /** Where it has failed, a part of it may have happened. */
  async function change(action: (store: HistoryStore) => Promise<void>): Promise<void> {
    try {
      await action(await loaded());
    } finally {
      tell();
    }
  }

  return {
    load: async id => (await loaded()).load(id),
    read: async id => (await loaded()).read(id),
    append(conversation, record) {
      if (ready) return ready.append(conversation, record);
      waiting.push([conversation, record]);
      void loaded().catch(() => undefined);
    },
    async flush() {
      if (isNeeded()) await (await loaded().catch(() => undefined))?.flush();
    },
    list: async () => (await loaded()).list(),
    async *search(query, signal) {
      yield* (await loaded()).search(query, signal);
    },
    label: (id, label) => change(to => to.label(id, label)),
    add: (conversation, label) => change(to => to.add(conversation, label)),
    remove: id => change(from => from.remove(id)),
    removeAll: ids => change(from => from.removeAll(ids)),
    onChange,
    async close() {
      if (isNeeded()) await (await loaded().catch(() => undefined))?.close();
    },
  };
}
