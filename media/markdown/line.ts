/**
 * A line that is read from left to right. Positions are counted twice, in characters and in columns, because a tab reaches to
 * the next multiple of four columns, and a block can begin in the middle of one (CommonMark 2.2).
 */
export interface Line {
  readonly text: string;
  /** Everything before it has been read. */
  offset: number;
  column: number;
  /** The tab at `offset` has been read in part. */
  insideTab: boolean;
  /** Where the next character stands that is neither space nor tab. */
  textOffset: number;
  textColumn: number;
  /** Columns between what has been read and the text. */
  indent: number;
  isBlank: boolean;
}

const tabWidth = 4;

/** From this many columns on, a line is indented code. */
export const codeIndent = 4;

/** A line of which nothing has been read yet. The text comes without its line break. */
export function lineOf(text: string): Line {
  const line = {
    text,
    offset: 0,
    column: 0,
    insideTab: false,
    textOffset: 0,
    textColumn: 0,
    indent: 0,
    isBlank: false,
  };
  findText(line);
  return line;
}

function columnsToTabStop(column: number): number {
  return tabWidth - (column % tabWidth);
}

function findText(line: Line): void {
  let { offset, column } = line;
  for (; offset < line.text.length; offset++) {
    const character = line.text[offset];
    if (character === '\t') column += columnsToTabStop(column);
    else if (character === ' ') column++;
    else break;
  }
  line.textOffset = offset;
  line.textColumn = column;
  line.indent = column - line.column;
  line.isBlank = offset >= line.text.length;
}

/** Reads so many characters. */
export function skipCharacters(line: Line, count: number): void {
  line.offset += count;
  line.column += count;
  line.insideTab = false;
  findText(line);
}

/** Reads space as wide as so many columns, which may end in the middle of a tab. */
export function skipColumns(line: Line, count: number): void {
  let left = count;
  while (left > 0 && isSpace(line.text[line.offset])) {
    const width = line.text[line.offset] === '\t' ? columnsToTabStop(line.column) : 1;
    const step = Math.min(width, left);
    line.insideTab = step < width;
    line.column += step;
    if (!line.insideTab) line.offset++;
    left -= step;
  }
  findText(line);
}

/** Reads up to the text. */
export function skipToText(line: Line): void {
  line.offset = line.textOffset;
  line.column = line.textColumn;
  line.insideTab = false;
  line.indent = 0;
}

/** What has not been read, with spaces for the rest of a tab. */
export function restOf(line: Line): string {
  if (!line.insideTab) return line.text.slice(line.offset);
  return ' '.repeat(columnsToTabStop(line.column)) + line.text.slice(line.offset + 1);
}

/** The line from its text on. */
export function textOf(line: Line): string {
  return line.text.slice(line.textOffset);
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
