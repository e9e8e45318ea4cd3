/**
 * Work that is due once an element comes near the reader's eyes, or when there is time for it: what was put off last, which
 * stands furthest down, comes first. Everything gets its turn within seconds, so that searching in the page and a screen reader
 * find all of it. An element that waits is marked with `aria-busy`.
 */
const waiting = new Map<Element, () => void>();
const order: Element[] = [];

/** Milliseconds of one piece of work: less than a frame. */
const sliceLength = 8;

/** An element is near when the reader could see it after one turn of the wheel. */
const near = '1200px 0px';

let isScheduled = false;
const arriving = new IntersectionObserver(
  entries => {
    const end = performance.now() + sliceLength;
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      if (performance.now() < end) buildNow(target);
      else order.push(target);
    }
  },
  { scrollMargin: near },
);

/** Puts off what has to be done for an element. */
export function buildLater(element: Element, build: () => void): void {
  waiting.set(element, build);
  order.push(element);
  element.setAttribute('aria-busy', 'true');
  arriving.observe(element);
  schedule();
}

/** Does what was put off for this element, if anything. */
export function buildNow(element: Element): void {
  const build = waiting.get(element);
  if (!build) return;
  forget(element);
  build();
}

/** The element is not needed any more. */
export function forget(element: Element): void {
  if (!waiting.delete(element)) return;
  arriving.unobserve(element);
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
