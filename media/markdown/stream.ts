import type { ViewFile } from '../../src/shared/viewState';
import { appendCode, appendText } from '../code/visibleText';
import { element } from '../dom';
import { buildLater, forget } from '../later';
import { estimateText, reserveHeight } from './estimate';
import type { Parse } from './parser';
import { placeBlocks } from './parts';
import { createSplitter, createWholeText } from './splitter';

/** An answer's Markdown on the page. */
export interface MarkdownView {
  /** Shows a text that is complete. */
  show(text: string): void;
  /** Shows more of a text that is still being written. */
  append(text: string): void;
  /** The text that was appended is complete. */
  end(): void;
}

/** A text up to this many characters is read at once, a longer one for so many milliseconds at a time. */
const longText = 40_000;
const readingTime = 6;

/**
 * Renders into `root`. While a text is written, finished blocks are never touched again and the open ones are patched, so
 * that the cost of a delta does not grow with the length of the answer.
 */
export function createMarkdownView(root: Element, parse: Parse, file?: ViewFile): MarkdownView {
  let splitter = createSplitter(parse);
  let finishedCount = 0;
  let written = '';
  /** The code block that is being written. */
  let openCode: Element | undefined;

  /** Shows all of a text. A long one is read piece by piece; what it is to replace stays until then. */
  function placeWhole(text: string): void {
    const whole = createWholeText(parse, text);
    if (text.length <= longText) {
      whole.read(() => true);
      placeBlocks(root, file, { kept: 0, finished: whole.blocks(), open: [] });
      return;
    }
    if (!root.hasChildNodes()) root.append(element('div', { class: 'part' }));
    const first = root.firstElementChild;
    if (!(first instanceof HTMLElement)) return;
    if (!first.hasChildNodes()) reserveHeight(first, estimateText(text));
    const readOn = (): void => {
      const end = performance.now() + readingTime;
      if (whole.read(() => performance.now() < end)) {
        first.style.removeProperty('contain-intrinsic-block-size');
        placeBlocks(root, file, { kept: 0, finished: whole.blocks(), open: [] });
      } else {
        buildLater(first, readOn);
      }
    };
    buildLater(first, readOn);
  }

  return {
    show(text) {
      for (const part of root.children) forget(part);
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
        if (openCode) appendCode(openCode, change.text);
      } else if (change.type === 'text') {
        appendText(openParagraph(root), change.text);
      } else {
        openCode = undefined;
        placeBlocks(root, file, { kept: finishedCount, finished: change.finished, open: change.open });
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
