import type { FilePart } from '../chat';
import type { CursorContext } from './cursorContext';
import { headerLines, importLines } from './outline';

/** Characters that are sent from before and after the cursor; of those before it, for imports and for headers at most. */
export const BEFORE_BUDGET = 8000;
/** Those after the cursor: cut at a line end, or within a first line that is longer. */
export const AFTER_BUDGET = 3000;
const IMPORT_BUDGET = 1500;
const HEADER_BUDGET = 1000;

/** What is sent of a file. Where it is more than one piece, lines between them are left out. */
export interface Excerpt {
  /** Whole lines, but for the last piece, which ends at the cursor. */
  readonly before: readonly Piece[];
  readonly after: string;
  /** Lines above the first piece, or below `after`, are left out. */
  readonly cutAbove: boolean;
  readonly cutBelow: boolean;
}

interface Piece {
  readonly text: string;
  /** Zero-based, of what comes before the cursor. */
  readonly firstLine: number;
}

/** Between the cells of a notebook and the one with the cursor. */
const CELL_END = '\n\n';

/** As much of the code around the cursor as there is room for: imports and headers first, then the lines nearest to it. */
export function excerptAround({ before, after, language, earlier = '' }: CursorContext): Excerpt {
  const above = earlier === '' ? before : `${earlier}${CELL_END}${before}`;
  const below = nearestBelow(after);
  const around = { after: below, cutBelow: below.length < after.length };
  if (above.length <= BEFORE_BUDGET) return { before: [{ text: above, firstLine: 0 }], cutAbove: false, ...around };

  const lines = above.split('\n');
  const outline = new Set([
    ...importLines(lines, language, IMPORT_BUDGET),
    ...headerLines(lines, language, HEADER_BUDGET),
  ]);
  const { start, current } = nearestAbove(lines, outline);
  const pieces = piecesOf(lines, outline, start, current);
  const isClipped = current.length < (lines.at(-1)?.length ?? 0);
  return { before: pieces, cutAbove: pieces[0]?.firstLine !== 0 || (isClipped && pieces.length === 1), ...around };
}

/** The first of the lines up to the cursor, and what there is room for of the last one. */
function nearestAbove(
  lines: readonly string[],
  outline: ReadonlySet<number>,
): { readonly start: number; readonly current: string } {
  let room = BEFORE_BUDGET;
  for (const index of outline) room -= (lines[index]?.length ?? 0) + 1;
  const current = lastCharacters(lines.at(-1) ?? '', room);
  room -= current.length;
  let start = lines.length - 1;
  if (current.length < (lines.at(-1)?.length ?? 0)) return { start, current };
  while (start > 0) {
    const cost = outline.has(start - 1) ? 0 : (lines[start - 1]?.length ?? 0) + 1;
    if (cost > room) break;
    room -= cost;
    start--;
  }
  return { start, current };
}

function piecesOf(
  lines: readonly string[],
  outline: ReadonlySet<number>,
  start: number,
  current: string,
): readonly Piece[] {
  const last = lines.length - 1;
  const isWhole = current.length === lines[last]?.length;
  const pieces: Piece[] = [];
  let run: { firstLine: number; texts: string[] } | undefined;
  const close = (): void => {
    if (run) pieces.push({ firstLine: run.firstLine, text: `${run.texts.join('\n')}\n` });
    run = undefined;
  };
  for (const index of [...outline].filter(line => line < start).sort((left, right) => left - right)) {
    if (run && index !== run.firstLine + run.texts.length) close();
    run ??= { firstLine: index, texts: [] };
    run.texts.push(lines[index] ?? '');
  }
  const near = [...lines.slice(start, last), current].join('\n');
  if (run && run.firstLine + run.texts.length === start && isWhole) {
    pieces.push({ firstLine: run.firstLine, text: [...run.texts, near].join('\n') });
    return pieces;
  }
  close();
  return [...pieces, { firstLine: start, text: near }];
}

/** Cut at a line end, or within a line that is too long. */
function nearestBelow(after: string): string {
  if (after.length <= AFTER_BUDGET) return after;
  const end = after.lastIndexOf('\n', AFTER_BUDGET - 1);
  return end >= 0 ? after.slice(0, end + 1) : firstCharacters(after, AFTER_BUDGET);
}

function lastCharacters(text: string, most: number): string {
  // Never half of a pair.
  return text.slice(-most).replace(/^[\uDC00-\uDFFF]/, '');
}

function firstCharacters(text: string, most: number): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}

/** What is sent, as it stands in the file, so that it can be looked through: a secret may be on both sides of the cursor. */
export function sentCode(context: CursorContext): readonly FilePart[] {
  const { path, language, earlier = '' } = context;
  const { before, after } = excerptAround(context);
  const offset = earlier === '' ? 0 : lineCount(earlier + CELL_END) - 1;
  return before.map(({ text, firstLine }, index) => {
    const whole = index === before.length - 1 ? text + after : text;
    // Of other cells, the lines of this one say nothing.
    const first = Math.max(1, firstLine - offset + 1);
    return { type: 'file', name: path, language, text: whole, lines: [first, first + lineCount(whole) - 1] };
  });
}

function lineCount(text: string): number {
  return text.split('\n').length;
}
