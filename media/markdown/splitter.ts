import type { Token } from 'markdown-it';
import { type BlockState, closeAll, createBlockState, takeLine, withUnfinishedLine } from './blocks';
import { estimateBlock } from './estimate';
import type { Parse, References } from './parser';
import type { Block } from './tree';
import { isEmpty, writeBlock } from './writeTokens';

/** A top-level block: a paragraph, a list with all its items, a fence. Renders as one element. */
export type BlockTokens = readonly Token[];

/** A top-level block that nothing can change any more. Its tokens are written when they are needed. */
export interface FinishedBlock {
  readonly tokens: () => BlockTokens;
  /** About its height on the page. */
  readonly height: () => number;
}

/** What a piece of text changed. */
export type Change =
  /** The blocks after those finished before: first those that nothing can change any more, then those still open. */
  | { readonly type: 'blocks'; readonly finished: readonly FinishedBlock[]; readonly open: readonly BlockTokens[] }
  /** The last block of all, however deep, is a code fence, and this was added to its text. */
  | { readonly type: 'code'; readonly text: string }
  /** The last block of all is a very long paragraph, and this was added to it, which is not parsed yet. */
  | { readonly type: 'text'; readonly text: string };

/** Reads Markdown as it arrives, and says of every piece what it has changed. */
export interface Splitter {
  append(text: string): Change;
  /** A definition such as `[label]: address` was seen, so that text before it may read differently than when it finished. */
  readonly sawReference: boolean;
  /** Text of a very long paragraph waits to be parsed. */
  readonly isBehind: boolean;
}

/**
 * Emphasis that opens at the start of a paragraph may close at its end, so an open paragraph is parsed anew with every piece. A
 * very long one only when it has grown by a part of itself: all of its parsing together then costs no more than its length.
 */
const longParagraph = 4000;
const growthUntilParsed = 1.05;

/** The innermost open block, as it was shown. */
interface ShownTip {
  readonly block: Block | undefined;
  readonly text: string;
  /** Characters of it that have been parsed. */
  readonly parsed: number;
  readonly changes: number;
}

/** A text that is complete, and may be so long that it is read in several goes. */
export interface WholeText {
  /** Reads on as long as there is time; true when all has been read. */
  read(hasTime: () => boolean): boolean;
  /** The blocks, once all has been read. */
  blocks(): readonly FinishedBlock[];
}

/** Lines that are read before the clock is looked at. */
const linesAtOnce = 100;

/** Reads nothing before `read` is called. Tokens are written when a block is asked for them: by then, every definition is known. */
export function createWholeText(parse: Parse, text: string): WholeText {
  const source = createSource(parse);
  const { state } = source;
  const normalized = createNormalizer()(text);
  let position = 0;

  function readLine(): void {
    const end = normalized.indexOf('\n', position);
    const line = normalized.slice(position, end === -1 ? undefined : end);
    if (end !== -1) takeLine(state, line);
    else if (line.trim() !== '') takeLine(state, line, '');
    position = end === -1 ? normalized.length + 1 : end + 1;
  }

  return {
    read(hasTime) {
      while (position <= normalized.length) {
        for (let count = 0; count < linesAtOnce && position <= normalized.length; count++) readLine();
        if (!hasTime()) break;
      }
      if (position <= normalized.length) return false;
      closeAll(state);
      return true;
    },
    blocks: () => source.finished(state.document.children),
  };
}

/** The blocks of a text that is complete. */
export function splitWhole(parse: Parse, text: string): BlockTokens[] {
  const whole = createWholeText(parse, text);
  whole.read(() => true);
  return whole.blocks().map(({ tokens }) => tokens());
}

/**
 * Splits Markdown that arrives in pieces into blocks. Every line is read once, and what is still open is written anew, with
 * gaps for what stays as it is. What it reports adds up, after every piece, to the blocks of the whole text so far; a reference
 * defined later than used is the one exception.
 */
export function createSplitter(parse: Parse): Splitter {
  const source = createSource(parse);
  const { state } = source;
  const normalize = createNormalizer();
  let unfinished = '';
  let shown: ShownTip = { block: undefined, text: '', parsed: 0, changes: 0 };

  /** What was added to the innermost open block, where nothing else has changed and its text need not be parsed. */
  function added(tree: BlockState): Change | undefined {
    const tip = tree.open.at(-1);
    if (tree.changes !== shown.changes || tip?.type !== shown.block?.type) return undefined;
    if (tip?.type === 'code' && tip.fence && tip.memory === shown.block?.memory) {
      return { type: 'code', text: tip.text.slice(shown.text.length) };
    }
    if (tip?.type !== 'paragraph' || tip.text.length < longParagraph) return undefined;
    if (tip.text.length > shown.parsed * growthUntilParsed || !tip.text.startsWith(shown.text)) return undefined;
    return { type: 'text', text: textOf(tip).slice(shown.text.length) };
  }

  function note(tree: BlockState, isParsed: boolean): void {
    const block = tree.open.at(-1);
    const text = textOf(block);
    shown = { block, text, parsed: isParsed ? text.length : shown.parsed, changes: tree.changes };
  }

  function takeFinished(): FinishedBlock[] {
    const { children } = state.document;
    const count = children.findIndex(({ isSettled }) => !isSettled);
    const settled = children.splice(0, count === -1 ? children.length : count);
    return source.finished(settled);
  }

  return {
    append(piece) {
      const lines = (unfinished + normalize(piece)).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) takeLine(state, line);
      const tree = withUnfinishedLine(state, unfinished);
      const change = added(tree);
      note(tree, change === undefined);
      if (change) return change;
      const finished = takeFinished();
      const open = tree.document.children.filter(({ isSettled }) => !isSettled);
      return { type: 'blocks', finished, open: open.map(source.write).filter(tokens => tokens.length > 0) };
    },
    get sawReference() {
      return source.sawReference();
    },
    get isBehind() {
      return shown.block?.type === 'paragraph' && shown.parsed < shown.text.length;
    },
  };
}

/** What text can be added to. The end of a paragraph is blank until something follows it. */
function textOf(block: Block | undefined): string {
  if (block?.type === 'code') return block.text;
  return block?.type === 'paragraph' ? block.text.trimEnd() : '';
}

/** The state of the blocks, with the definitions that they have made so far. */
function createSource(parse: Parse) {
  const references: Record<string, References[string]> = {};
  let sawReference = false;

  function definitions(paragraph: string): ReturnType<Parse['definitions']> {
    const found = parse.definitions(paragraph);
    sawReference ||= Object.keys(found.references).length > 0;
    return found;
  }

  const state = createBlockState((paragraph, keep) => {
    const { text, references: found } = definitions(paragraph);
    if (keep) for (const [label, reference] of Object.entries(found)) references[label] ??= reference;
    return text;
  });
  function write(block: Block): BlockTokens {
    const writer = { parse: { ...parse, definitions }, references, tokens: [], gaps: true };
    writeBlock(writer, block);
    return writer.tokens;
  }

  return {
    state,
    sawReference: () => sawReference,
    write,
    finished: (blocks: readonly Block[]): FinishedBlock[] =>
      blocks
        .filter(block => !isEmpty(block))
        .map(block => ({ tokens: () => write(block), height: () => estimateBlock(block) })),
  };
}

/** Line ends as CommonMark wants them, also when a piece ends between the two characters of one. */
function createNormalizer(): (piece: string) => string {
  let endedWithReturn = false;
  return piece => {
    const rest = endedWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece) endedWithReturn = piece.endsWith('\r');
    return rest.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
  };
}
