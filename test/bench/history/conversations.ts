import { execFile } from 'node:child_process';
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ConversationRecord } from '../../../src/core/conversation/conversation';
import { encode, headOf } from '../../../src/core/store/conversationFile';

/** How long the conversations are: so many questions with answers of so many words. */
export interface Length {
  readonly turns: number;
  readonly words: number;
}

/** Two short answers, 4 kB: many of them are written in seconds. */
export const SHORT: Length = { turns: 2, words: 200 };
/** 100 kB: ten thousand of them are 1 GB. */
export const LONG: Length = { turns: 10, words: 1400 };

/** Pieces of an answer, as they come in its half seconds. */
const PIECES = 10;
/** It is in one conversation alone, the one in the middle, and in no text that the others are made of. */
export const RARE_WORD = 'zeppelins';

export function idOf(n: number): string {
  return `conversation-${n}`;
}

export interface BenchConversation {
  readonly id: string;
  readonly records: readonly ConversationRecord[];
}

/** The same at every run. The words are those of documentation, in the order in which they stand there, a few at a time. */
export async function* conversations(size: number, length: Length): AsyncGenerator<BenchConversation> {
  const words = await readWords();
  const random = randomNumbers();
  function text(count: number): string {
    const chosen: string[] = [];
    while (chosen.length < count) {
      const start = Math.floor(random() * (words.length - 12));
      chosen.push(...words.slice(start, start + 12));
    }
    return chosen.slice(0, count).join(' ');
  }
  for (let n = 0; n < size; n++) {
    const rare = n === Math.floor(size / 2) ? ` ${RARE_WORD}` : '';
    const records = Array.from({ length: length.turns }, (_, turn) => recordsOf(n, turn, text, length, rare)).flat();
    yield { id: idOf(n), records };
  }
}

function recordsOf(
  n: number,
  turn: number,
  text: (count: number) => string,
  { words }: Length,
  rare: string,
): readonly ConversationRecord[] {
  const [question, answer, at] = [`q${turn}`, `a${turn}`, n * 1000 + turn];
  return [
    { type: 'question', id: question, parts: [{ type: 'text', text: text(12) + rare }] },
    { type: 'asked', id: answer, endpoint: 'E', model: 'm', at },
    ...Array.from({ length: PIECES }, () => {
      const piece = `${text(Math.ceil(words / PIECES))} `;
      return { type: 'delta', id: answer, text: piece, reasoning: '', at } as const;
    }),
    { type: 'ended', id: answer, at, outcome: { status: 'complete', finishReason: 'stop' } },
  ];
}

/** Files of ours, into an empty folder. Resolves to their bytes. */
export async function writeConversations(directory: string, size: number, length: Length): Promise<number> {
  await mkdir(directory, { recursive: true });
  let bytes = 0;
  for await (const { id, records } of conversations(size, length)) {
    const lines = encode(0, [headOf({ id, createdAt: 1 }), ...records]);
    await writeFile(path.join(directory, `${id}.jsonl`), lines);
    bytes += lines.length;
  }
  // Nobody is to pay for this later. Windows has no such command.
  await promisify(execFile)('sync').catch(() => undefined);
  return bytes;
}

async function readWords(): Promise<readonly string[]> {
  const folder = path.join('node_modules', '@types', 'node');
  const texts: string[] = [];
  for (const name of (await readdir(folder)).filter(file => file.endsWith('.d.ts')).sort())
    texts.push(await readFile(path.join(folder, name), 'utf8'));
  return texts.join(' ').match(/[A-Za-z][A-Za-z'.()]+/g) ?? [];
}

/** Numbers from 0 to 1 that look random (mulberry32). */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The least that can be done for an append: a line, and its way to the disk. */
export async function appendAlone(file: string): Promise<void> {
  const handle = await open(file, 'a');
  await handle.appendFile('{"type":"question","id":"q","parts":[{"type":"text","text":"And why?"}]}\n');
  await handle.datasync();
  await handle.close();
}
