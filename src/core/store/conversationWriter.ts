import path from 'node:path';
import type { Conversation, ConversationRecord } from '../conversation/conversation';
import { isConversationRecord } from '../conversation/recordChecks';
import { mergeDeltas } from './compaction';
import {
  encode,
  FORMAT_VERSION,
  headOf,
  isConversationId,
  type KnownFile,
  readConversation,
  type StoredConversation,
  segmentName,
} from './conversationFile';
import { copyRecords } from './copy';
import { type FileIdentity, type Files, isSame } from './files';
import type { Leases } from './leases';
import { readLines } from './lines';

/** Why a conversation goes on in a copy: another window has written to it, or a newer version of the extension. */
export type ForkReason = 'otherWindow' | 'newerVersion';

/** A conversation that goes on in a copy, `to`. This window writes no more to `from`, which is still there. */
export interface Fork {
  readonly from: string;
  readonly to: string;
  readonly reason: ForkReason;
}

/** What the parts of a store share, and how long a file may get. `newId` names the copies. */
export interface WriterDependencies {
  readonly directory: string;
  readonly files: Files;
  readonly leases: Leases;
  readonly newId: () => string;
  /** Called before `write` resolves, so that nobody writes to the old one meanwhile. */
  readonly onFork: (fork: Fork) => void;
  /** Gives the copy the title that the user has given to what it is a copy of. Never rejects. */
  readonly copyTitle: (from: string, to: string) => Promise<void>;
  /** Bytes after which another file is begun. */
  readonly segmentBytes: number;
  /** Pieces of answers in a file after which it is written anew with fewer. */
  readonly compactAfter: number;
}

/** Writes conversations, one at a time: whoever calls waits for one call to end before the next. */
export interface ConversationWriter {
  load(id: string): Promise<Conversation | undefined>;
  /** Resolves when the records are on disk, to the id of the conversation that has them. */
  write(conversation: Conversation, records: readonly ConversationRecord[]): Promise<string>;
  /** Writes a whole conversation. Rejects where there is one with its id, and where it could not be read again. */
  add(conversation: Conversation): Promise<void>;
  /** Makes fewer records of many, where that is worth it. */
  compact(id: string, signal: AbortSignal): Promise<void>;
  forget(id: string): void;
}

const NOTHING_YET: KnownFile = {
  size: 0,
  inode: 0,
  version: FORMAT_VERSION,
  segment: 0,
  firstNumber: 0,
  nextNumber: 0,
  endsWhole: true,
  isDamaged: false,
  deltas: 0,
};

