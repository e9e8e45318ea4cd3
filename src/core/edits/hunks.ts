import { diffArrays } from 'diff';
import { indentWidth } from '../text';

/** A piece of a text that another one replaces. */
export interface Hunk {
  /** Characters of the old text, from `start` up to `end`; the same where something is only inserted. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Differences beyond this many lines are one hunk: to find the shortest way through them takes seconds. */
const MOST_EDITS = 1200;

/**
 * What makes one text of another, line by line, in order. Line ends belong to their lines, so that the last line's missing one
 * is a difference, too. Changes with nothing but blank lines between them are one.
 */
export function hunksBetween(before: string, after: string): readonly Hunk[] {
  if (before === after) return [];
  const [oldLines, newLines] = [linesOf(before), linesOf(after)];
  const starts = offsets(oldLines);
  return joined(allSlid(spans(oldLines, newLines), oldLines, newLines), oldLines).map(
    ({ oldStart, oldEnd, newStart, newEnd }) => ({
      start: starts[oldStart] ?? before.length,
      end: starts[oldEnd] ?? before.length,
      text: newLines.slice(newStart, newEnd).join(''),
    }),
  );
}

/** Lines of both texts that stand for each other. */
interface Span {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function offsets(lines: readonly string[]): readonly number[] {
  let offset = 0;
  return lines.map(line => {
    const start = offset;
    offset += line.length;
    return start;
  });
}

function spans(oldLines: readonly string[], newLines: readonly string[]): readonly Span[] {
  const parts = diffArrays([...oldLines], [...newLines], { maxEditLength: MOST_EDITS });
  if (!parts) return [everythingBetween(oldLines, newLines)];
  const found: Span[] = [];
  let [oldAt, newAt] = [0, 0];
  let open: Span | undefined;
  for (const { added, removed, count } of parts) {
    if (added || removed) open ??= { oldStart: oldAt, oldEnd: oldAt, newStart: newAt, newEnd: newAt };
    else if (open) {
      found.push({ ...open, oldEnd: oldAt, newEnd: newAt });
      open = undefined;
    }
    if (!added) oldAt += count;
    if (!removed) newAt += count;
  }
  return open ? [...found, { ...open, oldEnd: oldAt, newEnd: newAt }] : found;
}

function everythingBetween(oldLines: readonly string[], newLines: readonly string[]): Span {
  const most = Math.min(oldLines.length, newLines.length);
  let same = 0;
  while (same < most && oldLines[same] === newLines[same]) same++;
  let sameAtEnd = 0;
  while (sameAtEnd < most - same && oldLines.at(-1 - sameAtEnd) === newLines.at(-1 - sameAtEnd)) sameAtEnd++;
  const [oldEnd, newEnd] = [oldLines.length - sameAtEnd, newLines.length - sameAtEnd];
  return { oldStart: same, oldEnd, newStart: same, newEnd };
}

/** None slides past its neighbours. */
function allSlid(all: readonly Span[], oldLines: readonly string[], newLines: readonly string[]): readonly Span[] {
  const result: Span[] = [];
  for (const [index, span] of all.entries()) {
    const up = span.oldStart - (result.at(-1)?.oldEnd ?? 0);
    const down = (all[index + 1]?.oldStart ?? oldLines.length) - span.oldEnd;
    result.push(slid(span, oldLines, newLines, { up, down }));
  }
  return result;
}

/**
 * Of the places where the same insertion or deletion can stand, the one whose edges are indented least: a new function is a
 * function, not the end of the one above and the beginning of itself.
 *
 * @param room unchanged lines around it
 */
function slid(
  span: Span,
  oldLines: readonly string[],
  newLines: readonly string[],
  room: { readonly up: number; readonly down: number },
): Span {
  const isInsertion = span.oldStart === span.oldEnd;
  if (!isInsertion && span.newStart !== span.newEnd) return span;
  const lines = isInsertion ? newLines : oldLines;
  const [start, end] = isInsertion ? [span.newStart, span.newEnd] : [span.oldStart, span.oldEnd];
  const edges = (by: number): number => edge(lines, start + by) + edge(lines, end + by);
  let best = 0;
  for (let by = -1; by >= -room.up && lines[start + by] === lines[end + by]; by--) {
    if (edges(by) < edges(best)) best = by;
  }
  for (let by = 1; by <= room.down && lines[start + by - 1] === lines[end + by - 1]; by++) {
    if (edges(by) < edges(best)) best = by;
  }
  return {
    oldStart: span.oldStart + best,
    oldEnd: span.oldEnd + best,
    newStart: span.newStart + best,
    newEnd: span.newEnd + best,
  };
}

/** How deep the code is on both sides of a line's beginning. */
function edge(lines: readonly string[], index: number): number {
  return indentOf(lines[index - 1]) + indentOf(lines[index]);
}

function indentOf(line = ''): number {
  return line.trim() === '' ? 0 : indentWidth(line);
}

function joined(all: readonly Span[], oldLines: readonly string[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of all) {
    const last = result.at(-1);
    const isBlankBetween = last && oldLines.slice(last.oldEnd, span.oldStart).every(line => line.trim() === '');
    if (last && isBlankBetween) result[result.length - 1] = { ...last, oldEnd: span.oldEnd, newEnd: span.newEnd };
    else result.push(span);
  }
  return result;
}
