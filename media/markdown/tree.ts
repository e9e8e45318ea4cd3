import type { Token } from 'markdown-it';

/** What is known of a block wherever it stands. */
interface Common {
  /** Ended by a finished line: nothing that follows can change it. */
  isSettled: boolean;
  /** Its last line is blank, which makes a list loose if more follows. */
  endsBlank: boolean;
  /** What is remembered of the block over all copies of it. */
  readonly memory: Memory;
}

/** What the tokens of a block were the last time that they were written. */
export interface Memory {
  /** So many children, or rows, were written when they were settled. */
  written: number;
  wasLoose: boolean;
  /** The text of a settled paragraph, parsed. */
  inline?: Token;
}

/** The whole text. It is never settled: more can always follow. */
export interface Document extends Common {
  readonly type: 'document';
  readonly children: Block[];
}

/** What stands behind `>`. */
export interface Quote extends Common {
  readonly type: 'quote';
  readonly children: Block[];
}

/** What makes items belong to one list: the sign of a bullet, or what stands behind a number. */
export interface ListMarker {
  readonly sign: string;
  /** The number of an ordered item. */
  readonly number?: number;
}

/** Items that follow each other with the same kind of marker. Nothing but items stands in it. */
export interface List extends Common {
  readonly type: 'list';
  readonly marker: ListMarker;
  /** Blank lines stand between its items or in one of them: its paragraphs get room. Never taken back. */
  isLoose: boolean;
  readonly children: Block[];
}

/** What stands behind the sign of a list item, and what is indented as far below it. */
export interface Item extends Common {
  readonly type: 'item';
  /** Columns that its content is indented by. */
  readonly contentIndent: number;
  /** The number of the line that it begins on. */
  readonly line: number;
  readonly children: Block[];
}

/** Lines of text. While it is open, the line below can make a heading or a table of it. */
export interface Paragraph extends Common {
  readonly type: 'paragraph';
  /** Lines without the space before them; once settled, without definitions too. */
  text: string;
  /** It is the first in an item, where a task can be marked. */
  readonly beginsItem: boolean;
}

/** One that begins with `#`, or a paragraph with a line of `=` or `-` below it. */
export interface Heading extends Common {
  readonly type: 'heading';
  readonly level: number;
  readonly text: string;
}

/** A line across the page, of three or more `*`, `-` or `_`. */
export interface Rule extends Common {
  readonly type: 'rule';
}

/** Code between fences, or indented by four columns. Its text has the line breaks in it. */
export interface Code extends Common {
  readonly type: 'code';
  /** Absent for indented code. */
  readonly fence?: { readonly sign: string; readonly length: number; readonly indent: number; readonly info: string };
  text: string;
  /** The fence that ends it was read. */
  isClosed: boolean;
}

/** A table as GitHub has them: a head, the line of dashes below it, and rows. Cells are text that is not parsed yet. */
export interface Table extends Common {
  readonly type: 'table';
  readonly columns: readonly Column[];
  readonly rows: (readonly string[])[];
  /** So many rows are finished lines. */
  settledRows: number;
  /** Cells that rows were short of. */
  missingCells: number;
}

/** What stands at the head of a column, not parsed yet, and the side that its colons ask for. */
export interface Column {
  readonly head: string;
  readonly side: 'left' | 'center' | 'right' | undefined;
}

/** A block that others stand in. */
export type Container = Document | Quote | List | Item;

/** Any block. Its fields change in place until it is settled. */
export type Block = Container | Paragraph | Heading | Rule | Code | Table;

/** Without the spaces around it. Others than these, such as a no-break space, are text. */
export function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && ' \t\n'.includes(text.charAt(start))) start++;
  while (end > start && ' \t\n'.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** What every block has when it begins. */
export function beginning(): Common {
  return { isSettled: false, endsBlank: false, memory: { written: 0, wasLoose: false } };
}

/** Whether others can stand in it, also while there are none. */
export function isContainer(block: Block): block is Container {
  return 'children' in block;
}

/** A copy that can be changed without changing the original, its settled children aside, which nothing changes. */
export function copyOf(block: Block): Block {
  if (isContainer(block)) return { ...block, children: [...block.children] };
  return block.type === 'table' ? { ...block, rows: [...block.rows] } : { ...block };
}
