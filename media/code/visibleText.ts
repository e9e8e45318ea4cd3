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
  const whole = joins ? sourceText(code) + text : text;
  if (joins) code.replaceChildren();
  appendText(code, whole);
}

/** Makes one piece of code say what another says, and leaves it alone as far as it does, colours and selection included. */
export function patchCode(live: Element, wanted: Element): void {
  const before = sourceText(live);
  const after = sourceText(wanted);
  if (after === before) return;
  if (after.startsWith(before)) appendCode(live, after.slice(before.length));
  else live.replaceChildren(...wanted.childNodes);
}
