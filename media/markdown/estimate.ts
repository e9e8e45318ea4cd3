import { type Block, isContainer } from './tree';

/** Pixels and characters of a line in a view of the usual width. */
const lineHeight = 20;
const lineLength = 48;
const gap = 9;

/** About how high a text is on the page. What stands there before it is built has this height, so that little moves later. */
export function estimateText(text: string): number {
  let lines = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) lines++;
  // Every other line of Markdown is blank, and less high.
  return Math.round(Math.max(lines * 0.7, text.length / lineLength) * lineHeight + lineHeight);
}

/** About how high a block is on the page. */
export function estimateBlock(block: Block): number {
  if (isContainer(block)) return block.children.reduce((sum, child) => sum + estimateBlock(child), 0);
  switch (block.type) {
    case 'paragraph':
      return Math.ceil(block.text.length / lineLength) * lineHeight + gap;
    case 'code':
      return block.text.split('\n').length * lineHeight + 2 * lineHeight + gap;
    case 'table':
      return (block.rows.length + 1) * 1.5 * lineHeight + gap;
    case 'heading':
      return 1.5 * lineHeight + gap;
    case 'rule':
      return lineHeight;
  }
}

/** Gives an element that nothing is in yet, or that is out of sight, about the height that it will have. */
export function reserveHeight(element: HTMLElement, height: number): void {
  element.style.containIntrinsicBlockSize = `auto ${Math.round(height)}px`;
}
