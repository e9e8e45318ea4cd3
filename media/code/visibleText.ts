import { element } from '../dom';
import { strings } from '../strings';
import { isUnsuspicious, nameCodePoints, readCodePoints, splitHidden } from './hiddenCharacters';

/**
 * Adds text as it is seen: one text node per run, so that a growing paragraph grows at its end instead of gaining nodes, and
 * a box for what is hidden in it. The box has no text: what is copied from the page is what is seen on it.
 */
export function appendText(parent: Node, text: string): void {
  for (const piece of splitHidden(text)) {
    if (piece.isHidden) parent.appendChild(hiddenBox(piece.text));
    else if (parent.lastChild instanceof Text) parent.lastChild.appendData(piece.text);
    else if (piece.text) parent.appendChild(document.createTextNode(piece.text));
  }
}

function hiddenBox(text: string): HTMLElement {
  return element('span', { class: 'hidden-characters', 'data-hidden': nameCodePoints(text), title: strings.hidden });
}

/** The text as the model wrote it, with what is hidden in it. */
export function sourceText(node: Node): string {
  let text = '';
  for (const child of node.childNodes) {
    const names = child instanceof Element ? child.getAttribute('data-hidden') : null;
    text += names === null ? child.textContent : readCodePoints(names);
  }
  return text;
}

/** Adds to code that is being written. Colours that it already has stay. */
export function appendCode(code: Element, text: string): void {
  const last = code.lastChild instanceof Text ? code.lastChild.data : '';
  // Half of a pair, or of a flag, says something else together with what follows.
  const joins = !isUnsuspicious(text) || last.endsWith('\uDB40');
  appendText(code, joins ? takeEnd(code) + text : text);
}

/** Takes off the end what can say something else together with what follows: a flag without its tags, a box, half of a pair. */
function takeEnd(code: Element): string {
  const half = takeText(code, 1, /[\uD800-\uDBFF]/);
  const box = code.lastElementChild;
  const names = box === code.lastChild ? box?.getAttribute('data-hidden') : undefined;
  if (names) box?.remove();
  const flag = takeText(code, 2, /\uD83C\uDFF4/);
  return flag + (names ? readCodePoints(names) : '') + half;
}

/** Takes as many code units off the end, where they are these. */
function takeText(code: Element, length: number, wanted: RegExp): string {
  const last = code.lastChild;
  const end = last?.textContent?.slice(-length) ?? '';
  if (!last || !wanted.test(end)) return '';
  const rest = last.textContent?.slice(0, -length) ?? '';
  if (rest === '') last.remove();
  else last.textContent = rest;
  return end;
}

/** Makes one piece of code say what another says, and leaves it alone as far as it does, colours and selection included. */
export function patchCode(live: Element, wanted: Element): void {
  const before = sourceText(live);
  const after = sourceText(wanted);
  if (after === before) return;
  if (after.startsWith(before)) appendCode(live, after.slice(before.length));
  else live.replaceChildren(...wanted.childNodes);
}
