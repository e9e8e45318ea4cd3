import type { ListedChats, ListedStore } from '../../src/core/history/conversationList';
import type { ConversationSummary } from '../../src/core/store/conversationIndex';
import type { ConversationLabel } from '../../src/core/store/historyTypes';

/** Conversations in memory, by their titles; what a list does with them is written down. */
export interface MemoryHistory {
  readonly store: ListedStore;
  readonly chats: ListedChats;
  /** Such as `open b side`. */
  readonly done: readonly string[];
  readonly ids: () => readonly string[];
  /** Whatever is removed next is refused. */
  refuseToRemove(error: Error): void;
}

export function memoryHistory(
  count: number,
  { open, day = 0, onlyHere = [] }: { open?: string; day?: number; onlyHere?: readonly ConversationSummary[] } = {},
): MemoryHistory {
  const summaries = new Map<string, ConversationSummary>();
  for (let number = 1; number <= count; number++) {
    const at = day - number * 60_000;
    const id = `c${number}`;
    summaries.set(id, { id, title: `Conversation ${number}`, createdAt: at, updatedAt: at, messages: 2 });
  }
  const done: string[] = [];
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  let refusal: Error | undefined;

  function label(id: string, { title, pinned }: ConversationLabel): void {
    const before = summaries.get(id);
    if (!before) throw new Error('It is not there any more.');
    const { pinned: wasPinned, ...rest } = before;
    const isPinned = pinned ?? wasPinned ?? false;
    summaries.set(id, { ...rest, ...(title === undefined ? {} : { title }), ...(isPinned ? { pinned: true } : {}) });
    changed();
  }

  return {
    store: {
      list: async () => [...summaries.values()],
      async *search(query, signal) {
        for (const summary of summaries.values()) {
          if (signal.aborted) return;
          const at = summary.title.indexOf(query);
          if (at >= 0) yield { summary, title: { text: summary.title, matches: [[at, at + query.length]] } };
        }
      },
      label: async (id, change) => label(id, change),
      async remove(id) {
        if (refusal) throw refusal;
        done.push(`remove ${id}`);
        summaries.delete(id);
        changed();
      },
      async removeAll(ids) {
        if (refusal) throw refusal;
        done.push(`remove ${ids.join(' ')}`);
        for (const id of ids) summaries.delete(id);
        changed();
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    chats: {
      open: async (id, place) => void done.push(`open ${id} ${place}`),
      isOpen: id => id === open,
      onlyHere: () => onlyHere,
      leave: async id => void ((id === open || onlyHere.some(each => each.id === id)) && done.push(`leave ${id}`)),
      labelled: (id, change) => void done.push(`labelled ${id} ${JSON.stringify(change)}`),
    },
    done,
    ids: () => [...summaries.keys()],
    refuseToRemove(error) {
      refusal = error;
    },
  };
}
