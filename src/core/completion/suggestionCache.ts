/** Where text is wanted. Line ends are `\n`. */
export interface Place {
  /** Tells documents apart. */
  readonly document: string;
  readonly before: string;
  readonly after: string;
}

/** What is offered at the cursor. What the editor has closed by itself is in the text, too, which replaces it. */
export interface Suggestion {
  readonly text: string;
  /** Characters after the cursor that the text takes the place of: brackets and quotes that the editor closed by itself. */
  readonly replaces: number;
}

/** Suggestions that were made, so that typing along one, or accepting it word by word, asks nobody. */
export interface SuggestionCache {
  /** What is left of a suggestion at this place. An empty text: the model had nothing to add exactly here. */
  find(place: Place): Suggestion | undefined;
  keep(place: Place, text: string): void;
}

/** Each holds its whole document; older ones are hardly typed along. */
const MOST = 10;

/** Keeps the last ten, each with all that was around its cursor, until newer ones come: none of them runs out. */
export function createSuggestionCache(): SuggestionCache {
  let kept: readonly (Place & { readonly text: string })[] = [];
  return {
    find(place) {
      for (const { text, ...made } of kept) {
        const rest = restOf(text, made, place);
        if (rest) return rest;
      }
      return undefined;
    },
    keep(place, text) {
      kept = [{ ...place, text }, ...kept].slice(0, MOST);
    },
  };
}

function restOf(text: string, made: Place, now: Place): Suggestion | undefined {
  if (made.document !== now.document || !now.before.startsWith(made.before)) return undefined;
  const typed = now.before.slice(made.before.length);
  const replaces = closedByEditor(made.after, now.after);
  if (replaces === undefined || !text.startsWith(typed)) return undefined;
  const rest = text.slice(typed.length);
  if (text === '') return typed === '' && replaces === 0 ? { text, replaces } : undefined;
  if (rest === '' || !holdsInOrder(rest, now.after.slice(0, replaces))) return undefined;
  return { text: rest, replaces };
}

/** How many closers stand before what followed the cursor; undefined when that has changed otherwise. */
function closedByEditor(made: string, now: string): number | undefined {
  if (!now.endsWith(made)) return undefined;
  const more = now.slice(0, now.length - made.length);
  return /^[)\]}>"'`]{0,8}$/.test(more) ? more.length : undefined;
}

/** VS Code shows a suggestion only where it keeps each character of what it takes the place of. */
function holdsInOrder(text: string, characters: string): boolean {
  let from = 0;
  for (const character of characters) {
    const found = text.indexOf(character, from);
    if (found < 0) return false;
    from = found + 1;
  }
  return true;
}
