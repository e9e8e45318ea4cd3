import type { Token } from 'markdown-it';
import type { Parse, References } from './parser';

/** A top-level block: a paragraph, a list with all its items, a fence. Renders as one element. */
export type Block = readonly Token[];

/** What a piece of text changed. */
export type Change =
  /** The blocks after those finished before: first those that nothing can change any more, then those still open. */
  | { readonly type: 'blocks'; readonly finished: readonly Block[]; readonly open: readonly Block[] }
  /** The last open block is a code fence, and this was added to its text. */
  | { readonly type: 'code'; readonly text: string };

export interface Splitter {
  append(text: string): Change;
  /** A definition such as `[label]: address` was seen, so that text before it may read differently than when it finished. */
  readonly sawReference: boolean;
}

/** Blocks that the line after them ends for good. A list goes on after a blank line, and so does indented code. */
const endedByNextLine = new Set(['paragraph_open', 'heading_open', 'hr', 'table_open', 'blockquote_open', 'fence']);

/** The top-level blocks of a token list. */
export function splitBlocks(tokens: readonly Token[]): Block[] {
  const blocks: Token[][] = [];
  for (const token of tokens) {
    if (token.level === 0 && token.nesting !== -1) blocks.push([]);
    blocks.at(-1)?.push(token);
  }
  return blocks;
}

/**
 * How many of the blocks of `source`, which ends with a line break, are final. CommonMark closes a block when the next one
 * begins, but only finished lines count: in `a` / `***` the second line is a rule until it goes on as `***b`.
 */
function countFinal(blocks: readonly Block[], source: string): number {
  const last = blocks.at(-1)?.[0];
  if (!last) return 0;
  const lines = source.split('\n').length - 1;
  const lastIsFinal = endedByNextLine.has(last.type) && (last.map?.[1] ?? lines) < lines;
  return lastIsFinal ? blocks.length : blocks.length - 1;
}

function lineStart(source: string, line: number): number {
  let position = 0;
  for (let passed = 0; passed < line; passed++) position = source.indexOf('\n', position) + 1;
  return position;
}

interface OpenFence {
  readonly closing: RegExp;
  /** The last line so far. */
  readonly line: string;
}

/** Text that the parser leaves out: it sees no line in spaces at the very end until something follows them. */
function unseenSpaces(line: string): string {
  return /^[ \t]*$/.test(line) ? line : '';
}

/**
 * An open fence at the margin that ends `source`. Its text is the source's own, so that more of it needs no parsing until a
 * line could close it. Inside a list or a quote a fence is parsed again with its block.
 */
function openFence(block: Block | undefined, source: string): OpenFence | undefined {
  const [token] = block ?? [];
  // With a bar in it, the fence's line is for markdown-it the head of a table if the next line says so.
  if (token?.type !== 'fence' || !token.map || token.info.includes('|')) return undefined;
  const text = source.slice(lineStart(source, token.map[0]));
  if (!text.startsWith(token.markup) || !text.includes('\n')) return undefined;
  const closing = new RegExp(`^ {0,3}${token.markup[0]}{${token.markup.length},}[ \\t]*$`);
  const lines = text.slice(text.indexOf('\n') + 1).split('\n');
  return lines.some(line => closing.test(line)) ? undefined : { closing, line: lines.at(-1) ?? '' };
}

/**
 * Splits Markdown that arrives in pieces into blocks, so that only what is still open is parsed again. What it reports adds
 * up, after every piece, to the tokens of the whole text so far; a reference defined later than used is the one exception.
 */
export function createSplitter(parse: Parse): Splitter {
  let open = '';
  let references: References = {};
  let sawReference = false;
  let endedWithReturn = false;
  let fence: OpenFence | undefined;

  /** Line ends as the parser will see them, also when a piece ends between the two characters of one. */
  function normalize(text: string): string {
    const rest = endedWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (text) endedWithReturn = text.endsWith('\r');
    return rest.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
  }

  function takeFinished(): Block[] {
    const finishedLines = open.slice(0, open.lastIndexOf('\n') + 1);
    const parsed = parse(finishedLines, references);
    const blocks = splitBlocks(parsed.tokens);
    const final = blocks.slice(0, countFinal(blocks, finishedLines));
    const end = final.at(-1)?.[0]?.map?.[1];
    if (end === undefined) return [];
    const boundary = lineStart(open, end);
    // What the open blocks define is not settled yet: an address that is still being written must not be kept.
    if (Object.keys(parsed.references).length > Object.keys(references).length) {
      references = parse(open.slice(0, boundary), references).references;
    }
    open = open.slice(boundary);
    return final;
  }

  /** What more text adds to the open fence; nothing is returned where it may close it, or where there is none. */
  function extendFence(text: string): string | undefined {
    if (!fence) return undefined;
    const { closing, line } = fence;
    const lines = (line + text).split('\n');
    if (lines.some(candidate => closing.test(candidate))) return undefined;
    const last = lines.at(-1) ?? '';
    fence = { closing, line: last };
    const added = unseenSpaces(line) + text;
    return added.slice(0, added.length - unseenSpaces(last).length);
  }

  return {
    append(piece) {
      const text = normalize(piece);
      open += text;
      const code = extendFence(text);
      if (code !== undefined) return { type: 'code', text: code };
      const finished = text.includes('\n') ? takeFinished() : [];
      const parsed = parse(open, references);
      const blocks = splitBlocks(parsed.tokens);
      sawReference ||= Object.keys(parsed.references).length > 0;
      fence = openFence(blocks.at(-1), open);
      return { type: 'blocks', finished, open: blocks };
    },
    get sawReference() {
      return sawReference;
    },
  };
}
