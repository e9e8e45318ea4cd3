import { rm } from 'node:fs/promises';
import path from 'node:path';
import { apply, type ConversationRecord } from '../../../src/core/conversation/conversation';
import type { HistoryStore } from '../../../src/core/conversation/conversationStore';
import { createHistoryStore } from '../../../src/core/store/historyStore';

/** Milliseconds. */
export async function took(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

export function openStore(directory: string): HistoryStore {
  return createHistoryStore({
    directory,
    onFailure: throwIt,
    onFork: () => throwIt(new Error('It went on in a copy.')),
  });
}

function throwIt(error: Error | undefined): void {
  if (error) throw error;
}

/** In a store that knows nothing yet, as after a start. */
export async function timed(directory: string, action: (store: HistoryStore) => Promise<unknown>): Promise<number> {
  const store = openStore(directory);
  const time = await took(() => action(store));
  await store.close();
  return time;
}

export async function rebuild(directory: string): Promise<number> {
  await rm(path.join(directory, 'conversations.index'), { force: true });
  return timed(directory, store => store.list());
}

export async function append(directory: string, id: string): Promise<number> {
  const store = openStore(directory);
  const conversation = await store.load(id);
  if (!conversation) throw new Error(`${id} cannot be read.`);
  const say = async (question: string): Promise<void> => {
    const record: ConversationRecord = { type: 'question', id: question, parts: [{ type: 'text', text: 'And why?' }] };
    store.append(apply(conversation, record), record);
    await store.flush();
  };
  // The first one takes the lease: a question, and its answer, follow.
  await say('first');
  const time = await took(() => say('second'));
  await store.close();
  return time;
}

/** Milliseconds to the first match and to all of them, and how many those are. */
export interface SearchTimes {
  readonly first: number;
  readonly all: number;
  readonly found: number;
}

/** Ends after so many, as a list does that shows no more. */
export async function search(
  store: HistoryStore,
  query: string,
  most = Number.POSITIVE_INFINITY,
): Promise<SearchTimes> {
  const start = performance.now();
  const abort = new AbortController();
  let first: number | undefined;
  let found = 0;
  for await (const _match of store.search(query, abort.signal)) {
    first ??= performance.now() - start;
    found++;
    if (found >= most) abort.abort();
  }
  const all = performance.now() - start;
  return { first: first ?? all, all, found };
}
