import type { ChatEvent } from '../chat';
import { withoutHidden } from '../safety/hiddenCharacters';
import { cleanCompletion, cleanFilling } from './cleanCompletion';
import type { CursorContext } from './cursorContext';

/** Characters after which an answer is no completion any more: a model that never ends is left. */
const LONGEST = 50_000;

/** The text of a completion as it is written. */
export interface CompletionText {
  /** Takes the next event of the answer. False once it is longer than any completion. */
  take(event: ChatEvent): boolean;
  /** What can be inserted by now: without what may turn out to be no part of it, and without anything that cannot be seen. */
  soFar(): string;
  /** All of it, once nothing more comes. What cannot be seen is still in it, and has to be asked about. */
  whole(): string;
}

/** One for each answer, which it takes for that of a chat model until a `filling` event comes. Each look at it cleans all of it anew. */
export function createCompletionText(context: CursorContext): CompletionText {
  let written = '';
  let clean = cleanCompletion;
  return {
    take(event) {
      if (event.type === 'filling') clean = cleanFilling;
      if (event.type === 'text') written += event.text;
      return written.length <= LONGEST;
    },
    soFar: () => withoutHidden(clean(written, context, false)),
    whole: () => clean(written, context, true),
  };
}
