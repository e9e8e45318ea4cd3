import { blockStarts, closesFence, type Started } from './blockStarts';
import { codeIndent, type Line, lineOf, restOf, skipCharacters, skipColumns, skipToText, textOf } from './line';
import { addRow } from './table';
import { type Block, beginning, copyOf, type Document, isContainer } from './tree';

/**
 * Blocks out of lines, by the strategy of the CommonMark specification (its appendix): a line goes on with some of the open
 * blocks, closes the others, and opens new ones. So a line costs as much as blocks are open around it, however long the text.
 */
export interface BlockState {
  readonly document: Document;
  /** The open blocks, from the document to the innermost. Each is the last child of the one before it. */
  readonly open: Block[];
  /** So many of them go on with the line that is read. */
  matched: number;
  lineNumber: number;
  /** What is read now is a line that has been finished, not one that may go on. */
  isFinal: boolean;
  /** Counts blocks that begin and end. */
  changes: number;
  /** Takes the definitions off the beginning of a paragraph; `keep` where they are settled. */
  readonly withoutDefinitions: (paragraph: string, keep: boolean) => string;
}

/** Deeper than anyone writes, and not so deep that a browser has trouble with it. */
const deepest = 100;

/** An empty document. `withoutDefinitions` is asked with `keep` once a paragraph has ended, and without it while more may follow. */
export function createBlockState(withoutDefinitions: BlockState['withoutDefinitions']): BlockState {
  const document: Document = { type: 'document', children: [], ...beginning() };
  return { document, open: [document], matched: 1, lineNumber: 0, isFinal: true, changes: 0, withoutDefinitions };
}

/** What the state would be if the text ended with this unfinished line. The state itself stays as it is. */
export function withUnfinishedLine(state: BlockState, text: string): BlockState {
  if (text.trim() === '') return state;
  const document: Document = { ...state.document, children: [...state.document.children] };
  const open: Block[] = [document];
  for (const original of state.open.slice(1)) {
    const copy = copyOf(original);
    const parent = open.at(-1);
    if (parent && isContainer(parent)) parent.children[parent.children.length - 1] = copy;
    open.push(copy);
  }
  const fork = { ...state, document, open, isFinal: false };
  takeLine(fork, text, '');
  return fork;
}

/** Reads a line. `end` is its line break, which the last line of a text may be without. */
export function takeLine(state: BlockState, text: string, end: '\n' | '' = '\n'): void {
  const line = lineOf(text);
  state.lineNumber++;
  state.matched = 1;
  for (let block = state.open[1]; block; block = state.open[state.matched]) {
    if (block.type === 'code' && block.fence && closesFence(block.fence, line)) {
      block.isClosed = true;
      closeUnmatched(state);
      return;
    }
    if (!goesOn(block, line)) break;
    state.matched++;
  }
  if (startBlocks(state, line)) noteBlank(state, containerOf(state), line);
  else addText(state, line, end);
}

/** Whether an open block goes on with the line. Reads what belongs to the block. */
function goesOn(block: Block, line: Line): boolean {
  switch (block.type) {
    case 'quote':
      return skipQuoteSign(line);
    case 'item':
      if (line.isBlank) {
        skipToText(line);
        return block.children.length > 0;
      }
      if (line.indent < block.contentIndent) return false;
      skipColumns(line, block.contentIndent);
      return true;
    case 'code':
      if (block.fence) skipColumns(line, block.fence.indent);
      else if (line.indent >= codeIndent) skipColumns(line, codeIndent);
      else if (line.isBlank) skipToText(line);
      else return false;
      return true;
    case 'paragraph':
    case 'table':
      return !line.isBlank;
    case 'list':
    case 'document':
      return true;
    case 'heading':
    case 'rule':
      return false;
  }
}

/** Reads a quote's sign and the space after it, where the line has one. */
export function skipQuoteSign(line: Line): boolean {
  if (line.indent >= codeIndent || line.text[line.textOffset] !== '>') return false;
  skipToText(line);
  skipCharacters(line, 1);
  skipColumns(line, 1);
  return true;
}

/** What the first line of a block that is no paragraph begins with, indentation aside. */
const signs = new Set('>#`~=-*_+|:0123456789');

/** Opens the blocks that begin on the line. True when nothing of the line is left. */
function startBlocks(state: BlockState, line: Line): boolean {
  while (!line.isBlank && containerOf(state).type !== 'code' && state.open.length < deepest) {
    if (line.indent < codeIndent && !signs.has(line.text.charAt(line.textOffset))) return false;
    const started = startBlock(state, line);
    if (started !== 'container') return started === 'line';
  }
  return false;
}

