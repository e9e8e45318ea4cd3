import path from 'node:path';
import type { Conversation } from '../conversation/conversation';
import { ownTitleOf } from '../conversation/conversationTitle';
import { field, isRecord, stringField } from '../unknown';
import { createBreathe } from './breathe';
import { isConversationId } from './conversationFile';
import { createDerivedFile } from './derivedFile';
import { type Files, isMissing } from './files';
import type { ConversationLabel } from './historyTypes';
import { labelFrom } from './labels';

/** What a list of conversations shows of each. */
export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  readonly createdAt: number;
  /** When something was last asked or answered. */
  readonly updatedAt: number;
  /** Questions and answers that are shown. */
  readonly messages: number;
  /** The user wants it above the others. */
  readonly pinned?: true;
  /** It is nowhere on disk, and gone with its window. */
  readonly isOnlyHere?: true;
}

/** All conversations on disk, as one look into the folder has found them. */
export interface ConversationList {
  /** The last one first. */
  readonly summaries: readonly ConversationSummary[];
  /** The ids of those that somebody writes to now, or died while writing. */
  readonly written: ReadonlySet<string>;
  /** The ids of those that have more than one file. */
  readonly continued: ReadonlySet<string>;
}

/**
 * The summaries of all conversations in one file, so that none of them need be opened for a list. It is made of the conversations
 * and may be deleted at any time: which of them exist, the folder alone tells, and one that has no summary is read. What the user
 * has said of them stands in entries of its own: whoever tells of a conversation need not know its label, and cannot undo it.
 */
export interface ConversationIndex {
  /** Keeps a summary, without the label. Failures cost time later, and nothing else. */
  note(summary: ConversationSummary): Promise<void>;
  /** What is known of its label is no longer true: the next list reads it. Resolves to whether that could be written. */
  labelChanges(id: string): Promise<boolean>;
  noteLabel(id: string, label: ConversationLabel): Promise<void>;
  /** All of them. */
  list(read: Readers): Promise<ConversationList>;
  remove(): Promise<void>;
}

/** Undefined where there is nothing that can be read. */
export interface Readers {
  /** Opens one that has no summary, or whose last writer has not told of it. */
  summary(id: string): Promise<ConversationSummary | undefined>;
  label(id: string): Promise<ConversationLabel | undefined>;
}

/** An entry of the file. A label without anything is one that has changed. */
type IndexEntry =
  | { readonly summary: ConversationSummary }
  | { readonly label: ConversationLabel & { readonly id: string } };

const INDEX_NAME = 'conversations.index';
/** Entries for each conversation, and more for a short list, before the file is written anew with what is needed. */
const MOST_FOR_EACH = 4;
const MOST_FOR_ALL = 100;
/** Files that are read at once. */
const AT_ONCE = 8;

/** `wallTime`, in milliseconds since 1970, numbers the lines of the file: two that say the same are not taken for one. */
export interface IndexDependencies {
  readonly files: Files;
  readonly directory: string;
  readonly wallTime: () => number;
}

/** Without its label. */
export function summaryOf(conversation: Conversation): ConversationSummary {
  const { id, createdAt, entries, aside } = conversation;
  let updatedAt = createdAt;
  for (const entry of [...entries, ...aside])
    if (entry.role === 'assistant') updatedAt = Math.max(updatedAt, entry.endedAt ?? entry.askedAt);
  return { id, title: ownTitleOf(conversation), createdAt, updatedAt, messages: entries.length };
}

