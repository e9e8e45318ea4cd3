import type { FilePart, Message } from './chat';

/** The code around the cursor. Line ends are `\n` here, whatever the document uses. */
export interface CursorContext {
  readonly path: string;
  /** VS Code's language id. */
  readonly language: string;
  readonly before: string;
  readonly after: string;
  /** What one level of indentation is in this document: a tab, or so many spaces. */
  readonly indentUnit: string;
}

/** Characters that are sent from before and after the cursor. */
const BEFORE_BUDGET = 8000;
const AFTER_BUDGET = 3000;

/** Stands where the text is wanted. */
const CURSOR = '<CURSOR>';

const INSTRUCTIONS = [
  'You complete code at the cursor.',
  `The user sends a file in which ${CURSOR} marks the cursor.`,
  `Reply with exactly the text that belongs at ${CURSOR} and nothing else:`,
  'no explanation, no code fence, no repetition of the code before or after it.',
  'Keep the indentation and style of the file. Stop when the statement, block or sentence is complete.',
].join(' ');

/** The part of a file that is sent, as it stands there: a secret may be on both sides of the cursor. */
export function sentCode({ path, language, before, after }: CursorContext): FilePart {
  const text = `${before.slice(-BEFORE_BUDGET)}${after.slice(0, AFTER_BUDGET)}`;
  const first = lineCount(before.slice(0, -BEFORE_BUDGET));
  return { type: 'file', name: path, language, text, lines: [first, first + lineCount(text) - 1] };
}

function lineCount(text: string): number {
  return text.split('\n').length;
}

/** The messages that ask a chat model for the text at the cursor. */
export function completionMessages(context: CursorContext): readonly Message[] {
  const code = `${context.before.slice(-BEFORE_BUDGET)}${CURSOR}${context.after.slice(0, AFTER_BUDGET)}`;
  return [
    { role: 'system', parts: [{ type: 'text', text: INSTRUCTIONS }] },
    { role: 'user', parts: [{ type: 'file', name: context.path, language: context.language, text: code }] },
  ];
}

/**
 * The text to insert, from what a model has written so far. Models wrap code in fences, say a sentence first, and repeat
 * what stands before or after the cursor; none of it belongs into the document. While the answer is still being written
 * (`ended` false), what may yet turn out to be a fence or a repetition is held back.
 */
export function cleanCompletion(written: string, context: CursorContext, ended: boolean): string {
  let text = written.replace(/\r\n?/g, '\n').replaceAll(CURSOR, '');
  text = withoutFences(text, context.language, ended);
  text = withoutRepeatedBefore(text, context.before, ended);
  text = fitIndentation(text, context);
  return ended ? withoutRepeatedAfter(text, context.after) : text;
}

