import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import {
  apply,
  type Conversation,
  type ConversationRecord,
  emptyConversation,
} from '../../../../src/core/conversation/conversation';
import type { HistoryStore } from '../../../../src/core/conversation/conversationStore';
import type { Fork } from '../../../../src/core/store/conversationWriter';
import { createHistoryStore, type StoreDependencies } from '../../../../src/core/store/historyStore';

/** What a window of this computer leaves that was killed while it wrote. */
export const deadLease = JSON.stringify({ owner: 'x', pid: 2 ** 22 + 1, host: hostname() });

/** A question and its whole answer. */
export const turn = (n: number, text = `Answer ${n}.`): readonly ConversationRecord[] => [
  { type: 'question', id: `q${n}`, parts: [{ type: 'text', text: `Question ${n}? ✓\n"quoted"` }] },
  { type: 'asked', id: `a${n}`, endpoint: 'E', model: 'm', at: n * 100 },
  { type: 'delta', id: `a${n}`, text, reasoning: '', at: n * 100 + 1 },
  { type: 'ended', id: `a${n}`, at: n * 100 + 2, outcome: { status: 'complete', finishReason: 'stop' } },
];

/** A window of VS Code: a store, and the conversation that is open in it. */
export interface StoreWindow {
  readonly store: HistoryStore;
  readonly forks: readonly Fork[];
  /** What the user was told: a reason, or that all is saved again. */
  readonly told: readonly (string | undefined)[];
  readonly conversation: Conversation;
  open(id: string): Promise<Conversation>;
  /** Says something, and waits until it is on disk or was refused. */
  say(...records: readonly ConversationRecord[]): Promise<void>;
}

/** A folder of the test's own, and windows on it, which are closed after each test. */
export function useStores() {
  const windows: StoreWindow[] = [];
  let root = '';
  let time = Date.now();

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'store-'));
  });
  afterEach(async () => {
    for (const { store } of windows.splice(0)) await store.close();
    await rm(root, { recursive: true, force: true });
  });

  function window(more: Partial<StoreDependencies> = {}): StoreWindow {
    // It goes on with each look at it, and not while a busy machine does other things: no lease runs out by itself.
    const opened = openWindow(path.join(root, 'conversations'), { wallTime: () => time++, ...more });
    windows.push(opened);
    return opened;
  }

  return {
    window,
    /** Not there before something is written. */
    get directory() {
      return path.join(root, 'conversations');
    },
    /** What the next window reads. */
    read: (id: string): Promise<Conversation | undefined> => window().store.load(id),
  };
}

function openWindow(directory: string, more: Partial<StoreDependencies>): StoreWindow {
  const forks: Fork[] = [];
  const told: (string | undefined)[] = [];
  let conversation = emptyConversation('c', 5);
  const store = createHistoryStore({
    directory,
    onFailure: error => told.push(error?.message),
    onFork(fork) {
      forks.push(fork);
      if (conversation.id === fork.from) conversation = { ...conversation, id: fork.to };
    },
    ...more,
  });
  return {
    store,
    forks,
    told,
    get conversation() {
      return conversation;
    },
    async open(id) {
      conversation = (await store.load(id)) ?? emptyConversation(id, 5);
      return conversation;
    },
    async say(...records) {
      for (const record of records) {
        conversation = apply(conversation, record);
        store.append(conversation, record);
      }
      await store.flush();
    },
  };
}
