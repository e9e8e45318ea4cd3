import type { Trigger } from '../../src/shared/viewState';

/** The word at the caret that asks for a list. */
export interface TriggerWord {
  readonly trigger: Trigger;
  /** What is typed behind the trigger. */
  readonly query: string;
  /** Where the trigger stands in the text. */
  readonly start: number;
}

/** Characters that are looked at before the caret: no name is longer. */
const REACH = 100;

/** A slash that begins the text, or a `#` or `@` that begins a word, with what is typed behind it up to the caret. */
export function triggerAt(text: string, caret: number): TriggerWord | undefined {
  const from = Math.max(0, caret - REACH);
  const before = text.slice(from, caret);
  const slash = from === 0 ? /^\/([^\s/]*)$/.exec(before) : null;
  if (slash) return { trigger: '/', query: slash[1] ?? '', start: 0 };
  const word = /(?:^|[\s(])(?:(#)|@)([^\s#@]*)$/.exec(before);
  // Where the piece that is looked at is cut, it is not known whether the word begins there.
  if (!word || (word[0].length === before.length && from > 0)) return undefined;
  const query = word[2] ?? '';
  // The number of an issue.
  if (word[1] && /^\d+$/.test(query)) return undefined;
  return { trigger: word[1] ? '#' : '@', query, start: caret - query.length - 1 };
}
