import type { ReadingPlace } from './host';

/** The transcript's scroll position. */
export interface Follower {
  /** Goes to the end and stays there. */
  follow(): void;
  /** Goes to where the reader was before the page was rebuilt. */
  restore(place: ReadingPlace): void;
}

/** How near the end counts as at the end: less than a line, more than the fraction of a pixel that zooming leaves. */
const tolerance = 8;

/** Keys with which a reader goes down. */
const down: ReadonlySet<string> = new Set(['End', 'PageDown', 'ArrowDown', ' ']);

/**
 * Keeps the end of the transcript in sight until the reader scrolls up, and from then on moves nothing under them. Growth is
 * noticed by observing sizes, after the browser's own layout, so that showing a delta reads no layout at all.
 */
export function followEnd(
  log: HTMLElement,
  content: HTMLElement,
  changed: (following: boolean, place: ReadingPlace | undefined) => void,
): Follower {
  let following = true;
  let lastTop = 0;
  /** Where the reader was, until it is in its place. */
  let returningTo: ReadingPlace | undefined;

  function pin(): void {
    // Beyond any height: the browser stops at the end, and nothing needs to be measured.
    if (following) log.scrollTo({ top: Number.MAX_SAFE_INTEGER, behavior: 'instant' });
    else if (returningTo) goTo(returningTo);
    // All of it is in sight: nobody has scrolled up any more.
    else if (log.clientHeight > 0 && log.scrollHeight <= log.clientHeight) setFollowing(true);
  }

  function isAtEnd(): boolean {
    return log.scrollHeight - log.clientHeight - log.scrollTop < tolerance;
  }

  /** Where the end has come up to the reader, going down scrolls nothing that would tell of it. */
  function goDown(): void {
    if (!following && isAtEnd()) setFollowing(true);
  }

  function goTo(place: ReadingPlace): void {
    const distance = distanceTo(log, content, place);
    if (distance === undefined) return;
    setFollowing(false);
    log.scrollTop += distance;
    lastTop = log.scrollTop;
  }

  /** While something above is still being built or laid out, only the reader's own doing ends the return. */
  function hasReturned(place: ReadingPlace): boolean {
    return !content.querySelector('[aria-busy]') && Math.abs(distanceTo(log, content, place) ?? 0) < 2;
  }

  function setFollowing(next: boolean): void {
    if (next === following) return;
    following = next;
    // A page that is thrown away on the way back must not forget where that leads.
    changed(following, following ? undefined : returningTo);
  }

  log.addEventListener(
    'scroll',
    () => {
      const top = log.scrollTop;
      if (isAtEnd()) {
        // On the way back to a place, the end is only as far as the page has been laid out. And where what is above turns out
        // shorter than it was reserved for, the end comes up to a reader who did not go there.
        if (!returningTo && top > lastTop) setFollowing(true);
      } else if (top < lastTop) setFollowing(false);
      lastTop = top;
    },
    { passive: true },
  );
  for (const own of ['wheel', 'keydown', 'pointerdown', 'focusin']) {
    log.addEventListener(own, () => (returningTo = undefined), { passive: true });
  }
  log.addEventListener('wheel', ({ deltaY }) => deltaY > 0 && goDown(), { passive: true });
  log.addEventListener('keydown', event => {
    // In a box, keys move the caret; a space there or on a button is a space or a click, and with Shift it goes up.
    const isElsewhere = event.target instanceof Element && event.target.closest('textarea, input, button, a, summary');
    if (down.has(event.key) && !event.shiftKey && !isElsewhere) goDown();
  });
  log.addEventListener('scrollend', () => {
    const place = returningTo;
    if (!place) return changed(following, following ? undefined : placeOf(log, content));
    // What has come into sight gets its own height instead of an estimated one with the next frames, which moves the place once more.
    afterNextFrame(() => {
      if (returningTo !== place || !hasReturned(place)) return;
      returningTo = undefined;
      changed(following, placeOf(log, content));
    });
  });

  const sizes = new ResizeObserver(pin);
  sizes.observe(log);
  sizes.observe(content);

  return {
    follow() {
      returningTo = undefined;
      setFollowing(true);
      // To observe anew is to be called after the next layout. To scroll now would cost a layout of its own.
      sizes.unobserve(content);
      sizes.observe(content);
    },
    restore(place) {
      // Messages have an estimated height until they come into sight: where one begins turns out as those before it do.
      returningTo = place;
      goTo(place);
    },
  };
}

function afterNextFrame(action: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(action));
}

/** How far the reader has to go to a place; undefined where there is no such message. */
function distanceTo(log: HTMLElement, content: HTMLElement, { id, part, offset }: ReadingPlace): number | undefined {
  const message = [...content.children].find(child => child instanceof HTMLElement && child.dataset['id'] === id);
  // A long answer has no parts until it has been read.
  const target = part === undefined ? message : message?.querySelectorAll('.part')[part];
  const to = (node: Element): number => node.getBoundingClientRect().top - log.getBoundingClientRect().top;
  return target ? to(target) + offset : message && to(message);
}

/** The first message in sight, or the part of it. */
function placeOf(log: HTMLElement, content: HTMLElement): ReadingPlace | undefined {
  const top = log.getBoundingClientRect().top;
  const isInSight = (node: Element): boolean => node.getBoundingClientRect().bottom > top;
  const message = [...content.children].find(isInSight);
  if (!(message instanceof HTMLElement)) return undefined;
  const parts = [...message.querySelectorAll('.part')];
  // Above its first part, the message itself is the better mark.
  const part = parts.findLastIndex(node => node.getBoundingClientRect().top <= top);
  const mark = parts[part] ?? message;
  const offset = Math.round(top - mark.getBoundingClientRect().top);
  return { id: message.dataset['id'] ?? '', offset, ...(part === -1 ? {} : { part }) };
}
