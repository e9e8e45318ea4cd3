import { withoutControls, withoutHidden } from '../safety/hiddenCharacters';

/** Characters of a title that somebody has given. */
const MOST_TITLE_LENGTH = 200;

/** A title in one line, without what cannot be seen. */
export function cleanTitle(title: string): string {
  // A file may hold one of any length.
  const beginning = title.trimStart().slice(0, MOST_TITLE_LENGTH * 4);
  const line = withoutHidden(withoutControls(beginning)).replace(/\s+/g, ' ').trim();
  return [...line].slice(0, MOST_TITLE_LENGTH).join('').trim();
}
