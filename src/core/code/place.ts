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

/**
 * The part of a file that a model's version of it replaces: from the line that the code begins with to the one that it ends
 * with, indented alike. Of several, the one that changes the fewest lines; undefined where that leaves a doubt, and where the
 * code leaves something out.
 */
export function findReplaced(text: string, code: string): Place | undefined {
  if (text.trim() === '') return { start: 0, end: text.length };
  const lines = linesOf(text);
  const wanted = linesOf(code).filter(({ words }) => words !== '');
  const known = new Set(lines.map(({ words }) => words));
  const first = wanted[0];
  const last = wanted.at(-1);
  if (!first || !last || wanted.some(({ words }) => LEFT_OUT.test(words) && !known.has(words))) return undefined;
  const starts = lines.flatMap(({ words }, index) => (words === first.words ? [index] : []));
  if (starts.length > MAX_STARTS) return undefined;
  const slope = Math.sign(last.indent - first.indent);
  let best: (Place & { readonly changes: number }) | undefined;
  let isDoubtful = false;
  for (const start of starts) {
    for (const { end, changes } of endings(lines, start, wanted)) {
      if (Math.sign((lines[end]?.indent ?? 0) - (lines[start]?.indent ?? 0)) !== slope) continue;
      if (best && changes > best.changes) continue;
      isDoubtful = best?.changes === changes;
      best = { start: lines[start]?.start ?? 0, end: lines[end]?.end ?? 0, changes };
    }
  }
  return best && !isDoubtful ? { start: best.start, end: best.end } : undefined;
}

/** A comment that stands for code: `// ... the rest as before`. */
const LEFT_OUT = /^(?:\/\/|\/\*|#|--|<!--|;)\s*(?:\.\.\.|…)/;

/** A line that is there more often says nothing about the place. */
const MAX_STARTS = 50;

interface Line extends Place {
  /** Without the white space around them. */
  readonly words: string;
  readonly indent: number;
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/.*/g)].map(({ 0: line, index }) => ({
    start: index,
    end: index + line.length,
    words: line.trim(),
    indent: line.length - line.trimStart().length,
  }));
}

interface Ending {
  readonly end: number;
  /** How many lines are only in the file, or only in the code. */
  readonly changes: number;
}

/** The lines from `start` on that the code could end at. */
function endings(lines: readonly Line[], start: number, wanted: readonly Line[]): readonly Ending[] {
  const left = new Map<string, number>();
  for (const { words } of wanted) left.set(words, (left.get(words) ?? 0) + 1);
  const found: Ending[] = [];
  let changes = wanted.length;
  for (let end = start; end < lines.length; end++) {
    const words = lines[end]?.words ?? '';
    if (words === '') continue;
    const count = left.get(words) ?? 0;
    changes += count > 0 ? -1 : 1;
    left.set(words, count - 1);
    const isOneLine = wanted.length === 1;
    if (words === wanted.at(-1)?.words && isOneLine === (end === start)) found.push({ end, changes });
  }
  return found;
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
