/**
 * Work that is due once an element comes near the reader's eyes, or when there is time for it: what was put off last, which
 * stands furthest down, comes first. Everything gets its turn within seconds, so that searching in the page and a screen reader
 * find all of it. An element that waits is marked with `aria-busy`.
 */
const waiting = new Map<Element, () => void>();
const order: Element[] = [];
const listeners: (() => void)[] = [];

/** Milliseconds of one piece of work: less than a frame. */
const sliceLength = 8;

/** Pixels. What is nearer than this could be seen after one turn of the wheel. */
const near = 2000;

let isScheduled = false;
let isCheckDue = false;

// Looking at what waits, after the reader has moved, costs less than having every element watched.
document.addEventListener('scroll', checkSoon, { capture: true, passive: true });

function checkSoon(): void {
  if (isCheckDue || waiting.size === 0) return;
  isCheckDue = true;
  requestAnimationFrame(() => {
    isCheckDue = false;
    buildNear();
  });
}

function buildNear(): void {
  const end = performance.now() + sliceLength;
  for (const element of waiting.keys()) {
    if (!isNear(element)) continue;
    if (performance.now() > end) {
      checkSoon();
      return;
    }
    buildNow(element);
  }
}

function isNear(element: Element): boolean {
  // What the browser leaves out is far away, and to ask for its place would make the browser lay it out.
  if (!element.checkVisibility({ contentVisibilityAuto: true })) return false;
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > -near && top < window.innerHeight + near;
}

/** Puts off what has to be done for an element. */
export function buildLater(element: Element, build: () => void): void {
  waiting.set(element, build);
  order.push(element);
  element.setAttribute('aria-busy', 'true');
  checkSoon();
  schedule();
}

/** Called whenever something that was put off is there. */
export function whenBuilt(listener: () => void): void {
  listeners.push(listener);
}

/** Does what was put off for this element, if anything. */
export function buildNow(element: Element): void {
  const build = waiting.get(element);
  if (!build) return;
  forget(element);
  build();
  for (const listener of listeners) listener();
}

/** The element is not needed any more. */
export function forget(element: Element): void {
  if (!waiting.delete(element)) return;
  element.removeAttribute('aria-busy');
}

function schedule(): void {
  if (isScheduled || waiting.size === 0) return;
  isScheduled = true;
  requestIdleCallback(work, { timeout: 300 });
}

function work(): void {
  isScheduled = false;
  const end = performance.now() + sliceLength;
  while (order.length > 0 && performance.now() < end) {
    const element = order.pop();
    if (element) buildNow(element);
  }
  schedule();
}
