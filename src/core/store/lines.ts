import { crc32 } from 'node:zlib';
import { parseJson } from '../unknown';

/**
 * The lines of a conversation's file: `<checksum> <number> <JSON>`, the checksum being the CRC-32, in eight hexadecimal digits,
 * of everything behind the space that follows it. The numbers count the lines: one that is missing tells of a line that was lost.
 * docs/history-format.md has the rest.
 */
export interface Line {
  /** Undefined in a line of the first version of the format, which has neither checksums nor numbers. */
  readonly number: number | undefined;
  readonly value: unknown;
}

/** What could be read of a file, in its order. */
export interface Lines {
  readonly lines: readonly Line[];
  /** Names what was there and cannot be read, or is missing; empty where nothing is. The same damage has the same name. */
  readonly damage: string;
  /** The last line has its end: the next one can follow. */
  readonly endsWhole: boolean;
}

const NEWLINE = 0x0a;
const BRACE = 0x7b;
const PREFIX = /^([0-9a-f]{8}) ((\d{1,15}) )/;
const PREFIX_INSIDE = /[0-9a-f]{8} \d{1,15} \{/g;
/** Enough for what a disk does; what somebody writes on purpose must not cost more. */
const MOST_TRIES = 100;

/** A line with its checksum and its line end. The value must be one that JSON has. */
export function encodeLine(number: number, value: unknown): string {
  const body = `${number} ${JSON.stringify(value)}`;
  return `${hexadecimal(crc32(body))} ${body}\n`;
}

function hexadecimal(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}

/**
 * Reads what can be trusted. A line that was written twice, because nobody could tell whether it had reached the disk, counts once.
 *
 * @param unchecked whether lines without a checksum count, as the first version of the format wrote them
 */
export function readLines(bytes: Buffer, unchecked: boolean): Lines {
  const reader = createReader(unchecked);
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    // The last line without an end was torn while it was written: nobody was told that it is there.
    if (end > start) reader.take(bytes.subarray(start, end), found >= 0);
    start = end + 1;
  }
  return { ...reader.done(), endsWhole: bytes.length === 0 || bytes.at(-1) === NEWLINE };
}

function createReader(unchecked: boolean) {
  const lines: Line[] = [];
  const seen = new Set<string>();
  let last: number | undefined;
  let isDamaged = false;
  let unreadSinceLast = false;
  let damage = 0;

  function add({ line, key }: CheckedLine): void {
    if (seen.has(key)) return;
    seen.add(key);
    if (last !== undefined && line.number > last + 1) {
      isDamaged = true;
      damage = crc32(`${last} ${line.number}`, damage);
    }
    last = Math.max(last ?? 0, line.number);
    unreadSinceLast = false;
    lines.push(line);
  }

  function addUnread(slice: Buffer, isWhole: boolean): void {
    damage = crc32(slice, damage);
    if (!isWhole) return;
    // Before there are numbers, nothing tells what is missing.
    if (last === undefined) isDamaged = true;
    unreadSinceLast = true;
  }

  return {
    take(slice: Buffer, isWhole: boolean): void {
      const read = readLine(slice);
      const pieces = read ? [read] : salvage(slice);
      for (const piece of pieces) add(piece);
      if (pieces.length > 0) return;
      const value = unchecked && slice[0] === BRACE ? parseJson(slice.toString('utf8')) : undefined;
      if (value === undefined) addUnread(slice, isWhole);
      else lines.push({ number: undefined, value });
    },
    /** Half a line that a crash left has no number of its own: the next line has it. At the end, nobody can tell. */
    done: () => ({ lines, damage: isDamaged || unreadSinceLast ? hexadecimal(damage) : '' }),
  };
}

interface CheckedLine {
  readonly line: Line & { readonly number: number };
  readonly key: string;
}

function readLine(slice: Buffer): CheckedLine | undefined {
  const [, checksum, between, number] = PREFIX.exec(slice.toString('latin1', 0, 26)) ?? [];
  if (checksum === undefined || between === undefined) return undefined;
  const body = slice.subarray(checksum.length + 1);
  if (crc32(body) !== Number.parseInt(checksum, 16)) return undefined;
  const value = parseJson(body.toString('utf8', between.length));
  return value === undefined ? undefined : { line: { number: Number(number), value }, key: `${checksum} ${number}` };
}

/** The lines in what only looks like one, because the end of a line was damaged. */
function salvage(slice: Buffer): readonly CheckedLine[] {
  const starts = [...slice.toString('latin1').matchAll(PREFIX_INSIDE)].map(({ index }) => index);
  // Each ends one byte before another one begins, or where all of it ends; that end, too, may be the damaged byte.
  const ends = [...starts.map(start => start - 1), slice.length - 1, slice.length];
  const found: CheckedLine[] = [];
  let read = 0;
  let tries = 0;
  for (const [index, start] of starts.entries()) {
    if (start < read) continue;
    // The first of these ends is before the next start.
    for (const end of ends.slice(index + 1, index + 1 + MOST_TRIES)) {
      if (++tries > MOST_TRIES) return found;
      const line = readLine(slice.subarray(start, end));
      if (!line) continue;
      found.push(line);
      read = end;
      break;
    }
  }
  return found;
}