function startBlock(state: BlockState, line: Line): Started {
  for (const start of blockStarts) {
    const started = start(state, line);
    if (started) return started;
  }
  return undefined;
}

function addText(state: BlockState, line: Line, end: string): void {
  const tip = state.open.at(-1);
  if (state.matched < state.open.length && !line.isBlank && tip?.type === 'paragraph') {
    // A paragraph goes on without the signs of the blocks around it.
    tip.text += `${textOf(line)}\n`;
    return;
  }
  closeUnmatched(state);
  const container = containerOf(state);
  noteBlank(state, container, line);
  if (container.type === 'code') container.text += restOf(line) + end;
  else if (container.type === 'paragraph') container.text += `${textOf(line)}\n`;
  else if (container.type === 'table' && !line.isBlank) {
    if (!addRow(container, textOf(line))) addParagraph(state, line);
    else if (state.isFinal) container.settledRows++;
  } else if (isContainer(container) && !line.isBlank) addParagraph(state, line);
}

function addParagraph(state: BlockState, line: Line): void {
  const tip = state.open.at(-1);
  const beginsItem = tip?.type === 'item' && tip.children.length === 0;
  addBlock(state, { type: 'paragraph', text: `${textOf(line)}\n`, beginsItem, ...beginning() });
}

/** Remembers whether the line leaves the open blocks ending blank, which decides whether lists are loose. */
function noteBlank(state: BlockState, container: Block, line: Line): void {
  const lastChild = isContainer(container) ? container.children.at(-1) : undefined;
  if (line.isBlank && lastChild) lastChild.endsBlank = true;
  const isNewItem = container.type === 'item' && !lastChild && container.line === state.lineNumber;
  const isFence = container.type === 'code' && container.fence !== undefined;
  const endsBlank = line.isBlank && container.type !== 'quote' && !isFence && !isNewItem;
  for (const block of state.open) block.endsBlank = endsBlank;
}

/** The innermost block that goes on with the line. */
export function containerOf(state: BlockState): Block {
  return state.open[state.matched - 1] ?? state.document;
}

/** Ends the open blocks that do not go on with the line. */
export function closeUnmatched(state: BlockState): void {
  while (state.open.length > state.matched) close(state);
}

function close(state: BlockState): void {
  const block = state.open.pop();
  if (!block) return;
  state.changes++;
  block.isSettled = state.isFinal;
  if (state.isFinal && block.type === 'paragraph') block.text = state.withoutDefinitions(block.text, true);
}

/** Ends everything: no line follows. */
export function closeAll(state: BlockState): void {
  state.matched = 1;
  closeUnmatched(state);
}

/** Opens a block inside the innermost open one that can hold it. */
export function addBlock(state: BlockState, block: Block): void {
  closeUnmatched(state);
  let parent = state.open.at(-1);
  while (parent && !canHold(parent, block)) {
    close(state);
    parent = state.open.at(-1);
  }
  if (!parent || !isContainer(parent)) return;
  const before = parent.children.at(-1);
  if (before && endsWithBlank(before)) loosen(state);
  parent.children.push(block);
  state.open.push(block);
  state.matched = state.open.length;
  state.changes++;
}

function canHold(parent: Block, child: Block): boolean {
  return isContainer(parent) && (parent.type === 'list') === (child.type === 'item');
}

/** A blank line before a new item, or between the blocks of an item, gives the list around it room. */
function loosen(state: BlockState): void {
  const [around, parent] = state.open.slice(-2);
  if (parent?.type === 'list') parent.isLoose = true;
  else if (parent?.type === 'item' && around?.type === 'list') around.isLoose = true;
}

function endsWithBlank(block: Block): boolean {
  for (let inner: Block | undefined = block; inner; ) {
    if (inner.endsBlank) return true;
    inner = inner.type === 'list' || inner.type === 'item' ? inner.children.at(-1) : undefined;
  }
  return false;
}

/** Puts another block in the place of the innermost open one. */
export function replaceTip(state: BlockState, block: Block): void {
  const parent = state.open.at(-2);
  if (!parent || !isContainer(parent)) return;
  parent.children[parent.children.length - 1] = block;
  state.open[state.open.length - 1] = block;
  state.changes++;
}
