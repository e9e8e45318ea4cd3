import path from 'node:path';
import type { ConversationRecord } from '../../../../../src/core/conversation/conversation';
import type { HistoryStore } from '../../../../../src/core/conversation/conversationStore';
import type { HistoryMatch } from '../../../../../src/core/store/historyTypes';
import { useStores } from '../storeSetup';

/** Windows on a folder of the test's own, and what is found in it. */
export function useSearch() {
  const stores = useStores();
  return {
    stores,
    inFolder: (name: string): string => path.join(stores.directory, name),
    searchFile: (): string => path.join(stores.directory, 'conversations.search'),
    /** In a window that ends then. */
    async write(id: string, ...records: readonly ConversationRecord[]): Promise<void> {
      const window = stores.window();
      await window.open(id);
      await window.say(...records);
      await window.store.close();
    },
    /** What the next window finds, if it is not said which. */
    async ids(query: string, store = stores.window().store): Promise<readonly string[]> {
      return (await find(store, query)).map(({ summary }) => summary.id);
    },
  };
}

export function find(store: HistoryStore, query: string): Promise<readonly HistoryMatch[]> {
  return all(store.search(query, new AbortController().signal));
}

export async function all(matches: AsyncIterable<HistoryMatch>): Promise<readonly HistoryMatch[]> {
  const found: HistoryMatch[] = [];
  for await (const match of matches) found.push(match);
  return found;
}
