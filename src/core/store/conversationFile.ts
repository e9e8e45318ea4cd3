import path from 'node:path';
import { type Conversation, type ConversationRecord, emptyConversation } from '../conversation/conversation';
import { isConversationRecord } from '../conversation/recordChecks';
import { replay } from '../conversation/replay';
import { numberField, stringField } from '../unknown';
import { type FileIdentity, type Files, isMissing } from './files';
import { encodeLine, type Line, type Lines, readLines } from './lines';

/** The version of the format, in the first line of each file. */
export const FORMAT_VERSION = 2;

/** What this window knows of a conversation's files: what it has read or written itself. */
export interface KnownFile extends FileIdentity {
  readonly version: number;
  /** The last of its files, which alone grows. */
  readonly segment: number;
  /** Of the first line of that file, and of the next one. */
  readonly firstNumber: number;
  readonly nextNumber: number;
  readonly endsWhole: boolean;
  readonly isDamaged: boolean;
  /** Pieces of answers in the last file: what compaction can make fewer. */
  readonly deltas: number;
  /** It was put in its place as a whole, and its name may not be on disk: it is written anew. */
  readonly isUnnamed?: boolean;
}

/** What was read. An answer without an end is interrupted in the conversation, while the records are those of the files alone. */
export interface StoredConversation {
  readonly conversation: Conversation;
  readonly records: readonly ConversationRecord[];
  readonly known: KnownFile;
}

/** Whether it can name a file of the folder and none outside of it: ids come from tabs and from names of files, too. */
export function isConversationId(id: string): boolean {
  return /^[\w-]+$/.test(id);
}

/** `<id>.jsonl`, and once that is full, `<id>.1.jsonl` and so on. */
export function segmentName(id: string, segment: number): string {
  return segment === 0 ? `${id}.jsonl` : `${id}.${segment}.jsonl`;
}

/** The value of the first line of each file. */
export function headOf({ id, createdAt }: Pick<Conversation, 'id' | 'createdAt'>): object {
  return { type: 'conversation', version: FORMAT_VERSION, id, createdAt };
}

/** One line for each value, with checksum and line end; the first one has the number `firstNumber`. */
export function encode(firstNumber: number, values: readonly unknown[]): string {
  return values.map((value, index) => encodeLine(firstNumber + index, value)).join('');
}

interface Segment extends Lines {
  readonly identity: FileIdentity;
  readonly head: unknown;
}

/** Reads all of a conversation; undefined where there is nothing that can be read. What is damaged is copied aside. */
export async function readConversation(
  files: Files,
  directory: string,
  id: string,
): Promise<StoredConversation | undefined> {
  const segments: Segment[] = [];
  for (;;) {
    const file = path.join(directory, segmentName(id, segments.length));
    const segment = await readSegment(files, file);
    if (!segment) break;
    if (segment.damage) await setAside(files, file, segment.damage);
    segments.push(segment);
  }
  const head = segments[0]?.head;
  const last = segments.at(-1);
  const lines = segments.flatMap(segment => segment.lines);
  const records = lines.map(({ value }) => value).filter(isConversationRecord);
  if (!last || (head === undefined && records.length === 0)) return undefined;
  const nextNumber = 1 + lines.reduce((highest, { number = 0 }) => Math.max(highest, number), 0);
  return {
    conversation: replayed(id, head, records),
    records,
    known: {
      ...last.identity,
      version: versionOf(head, lines),
      segment: segments.length - 1,
      firstNumber: last.lines[0]?.number ?? nextNumber,
      nextNumber,
      endsWhole: last.endsWhole,
      isDamaged: segments.some(({ damage }) => damage !== ''),
      deltas: last.lines.filter(({ value }) => stringField(value, 'type') === 'delta').length,
    },
  };
}

async function readSegment(files: Files, file: string): Promise<Segment | undefined> {
  const identity = await files.identity(file);
  if (!identity) return undefined;
  const read = await files.readFile(file).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (!read) return undefined;
  // What somebody has added since is not part of what is known of it.
  const bytes = read.subarray(0, identity.size);
  const checked = readLines(bytes, false);
  const lines = isOfFirstVersion(checked, bytes) ? readLines(bytes, true) : checked;
  return { ...lines, identity, head: lines.lines.map(({ value }) => value).find(isHead) };
}

/** Its lines have no checksums. Where they have, a line without one is damaged. */
function isOfFirstVersion({ lines }: Lines, bytes: Buffer): boolean {
  return lines.length === 0 && bytes.includes('{"');
}

function isHead(value: unknown): boolean {
  return stringField(value, 'type') === 'conversation' && numberField(value, 'version') !== undefined;
}

/** Without a head that can be read, the lines tell. */
function versionOf(head: unknown, lines: readonly Line[]): number {
  return numberField(head, 'version') ?? (lines.some(({ number }) => number !== undefined) ? FORMAT_VERSION : 1);
}

function replayed(id: string, head: unknown, records: readonly ConversationRecord[]): Conversation {
  const createdAt = numberField(head, 'createdAt') ?? records.find(record => 'at' in record)?.at ?? 0;
  const conversation = replay(emptyConversation(id, createdAt), records);
  return replay(conversation, interruptions(conversation));
}

/** An answer that has no end was being written when its window or its extension host ended, whatever was said since. */
function interruptions({ entries, aside }: Conversation): readonly ConversationRecord[] {
  return [...entries, ...aside].flatMap(entry => {
    if (entry.role !== 'assistant' || (entry.status !== 'waiting' && entry.status !== 'streaming')) return [];
    const at = entry.firstTextAt ?? entry.askedAt;
    return [{ type: 'ended', id: entry.id, at, outcome: { status: 'interrupted' } } as const];
  });
}

/** Copies a damaged file, once for each damage, before anything happens to it: somebody may be able to mend it. */
async function setAside(files: Files, file: string, damage: string): Promise<void> {
  const copy = `${file.slice(0, -'.jsonl'.length)}.damaged-${damage}`;
  if (await files.identity(copy).catch(() => undefined)) return;
  // A disk that refuses must not keep the conversation from being opened; the file itself stays as it is.
  await files.copyFile(file, copy).catch(() => undefined);
}

/**
 * Deletes everything that is called like them. The file that the list knows one by goes last: what was cut short can be done again.
 * One that cannot be deleted does not keep the others; the first reason is thrown when all have been tried.
 */
export async function removeConversations(files: Files, directory: string, ids: readonly string[]): Promise<void> {
  const others = new Map<string, string[]>(ids.map(id => [id, []]));
  for (const name of await files.readdir(directory).catch(() => [])) {
    const id = name.slice(0, name.indexOf('.'));
    if (name !== segmentName(id, 0)) others.get(id)?.push(name);
  }
  const failures: unknown[] = [];
  for (const [id, names] of others) {
    const all = [...names, segmentName(id, 0)];
    await removeFiles(files, directory, all).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function removeFiles(files: Files, directory: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await files.unlink(path.join(directory, name)).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  }
}
