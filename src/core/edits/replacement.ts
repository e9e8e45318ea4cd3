import { type EditPlace, MARKERS } from './editMessages';

/** What a model's answer means for the code that it was asked to change. */
export type Replacement =
  | { readonly kind: 'code'; readonly text: string }
  /** It holds no code. */
  | { readonly kind: 'nothing' }
  /** It says "the rest as before" in place of code, which would be lost. */
  | { readonly kind: 'leavesOut'; readonly text: string };

/**
 * The code in an answer that should be code alone. Models put it into fences, introduce and explain it, and repeat what stands
 * around it; none of that belongs into the document.
 */
export function replacementIn(answer: string, place: EditPlace): Replacement {
  let text = answer.replace(/\r\n?/g, '\n').replace(/^\uFEFF/, '');
  text = betweenMarkers(text);
  const fenced = insideFence(text, place);
  text = fenced ?? withoutTalk(text, place);
  text = withoutRepetition(withoutBlankEdges(text), place);
  if (text.trim() === '') return { kind: 'nothing' };
  return leavesOut(text, place) ? { kind: 'leavesOut', text } : { kind: 'code', text };
}

function betweenMarkers(text: string): string {
  const [start = '', end = ''] = MARKERS;
  const from = text.indexOf(start);
  const to = text.lastIndexOf(end);
  const inside = from >= 0 && to > from ? text.slice(from + start.length, to) : text;
  return inside.replaceAll(start, '').replaceAll(end, '');
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

function wordsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** Begins a line about the code. */
const INTRODUCTION =
  /^(?:here(?:['’]s| is| are)\b|sure\b|certainly\b|of course\b|okay\b|ok[,.!]|below is\b|absolutely\b|the (?:updated|modified|changed|edited|new|revised|refactored)\b|i(?:['’]ve| have)\b|berikut\b|tentu\b|baik,|以下|这是|好的|当然).*[:：.!。]\s*$/i;

const AFTERWORD =
  /^(?:\**(?:explanation|notes?|changes(?: made)?|what (?:has )?changed|summary)\**\s*[:：]|i(?:['’]ve| have) \w+|this (?:change|version|code|implementation|function|edit) \w+|the (?:change|code|function) now\b|let me know\b|feel free\b|if you(?:['’]d| would| want| need)\b|penjelasan\b|perubahan ini\b|说明|解释|这样)/i;

function withoutTalk(text: string, { code, language }: EditPlace): string {
  // Sentences are what is edited.
  if (language === 'markdown' || language === 'plaintext') return text;
  const known = new Set(wordsOf(code));
  let paragraphs = text.trim() === '' ? [] : text.split(/\n[ \t]*\n/);
  while (paragraphs.length > 1 && isTalk(paragraphs.at(-1), AFTERWORD, known)) paragraphs = paragraphs.slice(0, -1);
  const [first = '', ...rest] = paragraphs.join('\n\n').replace(/^\n+/, '').split('\n');
  return rest.length > 0 && isTalk(first, INTRODUCTION, known) ? rest.join('\n') : [first, ...rest].join('\n');
}

function isTalk(paragraph: string | undefined, pattern: RegExp, known: ReadonlySet<string>): boolean {
  const [first = ''] = (paragraph ?? '').trim().split('\n');
  return pattern.test(first) && !known.has(first.trim());
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

function balance(lines: readonly string[]): number {
  const text = lines.join('\n');
  return (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0);
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
