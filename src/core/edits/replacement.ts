import { type EditPlace, editMarks } from './editMessages';
import { balance, withoutTalk, wordsOf } from './talk';

/** What a model's answer means for the code that it was asked to change. */
export type Replacement =
  | { readonly kind: 'code'; readonly text: string }
  /** The code is to go. */
  | { readonly kind: 'deletion' }
  /** It holds no code. */
  | { readonly kind: 'nothing' }
  /** It says "the rest as before" in place of code, which would be lost. */
  | { readonly kind: 'leavesOut'; readonly text: string };

/**
 * The code in an answer that should be code alone. Models put it into fences, introduce and explain it, and repeat what stands
 * around it; none of that belongs into the document.
 */
export function replacementIn(answer: string, place: EditPlace): Replacement {
  const written = answer.replace(/\r\n?/g, '\n').replace(/^\uFEFF/, '');
  const marked = betweenMarks(written, place);
  const unmarked = marked ?? withoutMarks(written, place);
  // A fence that has just begun.
  if (/^\s*(?:`{3,}|~{3,})\S*\s*$/.test(unmarked)) return { kind: 'nothing' };
  const fenced = insideFence(unmarked, place);
  const inside = fenced ?? withoutTalk(unmarked, place);
  const text = withoutRepetition(withoutBlankEdges(inside), place);
  // Nothing between the marks says that nothing is to be left; nothing at all says nothing.
  if (text.trim() === '') return { kind: marked !== undefined || fenced !== undefined ? 'deletion' : 'nothing' };
  const spaced = withSpaceOf(text, place);
  return leavesOut(text, place) ? { kind: 'leavesOut', text: spaced } : { kind: 'code', text: spaced };
}

function betweenMarks(text: string, place: EditPlace): string | undefined {
  const { start, end } = editMarks(place);
  const from = text.indexOf(start);
  const to = text.lastIndexOf(end);
  return from >= 0 && to > from ? withoutMarks(text.slice(from + start.length, to), place) : undefined;
}

function withoutMarks(text: string, place: EditPlace): string {
  const { start, end } = editMarks(place);
  return text.replaceAll(start, '').replaceAll(end, '');
}

/** With the blanks at the end of a part of a line, which stand between it and the rest: models leave them out. */
function withSpaceOf(text: string, { code, after }: EditPlace): string {
  return after === '' || after.startsWith('\n') ? text : `${text.trimEnd()}${/[ \t]*$/.exec(code)?.[0] ?? ''}`;
}

interface Block {
  readonly text: string;
  readonly isAtStart: boolean;
}

/** The inside of the block that looks like the code; undefined where there is none, or where blocks are what is edited. */
function insideFence(text: string, { code, language }: EditPlace): string | undefined {
  if (/^[ \t]*(?:`{3,}|~{3,})/.test(code)) return undefined;
  const isProse = language === 'markdown' || /^[ \t]*(?:`{3,}|~{3,})/m.test(code);
  if (isProse) return wholeBlock(text);
  const blocks = blocksIn(text);
  if (blocks.length === 0) return undefined;
  const [first] = blocks;
  // Before a block there is a sentence, not code.
  if (first && !first.isAtStart && sharedLines(text.slice(0, text.search(/^[ \t]*(?:`{3,}|~{3,})/m)), code) > 2) {
    return undefined;
  }
  return blocks.toSorted((one, other) => sharedLines(other.text, code) - sharedLines(one.text, code))[0]?.text;
}

/** The whole answer in one block, which may have others in it. */
function wholeBlock(text: string): string | undefined {
  const [, , inside] = /^\s*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?[ \t]*\1[ \t]*\s*$/.exec(text) ?? [];
  return inside;
}

