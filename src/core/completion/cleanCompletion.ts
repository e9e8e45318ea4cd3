import { withoutControls } from '../safety/hiddenCharacters';
import { withoutThinking, withoutTokens } from './answerTokens';
import { marksFor } from './completionRequest';
import type { CursorContext } from './cursorContext';
import { indentAtCursor } from './indentAtCursor';
import { withoutRepeatedAfter } from './repeatedAfter';
import { withoutRepeatedBefore } from './repeatedBefore';
import { withoutWrapping } from './wrapping';

/**
 * The text to insert, from what a model has written so far. Models wrap code in fences, say a sentence first, and repeat
 * what stands before or after the cursor; none of it belongs into the document. While the answer is still being written
 * (`ended` false), what may yet turn out to be a fence or a repetition is held back.
 */
export function cleanCompletion(written: string, context: CursorContext, ended: boolean): string {
  const { cursor, gap } = marksFor(context);
  let text = withoutThinking(plain(written));
  text = withoutTokens(text, context, { marks: [cursor, gap], isFilling: false, ended });
  text = withoutWrapping(text.replaceAll(`${gap}\n`, '').replaceAll(gap, '').replaceAll(cursor, ''), context, ended);
  const rest = withoutRepeatedBefore(text, context, ended);
  if (rest === undefined) return '';
  // Before and after: what closes an outer block says nothing of the margin, and with the right one more can be told.
  const own = ended ? withoutRepeatedAfter(rest.text, context) : rest.text;
  const fitted = indentAtCursor(own, context, rest.shift);
  return ended ? withoutRepeatedAfter(fitted, context) : fitted;
}

/** The same from a model that fills in: its text begins exactly at the cursor, so nothing at its beginning is touched. */
export function cleanFilling(written: string, context: CursorContext, ended: boolean): string {
  const text = withoutTokens(plain(written), context, { marks: [], isFilling: true, ended });
  return ended ? withoutRepeatedAfter(text, context) : text;
}

/** With one kind of line end, and nothing that is meant for a terminal (row S21). */
function plain(written: string): string {
  return withoutControls(written.replace(/\r\n?/g, '\n'));
}
