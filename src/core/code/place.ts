import type { FilePart } from '../chat';
import type { Conversation } from '../conversation';

/** By answer, the file that the question before it came with, where it was one alone. */
export function filesAskedAbout({ entries }: Conversation): ReadonlyMap<string, FilePart> {
  const askedAbout = new Map<string, FilePart>();
  let file: FilePart | undefined;
  for (const entry of entries) {
    if (entry.role === 'user') {
      const files = entry.parts.filter(part => part.type === 'file');
      file = files.length === 1 ? files[0] : undefined;
    } else if (file) askedAbout.set(entry.id, file);
  }
  return askedAbout;
}

/** Characters of a text, from `start` up to `end`. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a piece of a file is in its text today: the same words, nearest to the line that they were on. Line ends may differ.
 * Undefined where they are no more.
 */
export function findPlace(text: string, piece: string, line: number): Place | undefined {
  if (piece === '') return undefined;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const wanted = piece.replace(/\r\n?|\n/g, lineEnd);
  const near = lineStart(text, line - 1);
  let best: Place | undefined;
  for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + 1)) {
    if (best && Math.abs(start - near) >= Math.abs(best.start - near)) break;
    best = { start, end: start + wanted.length };
  }
  return best;
}

function lineStart(text: string, line: number): number {
  let position = 0;
  for (let passed = 0; passed < line; passed++) {
    const next = text.indexOf('\n', position);
    if (next < 0) return position;
    position = next + 1;
  }
  return position;
}
