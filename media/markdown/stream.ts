import { element } from '../dom';
import type { Parse } from './parser';
import { patchChildren } from './patch';
import { render } from './render';
import { type BlockTokens, createSplitter, splitWhole } from './splitter';

/** An answer's Markdown on the page. */
export interface MarkdownView {
  /** Shows a text that is complete. */
  show(text: string): void;
  /** Shows more of a text that is still being written. */
  append(text: string): void;
  /** The text that was appended is complete. */
  end(): void;
}

/**
 * Blocks per part. The browser skips the layout and the painting of whole parts out of sight, but looks at every part in every
 * frame: with a few blocks each, both stay small in a long answer.
 */
const partSize = 12;

/**
 * Renders into `root`. While a text is written, finished blocks are never touched again and the open ones are patched, so
 * that the cost of a delta does not grow with the length of the answer.
 */
export function createMarkdownView(root: Element, parse: Parse): MarkdownView {
  let splitter = createSplitter(parse);
  let finishedCount = 0;
  let written = '';
  /** The code block that is being written. */
  let openCode: Element | undefined;

  /** Makes `blocks` what follows the first `kept` blocks. A block's part depends on its number only, not on how it came. */
  function place(blocks: readonly BlockTokens[], kept: number): void {
    let part = Math.floor(kept / partSize);
    let before = kept % partSize;
    for (let placed = 0; placed < blocks.length || before > 0; part++) {
      const count = partSize - before;
      const live = root.children[part] ?? root.appendChild(element('div', { class: 'part' }));
      const wanted = render(blocks.slice(placed, placed + count).flat());
      patchChildren(live, wanted, live.childNodes[before] ?? null);
      placed += count;
      before = 0;
    }
    while (root.children.length > part) root.lastElementChild?.remove();
  }

  function placeWhole(text: string): void {
    place(splitWhole(parse, text), 0);
  }

  return {
    show(text) {
      splitter = createSplitter(parse);
      finishedCount = 0;
      written = '';
      openCode = undefined;
      placeWhole(text);
    },

    append(text) {
      written += text;
      const change = splitter.append(text);
      if (change.type === 'code') {
        openCode ??= [...root.querySelectorAll('.part:last-child > :last-child pre > code')].at(-1);
        if (openCode?.lastChild instanceof Text) openCode.lastChild.appendData(change.text);
        else openCode?.append(change.text);
      } else if (change.type === 'text') {
        openParagraph(root).append(change.text);
      } else {
        openCode = undefined;
        place([...change.finished, ...change.open], finishedCount);
        finishedCount += change.finished.length;
      }
    },

    end() {
      if (splitter.sawReference || splitter.isBehind) placeWhole(written);
    },
  };
}

/** The element that holds the text of the last paragraph; in a tight list that is the item. */
function openParagraph(root: Element): Element {
  let innermost = root;
  for (
    let last = root.lastElementChild;
    last?.matches('.part, ul, ol, li, blockquote, p');
    last = last.lastElementChild
  ) {
    innermost = last;
  }
  return innermost;
}