const FENCE_LINE = /^[ \t]*(`{3,}|~{3,})[^\n]*\n/m;

/** The inside of the first fenced block, or the text as it is where there is none. */
function withoutFences(text: string, language: string, ended: boolean): string {
  const opening = FENCE_LINE.exec(text);
  // In Markdown a block after some text is content, not wrapping.
  const wraps = opening && (language !== 'markdown' || text.slice(0, opening.index).trim() === '');
  if (wraps) {
    const inside = text.slice(opening.index + opening[0].length);
    const closing = new RegExp(`^[ \\t]*${opening[1]}[ \\t]*$`, 'm').exec(inside);
    if (closing) return inside.slice(0, closing.index).replace(/\n$/, '');
    return ended ? inside : inside.replace(/\n?[ \t]*[`~]{0,3}$/, '');
  }
  const startsLikeFence = /^\s*(`{1,}|~{1,})[^\n]*$/.test(text);
  return startsLikeFence && !ended ? '' : text;
}

/** Without the end of `before` that the model wrote again: the current line, or that and lines above it. */
function withoutRepeatedBefore(text: string, before: string, ended: boolean): string {
  for (const repeated of possibleRepetitions(before)) {
    if (text.startsWith(repeated)) return text.slice(repeated.length);
    if (!ended && text !== '' && repeated.startsWith(text)) return '';
  }
  return text;
}

/** Lines above the cursor that are looked at for repetition. */
const REPEATED_LINES = 40;
/** A shorter piece of a line is more likely a coincidence. */
const SHORTEST_REPETITION = 3;

/** Ends of `before` that a repetition may begin with, the longest first; each also without its indentation. */
function* possibleRepetitions(before: string): Generator<string, void, undefined> {
  const lines = before.split('\n');
  const first = Math.max(0, lines.length - REPEATED_LINES);
  for (let index = first; index < lines.length; index++) {
    const tail = lines.slice(index).join('\n');
    const isCurrentLine = index === lines.length - 1;
    if (tail.trim().length >= SHORTEST_REPETITION) {
      yield tail;
      if (isCurrentLine || tail !== tail.trimStart()) yield tail.trimStart();
    }
  }
}

const CLOSING_WORD = /^(end|else|elif|except|finally|catch|fi|done|esac)\b/;

/** Indentation as the document has it: in its unit, and shifted when the model began again at the margin. */
function fitIndentation(text: string, { before, indentUnit }: CursorContext): string {
  const currentLine = before.slice(before.lastIndexOf('\n') + 1);
  const lines = inUnit(text, indentUnit).split('\n');
  if (currentLine.trim() !== '') return lines.join('\n');

  // The cursor stands behind the line's indentation already.
  const [first = '', ...rest] = lines;
  const margin = currentLine;
  const fitted = beganAtMargin(lines, margin) ? rest.map(line => (line === '' ? line : margin + line)) : rest;
  return [margin === '' ? first : first.trimStart(), ...fitted].join('\n');
}

/** Whether a later line stands left of the margin without closing a block that was open before the cursor. */
function beganAtMargin(lines: readonly string[], margin: string): boolean {
  const index = lines.findIndex((line, at) => at > 0 && line.trim() !== '' && !line.startsWith(margin));
  const line = lines[index]?.trimStart();
  if (line === undefined || CLOSING_WORD.test(line)) return false;
  const closers = /^[)\]}]*/.exec(line)?.[0] ?? '';
  return openBrackets(lines.slice(0, index).join('\n') + closers) >= 0;
}

function inUnit(text: string, unit: string): string {
  if (unit !== '\t') return text.replace(/^\t+/gm, tabs => unit.repeat(tabs.length));
  const indents = [...text.matchAll(/^ +(?=\S)/gm)].map(match => match[0].length);
  const width = Math.min(...indents.filter(indent => indent >= 2));
  if (!Number.isFinite(width)) return text;
  return text.replace(/^ +(?=\S)/gm, spaces => '\t'.repeat(Math.round(spaces.length / width)));
}

/** Without an end that the document already has after the cursor, such as the rest of the line or the closing brace. */
function withoutRepeatedAfter(text: string, after: string): string {
  const trimmed = text.trimEnd();
  const restOfLine = after.split('\n', 1)[0] ?? '';
  for (let length = Math.min(trimmed.length, after.length); length > 0; length--) {
    const repeated = after.slice(0, length);
    if (!trimmed.endsWith(repeated) || repeated.trim() === '') continue;
    const isWholeLine = length >= restOfLine.length;
    const onlyClosers = /^[)\]};,'"`\s]+$/.test(repeated);
    const kept = trimmed.slice(0, -length);
    if ((isWholeLine || onlyClosers) && !leavesOpen(kept, trimmed)) return kept;
  }
  // Before more of the line, a line end may well be wanted.
  return restOfLine === '' ? trimmed : text;
}

/** A closer that belongs to the text itself is no repetition: `call(x)` before `)` keeps its own. */
function leavesOpen(kept: string, whole: string): boolean {
  return openBrackets(kept) > 0 && openBrackets(kept) > openBrackets(whole);
}

function openBrackets(text: string): number {
  const opened = text.match(/[([{]/g)?.length ?? 0;
  const closed = text.match(/[)\]}]/g)?.length ?? 0;
  return opened - closed;
}
