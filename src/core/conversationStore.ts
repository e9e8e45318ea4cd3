import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Conversation, type ConversationRecord, emptyConversation } from './conversation';
import { isConversationRecord } from './recordChecks';
import { replay } from './replay';
import { numberField, parseJson, stringField } from './unknown';

/** Milliseconds that text may wait before it is on disk: what a crash can cost. */
const FLUSH_INTERVAL = 500;

/** The version of the file format, in each file's first line. */
const FORMAT_VERSION = 1;

/** One file per conversation, `<id>.jsonl`: a head line, then one record a line, only ever appended. */
export interface ConversationStore {
  /** The conversation as its file tells it, or undefined where there is no readable file. */
  load(id: string): Promise<Conversation | undefined>;
  /**
   * Queues a record. `flush` says when it is on disk.
   *
   * Failures do not throw here: they reach `onFailure`, because a chat goes on where a disk does not.
   */
  append(conversation: Conversation, record: ConversationRecord): void;
  /** Resolves when all that was appended is on disk, fsynced. */
  flush(): Promise<void>;
  /** Flushes and closes the files. */
  close(): Promise<void>;
}

export interface StoreDependencies {
  /** Created at the first write. */
  readonly directory: string;
  /** Called with the reason when a write fails, and with undefined when writing works again. */
  readonly onFailure: (error: Error | undefined) => void;
}

export function createConversationStore({ directory, onFailure }: StoreDependencies): ConversationStore {
  const pending = new Map<string, { conversation: Conversation; lines: string[] }>();
  let file: { readonly id: string; readonly handle: FileHandle } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function handleFor(conversation: Conversation): Promise<FileHandle> {
    if (file?.id === conversation.id) return file.handle;
    await file?.handle.close();
    file = undefined;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const handle = await open(pathOf(conversation.id), 'a', 0o600);
    try {
      const { size } = await handle.stat();
      // A crash may have left half a line; a blank line keeps it from swallowing the next record.
      await appendWhole(handle, size === 0 ? headLine(conversation) : '\n');
    } catch (error) {
      await handle.close();
      throw error;
    }
    file = { id: conversation.id, handle };
    return handle;
  }

  /** All or nothing: a write that fails half way, as on a full disk, is taken back, so that it can be tried again whole. */
  async function appendWhole(handle: FileHandle, text: string): Promise<void> {
    const { size } = await handle.stat();
    try {
      await handle.appendFile(text);
      await handle.datasync();
    } catch (error) {
      await handle.truncate(size).catch(() => undefined);
      throw error;
    }
  }

  async function writePending(): Promise<void> {
    for (const [id, { conversation, lines }] of [...pending]) {
      // Taken out before the write: what is appended meanwhile goes into the next one.
      pending.delete(id);
      try {
        await appendWhole(await handleFor(conversation), lines.join(''));
        onFailure(undefined);
      } catch (error) {
        pending.set(id, { conversation, lines: [...lines, ...(pending.get(id)?.lines ?? [])] });
        onFailure(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writePending);
    return writing;
  }

  function pathOf(id: string): string {
    return path.join(directory, `${id}.jsonl`);
  }

  return {
    async load(id) {
      if (!/^[\w-]+$/.test(id)) return undefined;
      await flush();
      const text = await readFile(pathOf(id), 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parseConversation(id, text);
    },
    append(conversation, record) {
      const entry = pending.get(conversation.id) ?? { conversation, lines: [] };
      entry.lines.push(`${JSON.stringify(record)}\n`);
      pending.set(conversation.id, entry);
      timer ??= setTimeout(() => void flush(), FLUSH_INTERVAL);
    },
    flush,
    async close() {
      await flush();
      await file?.handle.close();
      file = undefined;
    },
  };
}

function headLine({ id, createdAt }: Conversation): string {
  return `${JSON.stringify({ type: 'conversation', version: FORMAT_VERSION, id, createdAt })}\n`;
}

/** Folds the lines of a file. A line that was torn by a crash is skipped; an answer that never ended was interrupted. */
function parseConversation(id: string, text: string): Conversation | undefined {
  const [head, ...lines] = text.split('\n');
  const parsedHead = parseJson(head ?? '');
  if (stringField(parsedHead, 'type') !== 'conversation' || numberField(parsedHead, 'version') !== FORMAT_VERSION)
    return undefined;
  const beginning = emptyConversation(id, numberField(parsedHead, 'createdAt') ?? 0);
  const conversation = replay(beginning, lines.map(parseJson).filter(isConversationRecord));
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
