import { indentWidth } from '../text';

// Which block of a Markdown text is still open at its end: CommonMark 0.31.2, of which no more than that takes is read here.

/** A block quote, or an item of a list whose text begins at this column of what is around it. */
interface Container {
  readonly type: 'quote' | 'item';
  readonly width: number;
  /** An item that has nothing yet ends with an empty line. */
  isEmpty: boolean;
}

/** What takes lines as they are until its end comes, and the line that ends it; HTML that an empty line ends has none. */
interface Raw {
  readonly isEnd: (rest: string) => boolean;
  /** Whether its first line may end it, too. */
  readonly endsAtOnce: boolean;
  readonly end?: string;
}

interface State {
  containers: Container[];
  /** In the innermost container. Of what takes one line alone nothing is kept. */
  leaf: Raw | 'paragraph' | undefined;
}

const NAMES =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul';
const ATTRIBUTE = String.raw`\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>${'`'}]+|'[^']*'|"[^"]*"))?`;

/** The seven kinds of HTML blocks in the specification's order: how they begin, what ends them, and how that is written. */
const HTML: readonly (readonly [RegExp, RegExp, string?])[] = [
  [/^<(?:script|pre|textarea|style)(?:\s|>|$)/i, /<\/(?:script|pre|textarea|style)>/i, '</pre>'],
  [/^<!--/, /-->/, '-->'],
  [/^<\?/, /\?>/, '?>'],
  [/^<![a-z]/i, />/, '>'],
  [/^<!\[CDATA\[/, /\]\]>/, ']]>'],
  [new RegExp(`^</?(?:${NAMES})(?:\\s|/?>|$)`, 'i'), /^ *$/],
  [new RegExp(`^<(?:[a-z][a-z\\d-]*(?:${ATTRIBUTE})*\\s*/?|/[a-z][a-z\\d-]*\\s*)>\\s*$`, 'i'), /^ *$/],
];
/** The only one that does not end a paragraph. */
const ANY_TAG = 6;

/** Containers in each other. Nobody writes more; what comes behind so many is read as words, for each costs a look at the line. */
const DEEPEST = 100;