/** Reads nothing before the first list, and keeps what it has read for as long as the file is the same. */
export function createConversationIndex({ files, directory, wallTime }: IndexDependencies): ConversationIndex {
  const file = createDerivedFile<IndexEntry>({
    file: path.join(directory, INDEX_NAME),
    ...{ files, wallTime, breathe: createBreathe(), name: 'entries', isEntry: isIndexEntry, isKept: true },
  });

  return {
    async note(summary) {
      await file.add([{ summary }]);
    },
    labelChanges: id => file.add([{ label: { id } }]),
    async noteLabel(id, label) {
      await file.add([{ label: { id, ...label } }]);
    },
    remove: file.remove,
    async list(read) {
      const { ids, written, labelled, continued } = await conversationsIn(files, directory);
      const entries = await file.read();
      const known = knownFrom(entries);
      // Whoever writes to it now, or died while writing, has not told the index.
      const unread = [...ids].filter(id => written.has(id) || !known.summaries.has(id));
      const found = await readAll(unread, read.summary);
      const labelsFound = await readAll(
        [...labelled].filter(id => !known.labels.has(id)),
        read.label,
      );
      const labels = new Map([...known.labels, ...labelsFound].filter(([id]) => labelled.has(id)));
      for (const id of unread) known.summaries.delete(id);
      const summaries = [...ids].flatMap(id => found.get(id) ?? known.summaries.get(id) ?? []);
      // Of what was deleted, nothing is to be left.
      const isObsolete = known.ids.some(id => !ids.has(id));
      if (isObsolete || entries.length > summaries.length * MOST_FOR_EACH + MOST_FOR_ALL)
        await file.rewrite(entriesOf(summaries, labels));
      else await file.add(entriesOf(settledIn(found, written), (await file.isAsRead()) ? labelsFound : NO_LABELS));
      const titled = summaries.map(summary => withLabel(summary, labels.get(summary.id)));
      return { summaries: titled.sort((one, other) => other.updatedAt - one.updatedAt), written, continued };
    },
  };
}

/** A label that changes while it is read must not be told last as it was. */
const NO_LABELS: ReadonlyMap<string, ConversationLabel> = new Map();

function settledIn(found: ReadonlyMap<string, ConversationSummary>, written: ReadonlySet<string>) {
  return [...found.values()].filter(({ id }) => !written.has(id));
}

function entriesOf(
  summaries: readonly ConversationSummary[],
  labels: ReadonlyMap<string, ConversationLabel>,
): readonly IndexEntry[] {
  return [
    ...summaries.map(summary => ({ summary })),
    ...[...labels].map(([id, label]) => ({ label: { id, ...label } })),
  ];
}

function withLabel(summary: ConversationSummary, { title, pinned }: ConversationLabel = {}): ConversationSummary {
  if (title === undefined && !pinned) return summary;
  return { ...summary, ...(title === undefined ? {} : { title }), ...(pinned ? { pinned } : {}) };
}

/** The last that was said of each. */
function knownFrom(entries: readonly IndexEntry[]) {
  const summaries = new Map<string, ConversationSummary>();
  const labels = new Map<string, ConversationLabel>();
  const ids = new Set<string>();
  for (const entry of entries) {
    ids.add('summary' in entry ? entry.summary.id : entry.label.id);
    if ('summary' in entry) summaries.set(entry.summary.id, entry.summary);
    else if (isEmpty(entry.label)) labels.delete(entry.label.id);
    else labels.set(entry.label.id, labelFrom(entry.label));
  }
  return { summaries, labels, ids: [...ids] };
}

function isEmpty({ title, pinned }: ConversationLabel): boolean {
  return title === undefined && !pinned;
}

/** The ids of all conversations, of those that have a lease, a label, or more than one file. */
async function conversationsIn(files: Files, directory: string) {
  const names = await files.readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const ids = new Set<string>();
  const written = new Set<string>();
  const labelled = new Set<string>();
  const continued = new Set<string>();
  for (const name of names) {
    const end = name.lastIndexOf('.');
    const id = name.slice(0, end);
    if (name.endsWith('.jsonl')) {
      if (isConversationId(id)) ids.add(id);
      else continued.add(id.slice(0, id.indexOf('.')));
    } else if (name.endsWith('.lease')) written.add(id);
    else if (name.endsWith('.label')) labelled.add(id);
  }
  return { ids, written, continued, labelled: new Set([...labelled].filter(id => ids.has(id))) };
}

async function readAll<T>(
  ids: readonly string[],
  read: (id: string) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  const rest = ids.values();
  async function readNext(): Promise<void> {
    for (const id of rest) {
      // One that cannot be read must not keep the others from being listed.
      const value = await read(id).catch(() => undefined);
      if (value !== undefined) found.set(id, value);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, readNext));
  return found;
}

function isIndexEntry(value: unknown): value is IndexEntry {
  return isSummary(field(value, 'summary')) || stringField(field(value, 'label'), 'id') !== undefined;
}

function isSummary(value: unknown): value is ConversationSummary {
  return (
    isRecord(value) &&
    ['id', 'title'].every(name => stringField(value, name) !== undefined) &&
    ['createdAt', 'updatedAt', 'messages'].every(name => typeof value[name] === 'number')
  );
}
