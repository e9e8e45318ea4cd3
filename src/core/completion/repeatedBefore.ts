import { indentWidth } from '../text';
import type { CursorContext } from './cursorContext';

/** An answer without its repetition of what stands before the cursor. */
export interface Rest {
  readonly text: string;
  /** Columns by which the repeated lines stand further right in the document than in the answer. */
  readonly shift?: number;
}

/** Characters before the cursor that are looked at for repetition: more than is sent. */
const REPEATED_CHARACTERS = 20_000;
/** A shorter piece of a line is more likely a coincidence. */
const SHORTEST_REPETITION = 3;
const SHORTEST_WORD = 2;

/**
 * Without the end of `before` that the model wrote again: the current line or some of it, or that and lines above it, indented
 * alike or not. Undefined while all of the answer may yet turn out to be such a repetition.
 */
export function withoutRepeatedBefore(text: string, { before }: CursorContext, ended: boolean): Rest | undefined {
  const known = before.slice(-REPEATED_CHARACTERS).split('\n');
  const currentLine = known.at(-1) ?? '';
  const written = text.split('\n');
  if (known.length > 1) {
    const lines = repeatedLines(known, written, ended);
    if (lines !== 'none') return lines;
  }
  for (const repeated of endsOf(currentLine)) {
    if (text.startsWith(repeated)) return { text: text.slice(repeated.length) };
    if (!ended && text.trim() !== '' && repeated.startsWith(text)) return undefined;
  }
  return { text: withoutWordBegun(text, currentLine) };
}

/** The rest behind the most lines that are there once more. */
function repeatedLines(
  known: readonly string[],
  written: readonly string[],
  ended: boolean,
): Rest | undefined | 'none' {
  let mayBe = false;
  for (let start = 0; start < known.length - 1; start++) {
    const repeated = known.slice(start);
    if (repeated[0]?.trim() === '') continue;
    const comparison = compare(repeated, written, ended);
    if (comparison === 'same' && repeated.join('').trim().length >= SHORTEST_REPETITION)
      return behind(repeated, written);
    mayBe ||= comparison === 'so far';
  }
  return mayBe ? undefined : 'none';
}

function compare(repeated: readonly string[], written: readonly string[], ended: boolean): 'same' | 'so far' | 'no' {
  const last = repeated.length - 1;
  for (const [index, line] of repeated.entries()) {
    const there = written[index];
    if (there === undefined) return 'no';
    const isLastWritten = index === written.length - 1;
    if (index === last) {
      const [wanted, found] = [line.trimStart(), there.trimStart()];
      if (found.startsWith(wanted)) return 'same';
      return !ended && isLastWritten && wanted.startsWith(found) ? 'so far' : 'no';
    }
    if (line.trim() === there.trim() && !isLastWritten) continue;
    const isBegun = !ended && isLastWritten && line.trimStart().startsWith(there.trimStart());
    return isBegun && written.join('').trim() !== '' ? 'so far' : 'no';
  }
  return 'no';
}

function behind(repeated: readonly string[], written: readonly string[]): Rest {
  const last = repeated.length - 1;
  const currentLine = repeated[last] ?? '';
  const there = written[last] ?? '';
  const wanted = currentLine.trimStart();
  // On a line with nothing but its margin, what the model has there begins with a margin, too.
  const first =
    wanted === ''
      ? withoutStart(there, currentLine)
      : there.slice(there.length - there.trimStart().length + wanted.length);
  return { text: [first, ...written.slice(last + 1)].join('\n'), shift: indentWidth(currentLine) - indentWidth(there) };
}

function withoutStart(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : text.trimStart();
}

/** Ends of the current line that an answer may begin with, the longest first. They begin where a word does. */
function* endsOf(line: string): Generator<string, void, undefined> {
  if (line.trim().length < SHORTEST_REPETITION) return;
  yield line;
  for (const { index } of line.matchAll(/(?<![\w$])[\w$]|(?<=\s)[^\w\s]/g)) {
    const end = line.slice(index);
    const isOperator = /^[=:+\-*/<>|&]+ $/.test(end);
    const isPhrase = end.trim().length >= SHORTEST_REPETITION && /\W/.test(end.trim());
    if (index > 0 && end.trim() === line.trim()) yield end;
    else if (isOperator || isPhrase) yield end;
  }
}

/** Without the beginning of a word that stands before the cursor already: `ret` and `return x`. */
function withoutWordBegun(text: string, currentLine: string): string {
  const begun = /(?<![\w$])[\w$]+$/.exec(currentLine)?.[0] ?? '';
  const word = /^[\w$]+/.exec(text)?.[0] ?? '';
  const isAgain = begun.length >= SHORTEST_WORD && word.length > begun.length && word.startsWith(begun);
  return isAgain ? text.slice(begun.length) : text;
}
