import path from 'node:path';
import type { Clock } from '../clock';
import type { Conversation } from '../conversation/conversation';
import type { HistoryStore } from '../conversation/conversationStore';
import { ChatError, CODES, isChatError } from '../errors';
import { stringField } from '../unknown';
import { createBreathe } from './breathe';
import { isConversationId, readConversation, removeConversations, segmentName } from './conversationFile';
import {
  type ConversationIndex,
  type ConversationList,
  type ConversationSummary,
  summaryOf,
} from './conversationIndex';
import type { ConversationWriter } from './conversationWriter';
import type { Files } from './files';
import type { ConversationLabel } from './historyTypes';
import type { Labels } from './labels';
import type { Leases } from './leases';
import { searchHistory } from './search/historySearch';
import { createSignatures } from './search/signatureFile';

/** Milliseconds after a deletion in which more of them may follow, before what was made of them is deleted, too. */
const TIDY_AFTER = 1000;

/** Parts of a store and its queue: whoever writes conversations and whoever lists or deletes them take turns. */
export interface HistoryDependencies {
  readonly directory: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly wallTime: () => number;
  readonly leases: Leases;
  readonly labels: Labels;
  readonly index: ConversationIndex;
  readonly writer: ConversationWriter;
  /** Writes what is not on disk yet. */
  readonly flush: () => Promise<void>;
  /** Runs when all that was asked for before is done. */
  readonly inTurn: <T>(action: () => Promise<T>) => Promise<T>;
  /** Whether this window has something of it that is not on disk, or has not told the index of it. */
  readonly isUnsettled: (id: string) => boolean;
  /** Forgets it: it is about to be deleted. */
  readonly forget: (id: string) => void;
}

/** What the history does with the conversations on disk, beside reading and writing them. */
export interface History extends Pick<HistoryStore, 'list' | 'search' | 'label' | 'add' | 'remove' | 'removeAll'> {
  /** Deletes what was made of conversations that are deleted. */
  close(): Promise<void>;
}

/** A part of `createHistoryStore`. Only the signatures for the search are its own, read when something is first looked for. */
export function createHistory(dependencies: HistoryDependencies): History {
  const { directory, files, clock, wallTime, leases, labels, index, writer, flush, inTurn } = dependencies;
  const { isUnsettled, forget } = dependencies;
  const breathe = createBreathe();
  const signatures = createSignatures({ directory, files, wallTime, breathe });
  let cancelTidying: (() => void) | undefined;

  /** One whose last writer died is told to the index on the way. */
  async function readSummary(id: string): Promise<ConversationSummary | undefined> {
    const stored = await readConversation(files, directory, id);
    if (!stored) return undefined;
    const summary = summaryOf(stored.conversation);
    if (!isUnsettled(id) && (await leases.holder(id)) === 'dead' && (await leases.acquire(id))) {
      await index.note(summary);
      await leases.release(id);
    }
    return summary;
  }

  async function list(): Promise<ConversationList> {
    await flush();
    return inTurn(() => index.list({ summary: readSummary, label: labels.read }));
  }

  async function exists(id: string): Promise<boolean> {
    return (await files.identity(path.join(directory, segmentName(id, 0)))) !== undefined;
  }

  async function label(id: string, change: ConversationLabel): Promise<void> {
    if (!isConversationId(id) || !(isUnsettled(id) || (await exists(id)))) {
      const message = 'The conversation is not there any more.';
      throw new ChatError({ kind: 'internal', code: CODES.conversationGone, message });
    }
    await labels.change(id, change);
  }

  /** All of it or nothing. */
  async function add(conversation: Conversation, given: ConversationLabel): Promise<void> {
    const { id } = conversation;
    if (isUnsettled(id) || (await exists(id))) throw new Error('It is there already.');
    try {
      await writer.add(conversation);
      await labelAdded(id, given);
      await index.note(summaryOf(conversation));
    } finally {
      await leases.release(id);
    }
  }

  async function labelAdded(id: string, given: ConversationLabel): Promise<void> {
    try {
      await labels.change(id, given);
    } catch (error) {
      await removeAll([id]).catch(() => undefined);
      throw error;
    }
  }

  async function removeAll(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      forget(id);
      writer.forget(id);
      await leases.release(id);
    }
    await removeConversations(files, directory, ids);
  }

  function removeInTurn(ids: readonly string[]): Promise<void> {
    return inTurn(async () => {
      try {
        await removeAll(ids.filter(isConversationId));
      } finally {
        cancelTidying ??= clock.after(TIDY_AFTER, () => void tidy().catch(() => undefined));
      }
    });
  }

  async function tidy(): Promise<void> {
    cancelTidying?.();
    cancelTidying = undefined;
    const { summaries } = await list();
    await inTurn(() => signatures.keepOnly(new Set(summaries.map(({ id }) => id))));
  }

  return {
    list: async () => (await list()).summaries,
    search: (query, signal) => searchHistory({ files, directory, breathe, signatures, list }, query, signal),
    label: (id, change) =>
      orChatError(CODES.nameNotSaved, 'The name cannot be saved', () => inTurn(() => label(id, change))),
    add: (conversation, given = {}) =>
      orChatError(CODES.notAdded, 'The conversation cannot be added', () => inTurn(() => add(conversation, given))),
    remove: id => orChatError(CODES.notDeleted, 'The conversation cannot be deleted', () => removeInTurn([id])),
    removeAll: ids => orChatError(CODES.notDeleted, 'A conversation cannot be deleted', () => removeInTurn(ids)),
    async close() {
      if (cancelTidying) await tidy().catch(() => undefined);
    },
  };
}

async function orChatError<T>(code: string, what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (isChatError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    // The words of the disk are shown as they are. Ours are English, and for the log.
    const ofDisk = stringField(error, 'code') === undefined ? {} : { serverMessage: reason };
    throw new ChatError({ kind: 'internal', code, message: `${what}: ${reason}`, ...ofDisk }, { cause: error });
  }
}
