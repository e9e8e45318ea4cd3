import { patchCode } from '../code/visibleText';

/** Stands for so many elements that stay as they are. Nothing else makes a comment. */
export function makeGap(count: number): Comment {
  return document.createComment(String(count));
}

/**
 * Makes `live`'s children from `first` on equal to `wanted`'s, touching only what differs. Text that grew is appended to, so
 * selection, focus and the scroll position of a wide table survive the next delta, and only the changed line is laid out.
 */
export function patchChildren(live: Node, wanted: Node, first: ChildNode | null = live.firstChild): void {
  let current = first;
  for (const next of [...wanted.childNodes]) {
    if (next instanceof Comment) {
      current = skip(current, Number(next.data));
      continue;
    }
    if (!current) {
      live.appendChild(next);
      continue;
    }
    const following: ChildNode | null = current.nextSibling;
    patchNode(current, next);
    current = following;
  }
  while (current) {
    const following: ChildNode | null = current.nextSibling;
    current.remove();
    current = following;
  }
}

function skip(from: ChildNode | null, count: number): ChildNode | null {
  let current = from;
  for (let skipped = 0; skipped < count; skipped++) current = current?.nextSibling ?? null;
  return current;
}

function patchNode(current: ChildNode, next: ChildNode): void {
  if (current.isEqualNode(next)) return;
  if (current instanceof Text && next instanceof Text) {
    if (next.data.startsWith(current.data)) current.appendData(next.data.slice(current.data.length));
    else current.data = next.data;
  } else if (current instanceof Element && next instanceof Element && current.tagName === next.tagName) {
    patchAttributes(current, next);
    if (current.tagName === 'CODE') patchCode(current, next);
    else patchChildren(current, next);
  } else {
    current.replaceWith(next);
  }
}

function patchAttributes(current: Element, next: Element): void {
  for (const name of current.getAttributeNames()) {
    if (!next.hasAttribute(name)) current.removeAttribute(name);
  }
  for (const name of next.getAttributeNames()) {
    const value = next.getAttribute(name) ?? '';
    if (current.getAttribute(name) !== value && !isReaders(current, name)) current.setAttribute(name, value);
  }
}

/** What the reader chose, such as to wrap the lines of a block, is not the answer's to change. */
function isReaders(element: Element, name: string): boolean {
  return name === 'aria-pressed' && element.hasAttribute(name);
}
