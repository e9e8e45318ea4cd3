import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../clock';
import type { Conversation, ConversationRecord } from '../conversation/conversation';
import type { HistoryStore } from '../conversation/conversationStore';
import { mergeDeltas } from './compaction';
import { isConversationId, readConversation } from './conversationFile';
import { createConversationIndex, summaryOf } from './conversationIndex';
import { type ConversationWriter, createConversationWriter, type Fork } from './conversationWriter';
import { createFiles, type FileSystem } from './files';
import { createHistory } from './history';
import { createLabels } from './labels';
import { createLeases } from './leases';

/** Milliseconds that text may wait before it is on disk: what a crash can cost. */
const FLUSH_INTERVAL = 500;
/** Milliseconds after which a disk that has refused is asked again. */
const RETRY_INTERVAL = 5000;
/** How long another window may finish before a conversation is read as it is: so many times so many milliseconds. */
const MOST_TRIES = 20;
const PAUSE = 50;

/** The folder, and who is told. Everything else has a value of its own, and is for tests. */
export interface StoreDependencies {
  /** Created at the first write. */
  readonly directory: string;
  /** Called with the reason when writing fails, and with undefined when all is written again. */
  readonly onFailure: (error: Error | undefined) => void;
  /** The conversation goes on under another id: what it was begins the copy. */
  readonly onFork: (fork: Fork) => void;
  readonly clock?: Clock;
  /** What files are marked with. */
  readonly wallTime?: () => number;
  readonly fileSystem?: FileSystem;
  readonly platform?: NodeJS.Platform;
  readonly newId?: () => string;
  readonly segmentBytes?: number;
  readonly compactAfter?: number;
}

/** What is not on disk yet. */
interface Unsaved {
  /** As it is after all that is unsaved. */
  readonly conversation: Conversation;
  /** What was tried before. It is written again as it was: if it did reach the disk, it is known again. */
  readonly tried: readonly ConversationRecord[];
  readonly fresh: ConversationRecord[];
}

/** One for each window. Does not touch the disk before it is called; what is appended is written half a second later at the latest. */
export function createHistoryStore(dependencies: StoreDependencies): HistoryStore {
  const { directory, onFailure, onFork, clock = systemClock, wallTime = Date.now } = dependencies;
  const { newId = randomUUID, segmentBytes = 16 * 1024 * 1024, compactAfter = 200 } = dependencies;
  const files = createFiles({ ...dependencies, clock });
  const leases = createLeases({ directory, files, clock, wallTime });
  const index = createConversationIndex({ directory, files, wallTime });
  const labels = createLabels({ directory, files, index });
  const writer = createConversationWriter({
    ...{ directory, files, leases, newId, segmentBytes, compactAfter, copyTitle },
    onFork(fork) {
      moveUnsaved(fork);
      onFork(fork);
    },
  });
  const unsaved = new Map<string, Unsaved>();
  /** What was written to, and still has its lease. */
  const unsettled = new Map<string, Conversation>();
  let hasFailed = false;
  let cancelTimer: (() => void) | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let settling = new AbortController();

  /** What was appended while the copy was written belongs to the copy. */
  function moveUnsaved({ from, to }: Fork): void {
    const later = unsaved.get(from);
    if (!later) return;
    unsaved.delete(from);
    unsaved.set(to, { ...later, conversation: { ...later.conversation, id: to } });
  }

  async function save(id: string): Promise<void> {
    // Not before its turn: what was appended while others were written belongs to it.
    const batch = unsaved.get(id);
    if (!batch) return;
    const { conversation, tried, fresh } = batch;
    const records = [...tried, ...mergeDeltas(fresh)];
    // Taken out before the write: what is appended meanwhile goes into the next one.
    unsaved.delete(id);
    try {
      const writtenTo = await writer.write(conversation, records);
      unsettled.delete(id);
      unsettled.set(writtenTo, { ...conversation, id: writtenTo });
    } catch (error) {
      const later = unsaved.get(id);
      unsaved.set(id, { conversation, fresh: [], ...later, tried: records });
      throw error;
    }
  }

  async function saveAll(): Promise<void> {
    let failure: Error | undefined;
    for (const id of [...unsaved.keys()]) {
      try {
        await save(id);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
    }
    if (failure) flushAfter(RETRY_INTERVAL);
    if (failure || hasFailed) onFailure(failure);
    hasFailed = failure !== undefined;
  }

  /** What can wait until nobody waits for it: fewer records, the index, and the end of the lease. */
  async function settle(signal: AbortSignal): Promise<void> {
    for (const [id, conversation] of [...unsettled]) {
      if (isBeingAnswered(conversation) || unsaved.has(id)) continue;
      if (!signal.aborted) await writer.compact(id, signal).catch(() => undefined);
      // Somebody waits: it goes on when that is written.
      if (signal.aborted) return;
      await index.note(summaryOf(conversation));
      await leases.release(id).catch(() => undefined);
      unsettled.delete(id);
    }
  }

  function flushAfter(milliseconds: number): void {
    cancelTimer ??= clock.after(milliseconds, () => void flush());
  }

  function flush(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    // Of everything that was asked for before, what has not even begun included.
    settling.abort();
    settling = new AbortController();
    const { signal } = settling;
    const saving = queue.then(saveAll);
    queue = saving.then(() => settle(signal));
    return saving;
  }

  /** Runs when all that was asked for before is done. */
  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = queue.then(action);
    queue = result.catch(() => undefined);
    return result;
  }

  /** A window that is loaded anew meets the one that it was before, which writes its last words. */
  async function patience(id: string): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const holder = await leases.holder(id).catch(() => undefined);
      if (holder !== 'other') return;
      await new Promise<void>(resolve => void clock.after(PAUSE, resolve));
    }
  }

  /** A copy without its title is better than none. */
  async function copyTitle(from: string, to: string): Promise<void> {
    const title = (await labels.read(from))?.title;
    if (title !== undefined) await labels.change(to, { title }).catch(() => undefined);
  }

  async function read(id: string, fromDisk: ConversationWriter['load']): Promise<Conversation | undefined> {
    if (!isConversationId(id)) return undefined;
    await flush();
    // On a disk that refuses, what is in memory is all there is of it.
    const inMemory = unsaved.get(id)?.conversation;
    if (!inMemory) await patience(id);
    const conversation = inMemory ?? (await inTurn(() => fromDisk(id).catch(() => undefined)));
    if (!conversation) return undefined;
    const { label: _before, ...rest } = conversation;
    const label = await labels.read(id);
    return label ? { ...rest, label } : rest;
  }

  const history = createHistory({
    ...{ directory, files, clock, wallTime, leases, labels, index, writer, flush, inTurn },
    isUnsettled: id => unsaved.has(id) || unsettled.has(id),
    forget(id) {
      unsaved.delete(id);
      unsettled.delete(id);
    },
  });

  return {
    ...history,
    load: id => read(id, writer.load),
    read: id => read(id, async () => (await readConversation(files, directory, id))?.conversation),
    append(conversation, record) {
      const { id } = conversation;
      const { tried = [], fresh = [] } = unsaved.get(id) ?? {};
      fresh.push(record);
      unsaved.set(id, { conversation, tried, fresh });
      flushAfter(FLUSH_INTERVAL);
    },
    flush,
    async close() {
      await flush();
      await queue;
      await history.close();
      cancelTimer?.();
      await leases.close();
    },
  };
}

function isBeingAnswered({ entries }: Conversation): boolean {
  return entries.some(entry => entry.role === 'assistant' && ['waiting', 'streaming'].includes(entry.status));
}
