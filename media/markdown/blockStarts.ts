import { addBlock, type BlockState, closeUnmatched, containerOf, replaceTip, skipQuoteSign } from './blocks';
import { codeIndent, type Line, skipCharacters, skipColumns, skipToText, textOf } from './line';
import { columnsOf } from './table';
import { beginning, type Code, type ListMarker, type Table, trimmed } from './tree';

/** What has begun: a block that others may begin in, one that the rest of the line belongs to, or one that used it up. */
export type Started = 'container' | 'text' | 'line' | undefined;

/** Opens a block if one begins here. */
type BlockStart = (state: BlockState, line: Line) => Started;

/** In the order of the specification: what comes first wins. Raw HTML is no block here: it is text. */
export const blockStarts: readonly BlockStart[] = [
  startQuote,
  startHeading,
  startFence,
  startUnderlinedHeading,
  startRule,
  startItem,
  startIndentedCode,
  startTable,
];

function startQuote(state: BlockState, line: Line): Started {
  if (!skipQuoteSign(line)) return undefined;
  addBlock(state, { type: 'quote', children: [], ...beginning() });
  return 'container';
}

function startHeading(state: BlockState, line: Line): Started {
  const sign = line.indent < codeIndent && /^(#{1,6})(?:[ \t]+|$)/.exec(textOf(line));
  if (!sign) return undefined;
  const text = textOf(line).slice(sign[0].length);
  const withoutClosing = text.replace(/^#+[ \t]*$/, '').replace(/[ \t]+#+[ \t]*$/, '');
  addBlock(state, { type: 'heading', level: sign[1]?.length ?? 1, text: trimmed(withoutClosing), ...beginning() });
  return 'line';
}

function startFence(state: BlockState, line: Line): Started {
  const sign = line.indent < codeIndent && /^(?:`{3,}(?!.*`)|~{3,})/.exec(textOf(line))?.[0];
  if (!sign) return undefined;
  const info = textOf(line).slice(sign.length).trim();
  const fence = { sign: sign.charAt(0), length: sign.length, indent: line.indent, info };
  addBlock(state, { type: 'code', fence, text: '', isClosed: false, ...beginning() });
  return 'line';
}

/** Whether a line ends this fence: the same sign, at least as often, and nothing behind it (CommonMark 4.5). */
export function closesFence({ sign, length }: NonNullable<Code['fence']>, line: Line): boolean {
  const closing = line.indent < codeIndent && /^(`+|~+)[ \t]*$/.exec(textOf(line))?.[1];
  return closing ? closing.startsWith(sign) && closing.length >= length : false;
}

/** A paragraph becomes a heading by the line under it, unless all of it are definitions. */
function startUnderlinedHeading(state: BlockState, line: Line): Started {
  const paragraph = containerOf(state);
  if (paragraph.type !== 'paragraph' || line.indent >= codeIndent) return undefined;
  const underline = /^(?:=+|-+)[ \t]*$/.exec(textOf(line))?.[0];
  const text = underline && trimmed(state.withoutDefinitions(paragraph.text, state.isFinal));
  if (!text) return undefined;
  closeUnmatched(state);
  replaceTip(state, { type: 'heading', level: underline.startsWith('=') ? 1 : 2, text, ...beginning() });
  return 'line';
}

function startRule(state: BlockState, line: Line): Started {
  if (line.indent >= codeIndent || !/^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/.test(textOf(line))) {
    return undefined;
  }
  addBlock(state, { type: 'rule', ...beginning() });
  return 'line';
}

function startItem(state: BlockState, line: Line): Started {
  if (line.indent >= codeIndent) return undefined;
  const container = containerOf(state);
  const found = /^(?:([*+-])|(\d{1,9})([.)]))(?=[ \t]|$)/.exec(textOf(line));
  if (!found) return undefined;
  const [sign, bullet, digits, delimiter] = found;
  const number = digits === undefined ? undefined : Number(digits);
  if (container.type === 'paragraph') {
    // What a paragraph breaks into by chance, such as a year at the start of a line, is no list.
    const isEmpty = textOf(line).slice(sign.length).trim() === '';
    if (isEmpty || (number !== undefined && number !== 1)) return undefined;
  }
  const marker = { sign: bullet ?? delimiter ?? '', ...(number === undefined ? {} : { number }) };
  const markerIndent = line.indent;
  skipToText(line);
  skipCharacters(line, sign.length);
  const contentIndent = markerIndent + sign.length + skipItemSpace(line);
  closeUnmatched(state);
  const tip = state.open.at(-1);
  if (tip?.type !== 'list' || !isSameList(tip.marker, marker)) {
    addBlock(state, { type: 'list', marker, isLoose: false, children: [], ...beginning() });
  }
  addBlock(state, { type: 'item', contentIndent, line: state.lineNumber, children: [], ...beginning() });
  return 'container';
}

function isSameList(one: ListMarker, other: ListMarker): boolean {
  return one.sign === other.sign && (one.number === undefined) === (other.number === undefined);
}

/** Reads the space between an item's sign and its content; more than four columns of it belong to indented code. */
function skipItemSpace(line: Line): number {
  const width = line.indent > codeIndent || line.isBlank ? 1 : line.indent;
  skipColumns(line, width);
  return width;
}

function startIndentedCode(state: BlockState, line: Line): Started {
  if (line.indent < codeIndent || state.open.at(-1)?.type === 'paragraph') return undefined;
  skipColumns(line, codeIndent);
  addBlock(state, { type: 'code', text: '', isClosed: false, ...beginning() });
  return 'text';
}

/** The last line of a paragraph becomes the head of a table by the line under it. */
function startTable(state: BlockState, line: Line): Started {
  const paragraph = containerOf(state);
  if (paragraph.type !== 'paragraph' || line.indent >= codeIndent) return undefined;
  const before = paragraph.text.slice(0, paragraph.text.lastIndexOf('\n', paragraph.text.length - 2) + 1);
  const columns = columnsOf(paragraph.text.slice(before.length), textOf(line));
  if (!columns) return undefined;
  const table: Table = { type: 'table', columns, rows: [], settledRows: 0, missingCells: 0, ...beginning() };
  closeUnmatched(state);
  if (before === '') {
    replaceTip(state, table);
  } else {
    paragraph.text = before;
    state.matched--;
    addBlock(state, table);
  }
  return 'line';
}
