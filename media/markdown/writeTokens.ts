import type { Token } from 'markdown-it';
import type { Parse, References } from './parser';
import {
  type Block,
  type Code,
  type Container,
  type Heading,
  type Item,
  type List,
  type Paragraph,
  type Table,
  trimmed,
} from './tree';

/** Writes blocks down as the tokens that markdown-it would make of them. */
export interface TokenWriter {
  readonly parse: Parse;
  readonly references: References;
  readonly tokens: Token[];
  /**
   * Where settled children stay as they were written before, a token `gap` stands for them, whose `meta` is their number. So an
   * item that is added to a list of a thousand costs as much as one that is added to a list of two.
   */
  readonly gaps: boolean;
}

/**
 * Adds the tokens of a block to those of the writer, and notes in its `memory` what a gap can stand for next time. Items are
 * written by their list.
 */
export function writeBlock(writer: TokenWriter, block: Block): void {
  switch (block.type) {
    case 'document':
      writeChildren(writer, block, block.children);
      break;
    case 'quote':
      wrap(writer, 'blockquote', 'blockquote', () => writeChildren(writer, block, block.children));
      break;
    case 'list':
      writeList(writer, block);
      break;
    case 'item':
      break;
    case 'paragraph':
      writeParagraph(writer, block, false);
      break;
    case 'heading':
      writeHeading(writer, block);
      break;
    case 'rule':
      writer.tokens.push(writer.parse.token('hr', 'hr', 0));
      break;
    case 'code':
      writeCode(writer, block);
      break;
    case 'table':
      writeTable(writer, block);
  }
}

function wrap(writer: TokenWriter, name: string, tag: string, write: () => void, change?: (open: Token) => void): void {
  const open = writer.parse.token(`${name}_open`, tag, 1);
  change?.(open);
  writer.tokens.push(open);
  write();
  writer.tokens.push(writer.parse.token(`${name}_close`, tag, -1));
}

function writeGap(writer: TokenWriter, count: number): void {
  if (count === 0) return;
  const gap = writer.parse.token('gap', '', 0);
  gap.meta = { count };
  writer.tokens.push(gap);
}

/** Leaves a gap for the children that were written when they were settled, and writes the others. */
function writeChildren(writer: TokenWriter, parent: Container, children: readonly Block[]): void {
  const { memory } = parent;
  const kept = writer.gaps ? memory.written : 0;
  writeGap(writer, children.slice(0, kept).filter(child => !isEmpty(child)).length);
  for (const child of children.slice(kept)) writeBlock(writer, child);
  memory.written = countSettled(children);
}

/** Settled children come first. */
function countSettled(children: readonly Block[]): number {
  return children.findLastIndex(({ isSettled }) => isSettled) + 1;
}

/** A paragraph of nothing but definitions leaves no trace. */
export function isEmpty(block: Block): boolean {
  return block.type === 'paragraph' && trimmed(block.text) === '';
}

function writeList(writer: TokenWriter, list: List): void {
  const { memory, marker, isLoose, children } = list;
  // With the room that a list gets, all of its items change.
  const inside = memory.wasLoose === isLoose ? writer : { ...writer, gaps: false };
  const [name, tag] = marker.number === undefined ? ['bullet_list', 'ul'] : ['ordered_list', 'ol'];
  wrap(
    writer,
    name,
    tag,
    () => {
      const kept = inside.gaps ? memory.written : 0;
      writeGap(inside, kept);
      for (const item of children.slice(kept)) if (item.type === 'item') writeItem(inside, item, isLoose);
    },
    open => {
      if (marker.number !== undefined && marker.number !== 1) open.attrSet('start', String(marker.number));
    },
  );
  memory.written = countSettled(children);
  memory.wasLoose = isLoose;
}

const taskMarker = /^\[([ xX])\][ \t\n]+(?=\S)/;