const ONE_LINE = /^(?:#{1,6}(?: |$)|(?:\* *){3,}$|(?:_ *){3,}$|(?:- *){3,}$)/;
const UNDERLINE = /^(?:=+|-+) *$/;

/** The line that ends what the text leaves open, or nothing. What is in a quote or a list ends with it. */
export function endOfOpenBlock(text: string): string | undefined {
  const state: State = { containers: [], leaf: undefined };
  for (const line of text.split(/\r\n|\r|\n/)) readLine(state, withoutTabs(line));
  const { containers, leaf } = state;
  return containers.length === 0 && typeof leaf === 'object' ? leaf.end : undefined;
}

function readLine(state: State, line: string): void {
  const { column, count } = goOn(state.containers, line);
  const rest = line.slice(column);
  const isInside = count === state.containers.length;
  if (typeof state.leaf === 'object' && isInside) {
    if (state.leaf.isEnd(rest)) state.leaf = undefined;
    return;
  }
  if (typeof state.leaf === 'object') leave(state, count);
  readBlocks(state, rest, count);
}

/** How many of the containers the line goes on in, and where the rest of it begins. */
function goOn(containers: readonly Container[], line: string): { readonly column: number; readonly count: number } {
  let column = 0;
  let count = 0;
  for (const { type, width, isEmpty } of containers) {
    const rest = line.slice(column);
    if (type === 'quote') {
      const mark = /^ {0,3}> ?/.exec(rest);
      if (!mark) break;
      column += mark[0].length;
    } else if (rest.trim() === '') {
      if (isEmpty) break;
    } else {
      if (indentWidth(rest) < width) break;
      column += width;
    }
    count++;
  }
  return { column, count };
}

/** Opens what begins in the rest of a line. `count` containers go on in it. */
function readBlocks(state: State, line: string, count: number): void {
  let rest = line;
  let known = count;
  if (rest.trim() !== '') for (const container of state.containers.slice(0, count)) container.isEmpty = false;
  for (;;) {
    if (rest.trim() === '') {
      leave(state, known);
      return;
    }
    const isParagraph = state.leaf === 'paragraph';
    const goesOn = isParagraph && known === state.containers.length;
    const indent = indentWidth(rest);
    const words = rest.slice(indent);
    if (indent > 3) {
      // Code, unless it goes on with a paragraph.
      if (!isParagraph) leave(state, known);
      return;
    }
    const container = known < DEEPEST ? containerAt(words, indent, goesOn) : undefined;
    if (container === undefined) {
      readLeaf(state, words, known, { isParagraph, goesOn });
      return;
    }
    leave(state, known);
    state.containers.push(container);
    known++;
    rest = rest.slice(container.width);
  }
}

function readLeaf(
  state: State,
  words: string,
  count: number,
  { isParagraph, goesOn }: { readonly isParagraph: boolean; readonly goesOn: boolean },
): void {
  const raw = fenceAt(words) ?? htmlAt(words, isParagraph);
  if (raw || ONE_LINE.test(words) || (goesOn && UNDERLINE.test(words))) {
    leave(state, count);
    state.leaf = raw?.endsAtOnce && raw.isEnd(words) ? undefined : raw;
  } else if (!isParagraph) {
    leave(state, count);
    state.leaf = 'paragraph';
  }
}

function leave(state: State, count: number): void {
  state.containers.length = count;
  state.leaf = undefined;
}

function containerAt(words: string, indent: number, goesOn: boolean): Container | undefined {
  return quoteAt(words, indent) ?? (goesOn && UNDERLINE.test(words) ? undefined : itemAt(words, indent, goesOn));
}

function quoteAt(words: string, indent: number): Container | undefined {
  const mark = /^> ?/.exec(words);
  return mark ? { type: 'quote', width: indent + mark[0].length, isEmpty: false } : undefined;
}

/** An item; within a paragraph, only one that nobody can have meant otherwise. */
function itemAt(words: string, indent: number, goesOn: boolean): Container | undefined {
  const [, mark, number, space = '', content = ''] = /^([-+*]|(\d{1,9})[.)])( +|$)(.*)$/.exec(words) ?? [];
  if (mark === undefined || ONE_LINE.test(words)) return undefined;
  const isEmpty = content === '';
  if (goesOn && (isEmpty || (number !== undefined && Number(number) !== 1))) return undefined;
  const gap = isEmpty || space.length > 4 ? 1 : space.length;
  return { type: 'item', width: indent + mark.length + gap, isEmpty };
}

function fenceAt(words: string): Raw | undefined {
  const [, fence] = /^(`{3,}(?=[^`]*$)|~{3,})/.exec(words) ?? [];
  if (fence === undefined) return undefined;
  const isEnd = (rest: string): boolean => {
    const [, marks = ''] = /^ {0,3}(`{3,}|~{3,}) *$/.exec(rest) ?? [];
    return marks.startsWith(fence);
  };
  return { isEnd, endsAtOnce: false, end: fence };
}

function htmlAt(words: string, isParagraph: boolean): Raw | undefined {
  const kind = HTML.findIndex(([begin], index) => begin.test(words) && !(isParagraph && index === ANY_TAG));
  const [, ending, end] = HTML[kind] ?? [];
  if (!ending) return undefined;
  return { isEnd: rest => ending.test(rest), endsAtOnce: true, ...(end === undefined ? {} : { end }) };
}

/** Tabs go to every fourth column. */
function withoutTabs(line: string): string {
  let added = 0;
  return line.replace(/\t/g, (_, at: number) => {
    const width = 4 - ((at + added) % 4);
    added += width - 1;
    return ' '.repeat(width);
  });
}
