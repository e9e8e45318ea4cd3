import path from 'node:path';
import { type Conversation, titleOf } from '../conversation';
import { arrayField, isRecord, stringField } from '../unknown';
import { isConversationId } from './conversationFile';
import { type Files, isMissing } from './files';
import { encodeLine, readLines } from './lines';

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
}

/**
 * The summaries of all conversations in one file, so that none of them need be opened for a list. It is made of the conversations
 * and may be deleted at any time: which of them exist, the folder alone tells, and one that has no summary is read.
 */
export interface ConversationIndex {
  /** Keeps a summary. Failures cost time later, and nothing else. */
  note(summary: ConversationSummary): Promise<void>;
  /** All of them, the last one first. `read` opens one that has no summary, or whose last writer has not told of it. */
  list(read: ReadSummary): Promise<readonly ConversationSummary[]>;
}

/** Undefined where there is nothing that can be read. */
type ReadSummary = (id: string) => Promise<ConversationSummary | undefined>;

const INDEX_NAME = 'conversations.index';
/** Summaries for each conversation, and more for a short list, before the file is written anew with one of each. */
const MOST_FOR_EACH = 2;
const MOST_FOR_ALL = 100;
/** Files that are read at once. */
const AT_ONCE = 8;

export interface IndexDependencies {
  readonly files: Files;
  readonly directory: string;
  readonly wallTime: () => number;
}

export function summaryOf(conversation: Conversation): ConversationSummary {
  const { id, createdAt, entries, aside } = conversation;
  let updatedAt = createdAt;
  for (const entry of [...entries, ...aside])
    if (entry.role === 'assistant') updatedAt = Math.max(updatedAt, entry.endedAt ?? entry.askedAt);
  return { id, title: titleOf(conversation), createdAt, updatedAt, messages: entries.length };
}

export function createConversationIndex({ files, directory, wallTime }: IndexDependencies): ConversationIndex {
  const file = path.join(directory, INDEX_NAME);

  /** In one line, whose checksum covers all. The time makes lines that say the same different ones. */
  function encodeSummaries(summaries: readonly ConversationSummary[]): string {
    return `\n${encodeLine(Math.trunc(wallTime()), { summaries })}`;
  }

  async function add(summaries: readonly ConversationSummary[]): Promise<void> {
    if (summaries.length > 0) await files.addQuickly(file, encodeSummaries(summaries)).catch(() => undefined);
  }

  async function readIndex(): Promise<readonly ConversationSummary[]> {
    const bytes = await files.readFile(file).catch(() => Buffer.alloc(0));
    return readLines(bytes, false).lines.flatMap(({ value }) => arrayField(value, 'summaries').filter(isSummary));
  }

  return {
    note: summary => add([summary]),
    async list(read) {
      const { ids, written } = await conversationsIn(files, directory);
      const lines = await readIndex();
      const known = new Map(lines.map(summary => [summary.id, summary]));
      // Whoever writes to it now, or died while writing, has not told the index.
      const unknown = ids.filter(id => written.has(id) || !known.has(id));
      const found = await readAll(unknown, read);
      for (const id of unknown) known.delete(id);
      for (const summary of found) known.set(summary.id, summary);
      const summaries = ids.flatMap(id => known.get(id) ?? []);
      if (lines.length > summaries.length * MOST_FOR_EACH + MOST_FOR_ALL)
        await files.replace(file, encodeSummaries(summaries)).catch(() => undefined);
      else await add(found.filter(({ id }) => !written.has(id)));
      return summaries.sort((one, other) => other.updatedAt - one.updatedAt);
    },
  };
}

/** The ids of all conversations, and of those that have a lease. */
async function conversationsIn(files: Files, directory: string) {
  const names = await files.readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const ids: string[] = [];
  const written = new Set<string>();
  for (const name of names) {
    if (name.endsWith('.jsonl')) {
      const id = name.slice(0, -'.jsonl'.length);
      if (isConversationId(id)) ids.push(id);
    } else if (name.endsWith('.lease')) written.add(name.slice(0, -'.lease'.length));
  }
  return { ids, written };
}

async function readAll(ids: readonly string[], read: ReadSummary): Promise<readonly ConversationSummary[]> {
  const found: ConversationSummary[] = [];
  const rest = ids.values();
  async function readNext(): Promise<void> {
    for (const id of rest) {
      // One that cannot be read must not keep the others from being listed.
      const summary = await read(id).catch(() => undefined);
      if (summary) found.push(summary);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, readNext));
  return found;
}

function isSummary(value: unknown): value is ConversationSummary {
  return (
    isRecord(value) &&
    ['id', 'title'].every(name => stringField(value, name) !== undefined) &&
    ['createdAt', 'updatedAt', 'messages'].every(name => typeof value[name] === 'number')
  );
}
