import type { FilePart } from '../chat';
import type { Conversation } from '../conversation';

/** The file that the question before an answer came with. Undefined where there was none, or more than one. */
export function fileAskedAbout(conversation: Conversation, answer: string): FilePart | undefined {
  const index = conversation.entries.findIndex(({ id }) => id === answer);
  const question = conversation.entries.slice(0, Math.max(0, index)).findLast(entry => entry.role === 'user');
  const files = question?.parts.filter(part => part.type === 'file') ?? [];
  return files.length === 1 ? files[0] : undefined;
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