function blocksIn(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let rest = text;
  let passed = '';
  for (;;) {
    const opening = /^[ \t]*(`{3,}|~{3,})[^\n]*(?:\n|$)/m.exec(rest);
    if (!opening) return blocks;
    passed += rest.slice(0, opening.index);
    const isAtStart = passed.trim() === '';
    const inside = rest.slice(opening.index + opening[0].length);
    const closing = new RegExp(`^[ \\t]*${opening[1]}[ \\t]*$`, 'm').exec(inside);
    blocks.push({ text: closing ? inside.slice(0, closing.index) : inside, isAtStart });
    if (!closing) return blocks;
    rest = inside.slice(closing.index + closing[0].length);
  }
}

/** How many lines of a text are in another one. */
function sharedLines(text: string, other: string): number {
  const known = new Set(wordsOf(other));
  return wordsOf(text).filter(line => known.has(line)).length;
}

/** Blank lines that a model has put around it. The indentation of the first line stays. */
function withoutBlankEdges(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

/** Without what stands before or after the code already: lines, or the rest of its own line. */
function withoutRepetition(text: string, { before, code, after }: EditPlace): string {
  const inLine = withoutRestOfLine(
    text,
    before.slice(before.lastIndexOf('\n') + 1),
    code,
    after.split('\n', 1)[0] ?? '',
  );
  const above = before.endsWith('\n') ? before.slice(0, -1).split('\n') : [];
  const below = after.startsWith('\n') ? after.slice(1).split('\n') : [];
  const lines = inLine.split('\n');
  const ours = code.split('\n');
  const rest = lines.slice(longestRepetition(lines, above, ours));
  const atEnd = longestRepetition(rest.toReversed(), below.toReversed(), ours.toReversed());
  return withoutBlankEdges(rest.slice(0, rest.length - atEnd).join('\n'));
}

function withoutRestOfLine(text: string, before: string, code: string, after: string): string {
  const [left, right] = [before.trim(), after.trim()];
  const start = text.trimStart();
  const kept =
    left !== '' && start.startsWith(left) && !code.startsWith(left) ? start.slice(left.length).trimStart() : text;
  return right !== '' && kept.endsWith(right) && !code.endsWith(right) ? kept.slice(0, -right.length).trimEnd() : kept;
}

/** How many lines at the beginning of an answer are the last ones before the code. */
function longestRepetition(lines: readonly string[], context: readonly string[], code: readonly string[]): number {
  for (let count = Math.min(context.length, lines.length - 1); count > 0; count--) {
    const repeated = lines.slice(0, count).map(line => line.trim());
    const same = context.slice(context.length - count).every((line, index) => line.trim() === repeated[index]);
    if (!same) continue;
    if (improvesBalance(lines.slice(0, count), lines, code)) return count;
    // The code may begin with the same line as what is before it.
    const isInCode = code.slice(0, count).every((line, index) => line.trim() === repeated[index]);
    return isTelling(repeated) && !isInCode ? count : 0;
  }
  return 0;
}

/** More than brackets: a line like this is not there twice by chance. */
function isTelling(lines: readonly string[]): boolean {
  return lines.some(line => (line.match(/\p{L}/gu)?.length ?? 0) >= 6);
}

/** Whether the answer closes as many brackets as the code did once these lines are gone. */
function improvesBalance(gone: readonly string[], answer: readonly string[], code: readonly string[]): boolean {
  const wanted = balance(code);
  const now = balance(answer);
  return now !== wanted && now - balance(gone) === wanted;
}

const COMMENT = String.raw`^(?://|/\*|#|--|<!--|;|%|\{/\*)\s*`;

const LEFT_OUT = new RegExp(
  `${COMMENT}(?:\\.{3}|…)|${COMMENT}\\(?(?:the )?(?:rest|remaining|existing|other|previous)\\b.*\\b(?:unchanged|same|code|here|as before)\\b`,
  'i',
);

function leavesOut(text: string, { code, language }: EditPlace): boolean {
  const known = new Set(wordsOf(code));
  // In Python it is a statement.
  const isBare = (line: string): boolean => language !== 'python' && /^(?:\.{3}|…)$/.test(line);
  return wordsOf(text).some(line => (LEFT_OUT.test(line) || isBare(line)) && !known.has(line));
}
