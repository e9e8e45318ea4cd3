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
  }

  function goTo({ id, offset }: ReadingPlace): void {
    const message = [...content.children].find(child => child instanceof HTMLElement && child.dataset['id'] === id);
    if (!(message instanceof HTMLElement)) return;
    setFollowing(false);
    log.scrollTop = message.offsetTop + offset;
    lastTop = log.scrollTop;
  }

  function setFollowing(next: boolean): void {
    if (next === following) return;
    following = next;
    changed(following, undefined);
  }

  log.addEventListener(
    'scroll',
    () => {
      const top = log.scrollTop;
      const atEnd = log.scrollHeight - log.clientHeight - top < tolerance;
      if (atEnd) setFollowing(true);
      else if (top < lastTop) setFollowing(false);
      lastTop = top;
    },
    { passive: true },
  );
  log.addEventListener('scrollend', () => {
    returningTo = undefined;
    changed(following, following ? undefined : placeOf(log, content));
  });

  const sizes = new ResizeObserver(pin);
  sizes.observe(log);
  sizes.observe(content);

  return {
    follow() {
      returningTo = undefined;
      setFollowing(true);
      pin();
    },
    restore(place) {
      // Messages have an estimated height until they come into sight: where one begins turns out as those before it do.
      returningTo = place;
      goTo(place);
    },
  };
}

function placeOf(log: HTMLElement, content: HTMLElement): ReadingPlace | undefined {
  for (const child of content.children) {
    if (!(child instanceof HTMLElement) || child.offsetTop + child.offsetHeight <= log.scrollTop) continue;
    return { id: child.dataset['id'] ?? '', offset: Math.round(log.scrollTop - child.offsetTop) };
  }
  return undefined;
}