/** Keeps what this window knows of each file: by length and inode it sees that another one has written there since. */
export function createConversationWriter(dependencies: WriterDependencies): ConversationWriter {
  const { directory, files, leases, newId, onFork, copyTitle, segmentBytes, compactAfter } = dependencies;
  const known = new Map<string, KnownFile>();

  const pathOf = (id: string, segment: number): string => path.join(directory, segmentName(id, segment));

  /** Where the next record goes: to a copy, if what is on disk is not what this window has read or written last. */
  async function placeOf(id: string): Promise<KnownFile | 'anew' | ForkReason> {
    const file = known.get(id) ?? NOTHING_YET;
    if (file.version > FORMAT_VERSION) return 'newerVersion';
    if (!(await leases.acquire(id))) return 'otherWindow';
    const found = await files.identity(pathOf(id, file.segment));
    if (file === NOTHING_YET) return found && found.size > 0 ? 'otherWindow' : file;
    // Somebody has deleted the file, but not the conversation that is open here.
    if (!found) return file.segment === 0 ? 'anew' : 'otherWindow';
    if (!isSame(found, file)) return 'otherWindow';
    return file.isUnnamed ? 'anew' : file;
  }

  async function grow(file: KnownFile, conversation: Conversation, records: readonly ConversationRecord[]) {
    const isFull = file.size >= segmentBytes;
    const place = isFull ? nextSegment(file) : file;
    const isNew = place.firstNumber === place.nextNumber;
    const values = isNew ? [headOf(conversation), ...records] : records;
    const text = (place.endsWhole ? '' : '\n') + encode(place.nextNumber, values);
    const target = pathOf(conversation.id, place.segment);
    try {
      const identity = await files.append(target, text, place);
      const nextNumber = place.nextNumber + values.length;
      known.set(conversation.id, {
        ...place,
        ...identity,
        nextNumber,
        endsWhole: true,
        deltas: place.deltas + deltasIn(records),
      });
    } catch (error) {
      // What cannot even be taken back is this window's own, too.
      const left = await files.identity(target).catch(() => undefined);
      if (left && left.size > place.size) known.set(conversation.id, { ...place, ...left, endsWhole: false });
      throw error;
    }
  }

  /** A whole file with these records, in place of what may be there. */
  async function create(conversation: Conversation, records: readonly ConversationRecord[]): Promise<void> {
    const { id } = conversation;
    const values = [headOf(conversation), ...records];
    const file = { ...NOTHING_YET, nextNumber: values.length, deltas: deltasIn(records) };
    const onReplaced = (identity: FileIdentity): void => void known.set(id, { ...file, ...identity, isUnnamed: true });
    const identity = await files.replace(pathOf(id, 0), encode(0, values), { onReplaced });
    known.set(id, { ...file, ...identity });
  }

  /** The same where there is none yet. What fails leaves none: it would be in the list, and be made again. */
  async function createFirst(conversation: Conversation): Promise<void> {
    try {
      await create(conversation, copyRecords(conversation));
    } catch (error) {
      if (known.delete(conversation.id)) await files.unlink(pathOf(conversation.id, 0)).catch(() => undefined);
      throw error;
    }
  }

  async function fork(conversation: Conversation, reason: ForkReason): Promise<string> {
    const to = newId();
    await createFirst({ ...conversation, id: to });
    known.delete(conversation.id);
    await leases.release(conversation.id);
    await copyTitle(conversation.id, to);
    onFork({ from: conversation.id, to, reason });
    return to;
  }

  /** Keeps the file as the earlier version wrote it beside the new one: whoever goes back to that version finds it. */
  async function upgrade(
    file: KnownFile,
    conversation: Conversation,
    records: readonly ConversationRecord[],
  ): Promise<void> {
    const { id } = conversation;
    const stored = await load(id);
    if (!stored) throw new Error('The conversation can no longer be read.');
    await files.copyFile(pathOf(id, 0), path.join(directory, `${id}.version${file.version}`));
    await create(conversation, mergeDeltas([...stored.records, ...records]));
  }

  async function load(id: string): Promise<StoredConversation | undefined> {
    const stored = await readConversation(files, directory, id);
    if (stored) known.set(id, stored.known);
    else known.delete(id);
    return stored;
  }

  return {
    load: async id => (await load(id))?.conversation,
    async write(conversation, records) {
      const place = await placeOf(conversation.id);
      if (place === 'otherWindow' || place === 'newerVersion') return fork(conversation, place);
      if (place === 'anew') await create(conversation, copyRecords(conversation));
      else if (place.version < FORMAT_VERSION) await upgrade(place, conversation, records);
      else await grow(place, conversation, records);
      return conversation.id;
    },
    async add(conversation) {
      const { id } = conversation;
      const records = copyRecords(conversation);
      if (!isConversationId(id) || !records.every(isConversationRecord)) throw new Error('It is not a conversation.');
      if (!(await leases.acquire(id)) || (await files.identity(pathOf(id, 0)))) throw new Error('It is there already.');
      await createFirst(conversation);
    },
    async compact(id, signal) {
      const file = known.get(id);
      // What is damaged stays as it is.
      if (!file || file.deltas < compactAfter || file.isDamaged) return;
      const target = pathOf(id, file.segment);
      const { lines, damage } = readLines(await files.readFile(target), false);
      const compacted = mergeLines(lines.map(({ value }) => value));
      if (damage !== '' || !(await leases.isMine(id)) || (await placeOf(id)) !== file || signal.aborted) return;
      const nextNumber = file.firstNumber + compacted.length;
      // Whatever fails then: this window would take its own file for another one's.
      const onReplaced = (identity: FileIdentity): void =>
        void known.set(id, { ...file, ...identity, nextNumber, endsWhole: true, deltas: 0 });
      await files.replace(target, encode(file.firstNumber, compacted), { signal, onReplaced });
    },
    forget: id => void known.delete(id),
  };
}

function nextSegment(file: KnownFile): KnownFile {
  const { nextNumber, version, isDamaged } = file;
  return { ...NOTHING_YET, version, isDamaged, segment: file.segment + 1, firstNumber: nextNumber, nextNumber };
}

function deltasIn(records: readonly ConversationRecord[]): number {
  return records.filter(({ type }) => type === 'delta').length;
}

/** Joins what can be joined; what is no record that this version knows stays where it is. */
function mergeLines(values: readonly unknown[]): readonly unknown[] {
  const merged: unknown[] = [];
  let records: ConversationRecord[] = [];
  for (const value of values) {
    if (isConversationRecord(value)) {
      records.push(value);
      continue;
    }
    merged.push(...mergeDeltas(records), value);
    records = [];
  }
  return [...merged, ...mergeDeltas(records)];
}