function writeItem(writer: TokenWriter, item: Item, isLoose: boolean): void {
  const [first] = item.children;
  const isTask = first?.type === 'paragraph' && taskMarker.test(first.text);
  wrap(
    writer,
    'list_item',
    'li',
    () => {
      if (isLoose) writeChildren(writer, item, item.children);
      else writeTightChildren(writer, item);
    },
    open => {
      if (isTask) open.meta = { task: true };
    },
  );
}

/** In a tight list a paragraph is no element of its own: it is always written, and gaps stand between paragraphs. */
function writeTightChildren(writer: TokenWriter, item: Item): void {
  const kept = writer.gaps ? item.memory.written : 0;
  let gap = 0;
  for (const [index, child] of item.children.entries()) {
    if (index < kept && child.type !== 'paragraph') {
      gap++;
      continue;
    }
    writeGap(writer, gap);
    gap = 0;
    if (child.type === 'paragraph') writeParagraph(writer, child, true);
    else writeBlock(writer, child);
  }
  writeGap(writer, gap);
  item.memory.written = countSettled(item.children);
}

function writeParagraph(writer: TokenWriter, paragraph: Paragraph, isHidden: boolean): void {
  const inline = paragraph.memory.inline ?? inlineOf(writer, paragraph);
  if (!inline) return;
  const hide = (token: Token): Token => Object.assign(token, { hidden: isHidden });
  const { parse, tokens } = writer;
  tokens.push(hide(parse.token('paragraph_open', 'p', 1)), inline, hide(parse.token('paragraph_close', 'p', -1)));
}

/** Parsed once when the paragraph is settled: what a definition further down changes, the end of the text shows. */
function inlineOf({ parse, references }: TokenWriter, paragraph: Paragraph): Token | undefined {
  const own = paragraph.isSettled ? { text: paragraph.text, references: {} } : parse.definitions(paragraph.text);
  const text = trimmed(own.text);
  if (!text) return undefined;
  const task = paragraph.beginsItem ? taskMarker.exec(text) : null;
  const inline = parse.inline(text.slice(task?.[0].length ?? 0), { ...own.references, ...references });
  if (task) inline.meta = { task: task[1] === ' ' ? 'open' : 'done' };
  if (paragraph.isSettled) paragraph.memory.inline = inline;
  return inline;
}

function writeHeading(writer: TokenWriter, { level, text }: Heading): void {
  wrap(writer, 'heading', `h${level}`, () => writer.tokens.push(writer.parse.inline(text, writer.references)));
}

function writeCode({ parse, tokens }: TokenWriter, { fence, text, isClosed }: Code): void {
  const token = parse.token(fence ? 'fence' : 'code_block', 'code', 0);
  // Blank lines after indented code are no part of it.
  token.content = fence ? text : text.replace(/\n[ \t\n]*$/, '\n');
  token.markup = fence ? fence.sign.repeat(fence.length) : '';
  token.info = fence ? parse.unescape(fence.info) : '';
  if (fence && !isClosed) token.meta = { isOpen: true };
  tokens.push(token);
}

function writeTable(writer: TokenWriter, { columns, rows, settledRows, memory }: Table): void {
  const kept = writer.gaps ? memory.written : 0;
  wrap(writer, 'table', 'table', () => {
    wrap(writer, 'thead', 'thead', () =>
      writeRow(
        writer,
        'th',
        columns.map(({ head }) => head),
        columns,
      ),
    );
    if (rows.length === 0) return;
    wrap(writer, 'tbody', 'tbody', () => {
      writeGap(writer, kept);
      for (const row of rows.slice(kept)) writeRow(writer, 'td', row, columns);
    });
  });
  memory.written = settledRows;
}

function writeRow(writer: TokenWriter, tag: 'th' | 'td', row: readonly string[], columns: Table['columns']): void {
  wrap(writer, 'tr', 'tr', () => {
    for (const [index, { side }] of columns.entries()) {
      const write = (): unknown => writer.tokens.push(writer.parse.inline(row[index] ?? '', writer.references));
      wrap(writer, tag, tag, write, open => {
        if (side) open.attrSet('style', `text-align:${side}`);
      });
    }
  });
}
