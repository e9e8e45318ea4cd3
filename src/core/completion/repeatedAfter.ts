import { openBrackets } from '../code/brackets';
import type { CursorContext } from './cursorContext';

/** Characters after the cursor that are looked at for repetition: more than is sent. */
const REPEATED_CHARACTERS = 8000;
/** A line that is shorter may well be there twice. */
const TELLING_LINE = 20;

/** Without an end that the document already has after the cursor, such as the rest of the line or the closing brace. */
export function withoutRepeatedAfter(text: string, context: CursorContext): string {
  const after = context.after.slice(0, REPEATED_CHARACTERS);
  const restOfLine = after.split('\n', 1)[0] ?? '';
  const trimmed = text.trimEnd();
  const cut = withoutLinesBelow(trimmed, after) ?? withoutEnd(trimmed, after) ?? withoutCloser(trimmed, restOfLine);
  if (cut !== undefined) return cut;
  // Before more of the line, a line end may well be wanted.
  return restOfLine === '' ? trimmed : text;
}

/** Without the lines below the cursor's, wherever the answer comes to them, indented alike or not. */
function withoutLinesBelow(text: string, after: string): string | undefined {
  const [rest = '', ...below] = after.split('\n');
  const lines = text.split('\n');
  const wanted = below.map(line => line.trim());
  const firstWords = wanted.findIndex(line => line !== '');
  if (firstWords < 0) return undefined;
  for (let start = 1; start < lines.length; start++) {
    // Blank lines between are repeated, too, or not.
    if (lines[start]?.trim() !== wanted[firstWords]) continue;
    const length = sameLines(lines.slice(start), wanted.slice(firstWords));
    const isToEnd = start + length === lines.length;
    const repeated = lines.slice(start, start + length);
    const tells = repeated.filter(line => line.trim().length > 2).length >= 2 || repeated.some(isTelling);
    const isThere = isToEnd || (tells && depthOf(repeated[0]) === depthOf(below[firstWords]));
    const kept = lines.slice(0, start).join('\n').trimEnd();
    if (!isThere || leavesOpen(kept, text)) continue;
    return rest.trim() !== '' && kept.endsWith(rest.trimEnd()) ? kept.slice(0, -rest.trimEnd().length) : kept;
  }
  return undefined;
}

function sameLines(written: readonly string[], wanted: readonly string[]): number {
  let length = 0;
  while (length < written.length && length < wanted.length && written[length]?.trim() === wanted[length]) length++;
  return length;
}

function isTelling(line: string): boolean {
  return line.trim().length >= TELLING_LINE;
}

function depthOf(line = ''): number {
  return line.length - line.trimStart().length;
}

function withoutEnd(trimmed: string, after: string): string | undefined {
  const restOfLine = after.split('\n', 1)[0] ?? '';
  for (let length = Math.min(trimmed.length, after.length); length > 0; length--) {
    const repeated = after.slice(0, length);
    if (!trimmed.endsWith(repeated) || repeated.trim() === '') continue;
    const isWholeLine = length >= restOfLine.length;
    const onlyClosers = /^[)\]};,'"`\s]+$/.test(repeated);
    const kept = trimmed.slice(0, -length);
    if ((isWholeLine || onlyClosers) && !leavesOpen(kept, trimmed)) return kept;
  }
  return undefined;
}

/** Without a closer that the line has already, and what comes behind it: `a, b);` before `)`. */
function withoutCloser(text: string, restOfLine: string): string | undefined {
  const closer = restOfLine.trimStart()[0] ?? '';
  if (!/[)\]}]/.test(closer) || openBrackets(text) >= 0) return undefined;
  const at = text.lastIndexOf(closer);
  if (at < 0 || !/^[)\]};,\s]*$/.test(text.slice(at))) return undefined;
  const kept = text.slice(0, at);
  return leavesOpen(kept, text) ? undefined : kept;
}

/** A closer that belongs to the text itself is no repetition: `call(x)` before `)` keeps its own. */
function leavesOpen(kept: string, whole: string): boolean {
  return openBrackets(kept) > 0 && openBrackets(kept) > openBrackets(whole);
}
