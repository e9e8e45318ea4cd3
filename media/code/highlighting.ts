import { element } from '../dom';
import { isUnfinished } from './codeActions';
import type { Lexer, Piece } from './highlight/kinds';

/** Code that is still being written is coloured this often, in milliseconds, and only while it is small. */
const calmRate = 500;
const largestUnfinished = 20_000;
const largest = 100_000;
/** A slice of work, in milliseconds: well within a frame. */
const slice = 6;

/** How far a block is coloured. It begins anew where the text before `tail` is no longer what it made. */
interface Reading {
  readonly language: string;
  readonly lexer: Lexer;
  /** What is not coloured yet. */
  readonly tail: Text;
  last: Node | null;
}

const ownScript = document.currentScript;

/**
 * Colours code, off everything that must be fast: once it is near the view, when the page is idle, in slices, line by line
 * from where it stopped. Elements around words are put in place of the text before the last text node, which is where text
 * is appended; `patchCode` takes them for the text that they hold. (CSS highlights would need no elements, but cost 6 ms in
 * every frame for 1,000 words as long as anything on the page changes.)
 */
export function createHighlighting(root: HTMLElement): { look(): void } {
  const blocks = root.getElementsByClassName('code');
  const seen = new WeakSet<Element>();
  const near = new Set<Element>();
  const readings = new WeakMap<Element, Reading>();
  let lastLook = -calmRate;
  let isLooking = false;
  let isScheduled = false;
  let isLoading = false;

  const observer = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) near.add(target);
        else near.delete(target);
      }
      schedule();
    },
    { root: root.parentElement, rootMargin: '800px 0px' },
  );

  function lookNow(): void {
    isLooking = false;
    lastLook = performance.now();
    for (const block of blocks) {
      if (seen.has(block)) continue;
      seen.add(block);
      observer.observe(block);
    }
    schedule();
  }

  function schedule(): void {
    if (isScheduled || near.size === 0) return;
    isScheduled = true;
    requestIdleCallback(work, { timeout: calmRate });
  }

  function work(): void {
    isScheduled = false;
    const end = performance.now() + slice;
    for (const block of near) {
      const code = block.querySelector('pre > code');
      if (!block.isConnected || !code) {
        near.delete(block);
      } else if (isDue(block, code)) {
        if (window.codeLexerFor && colour(code, isUnfinished(block), end)) continue;
        if (window.codeLexerFor) schedule();
        else load();
        return;
      }
    }
  }

  function load(): void {
    if (isLoading || !(ownScript instanceof HTMLScriptElement)) return;
    isLoading = true;
    const script = element('script', { src: new URL('highlight.js', ownScript.src).href });
    script.nonce = ownScript.nonce;
    script.addEventListener('load', schedule);
    document.head.append(script);
  }

  /** Colours what is left, until `end`. False when there is more. */
  function colour(code: Element, unfinished: boolean, end: number): boolean {
    const reading = resume(code);
    if (!reading) return true;
    const { tail } = reading;
    const whole = tail.data.lastIndexOf('\n') + 1;
    const text = unfinished ? tail.data.slice(0, whole) : tail.data;
    const made = document.createDocumentFragment();
    let position = 0;
    while (position < text.length && performance.now() < end) {
      const lineEnd = text.indexOf('\n', position);
      const next = lineEnd < 0 ? text.length : lineEnd + 1;
      const line = text.slice(position, lineEnd < 0 ? next : lineEnd);
      appendPieces(made, text.slice(position, next), read(reading.lexer, line));
      position = next;
    }
    if (position === 0) return text === '';
    code.insertBefore(made, tail);
    tail.deleteData(0, position);
    reading.last = tail.previousSibling;
    return position === text.length;
  }

  function resume(code: Element): Reading | undefined {
    const language = code.getAttribute('data-language') ?? '';
    const before = readings.get(code);
    if (
      before &&
      before.language === language &&
      before.tail === code.lastChild &&
      before.last === before.tail.previousSibling
    )
      return before;
    const lexer = window.codeLexerFor?.(language);
    if (!lexer) return undefined;
    const tail = document.createTextNode(code.textContent);
    code.replaceChildren(tail);
    const reading = { language, lexer, tail, last: null };
    readings.set(code, reading);
    return reading;
  }

  return {
    look() {
      if (isLooking) return;
      isLooking = true;
      setTimeout(lookNow, Math.max(0, lastLook + calmRate - performance.now()));
    },
  };
}

function isDue(block: Element, code: Element): boolean {
  if (!code.getAttribute('data-language') || !(code.lastChild instanceof Text) || code.lastChild.data === '')
    return false;
  const size = code.textContent.length;
  const limit = isUnfinished(block) ? largestUnfinished : largest;
  // What is hidden in code stays in its boxes, and what the reader has selected stays selected.
  return size <= limit && !code.querySelector('[data-hidden]') && !isSelected(code);
}

function isSelected(code: Element): boolean {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(code, true);
}

/** A lexer that fails, on whatever a model wrote, leaves the line as it is. */
function read(lexer: Lexer, line: string): readonly Piece[] {
  try {
    return lexer.read(line);
  } catch {
    return [];
  }
}

function appendPieces(parent: DocumentFragment, line: string, pieces: readonly Piece[]): void {
  let position = 0;
  for (const { start, end, kind } of pieces) {
    appendPlain(parent, line.slice(position, start));
    parent.append(element('span', { class: `hl-${kind}` }, line.slice(start, end)));
    position = end;
  }
  appendPlain(parent, line.slice(position));
}

function appendPlain(parent: DocumentFragment, text: string): void {
  if (parent.lastChild instanceof Text) parent.lastChild.appendData(text);
  else if (text) parent.append(text);
}
