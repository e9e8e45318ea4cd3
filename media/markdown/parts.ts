import type { ViewFile } from '../../src/shared/viewState';
import { element } from '../dom';
import { buildLater, forget } from '../later';
import { reserveHeight } from './estimate';
import { patchChildren } from './patch';
import { render } from './render';
import type { BlockTokens, FinishedBlock } from './splitter';

/**
 * Blocks per part. The browser skips the layout and the painting of whole parts out of sight, but looks at every part in every
 * frame: with a few blocks each, both stay small in a long answer.
 */
const partSize = 12;

/** So many blocks at once are built without a pause; of more, only the last parts, which the reader sees first. */
const blocksAtOnce = 3 * partSize;
const lastBlocks = partSize;

/** What follows the first `kept` blocks. */
export interface Following {
  readonly kept: number;
  readonly finished: readonly FinishedBlock[];
  readonly open: readonly BlockTokens[];
}

/** The elements of an answer's blocks, some to a part. `file`: what its code is about. A block's part depends on its number only, not on how it came. */
export function placeBlocks(root: Element, file: ViewFile | undefined, { kept, finished, open }: Following): void {
  const isMuch = finished.length > blocksAtOnce;
  const blocks = [...finished, ...open.map(tokens => ({ tokens: () => tokens, height: () => 0 }))];
  let part = Math.floor(kept / partSize);
  let before = kept % partSize;
  for (let placed = 0; placed < blocks.length || before > 0; part++) {
    const end = placed + partSize - before;
    const live = root.children[part];
    const some = blocks.slice(placed, end);
    // What was open stands in a part that is there already, with gaps for what it has: that cannot wait.
    const canWait = isMuch && end <= finished.length - lastBlocks && (!live || kept === 0);
    const node = live instanceof HTMLElement ? live : root.appendChild(element('div', { class: 'part' }));
    if (canWait) waitIn(node, file, some);
    else fill(node, file, some, before);
    placed = end;
    before = 0;
  }
  while (root.children.length > part) {
    const last = root.lastElementChild;
    if (last) forget(last);
    last?.remove();
  }
}

function waitIn(part: HTMLElement, file: ViewFile | undefined, blocks: readonly FinishedBlock[]): void {
  if (!part.hasChildNodes()) {
    reserveHeight(
      part,
      blocks.reduce((sum, { height }) => sum + height(), 0),
    );
  }
  buildLater(part, () => fill(part, file, blocks, 0));
}

function fill(part: HTMLElement, file: ViewFile | undefined, blocks: readonly FinishedBlock[], before: number): void {
  forget(part);
  patchChildren(
    part,
    render(
      blocks.flatMap(({ tokens }) => tokens()),
      file,
    ),
    part.childNodes[before] ?? null,
  );
}
