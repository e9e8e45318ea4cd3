import type { FilePart } from '../chat';
import { decodeText } from '../decodeText';
import { findHidden, withoutHidden } from '../safety/hiddenCharacters';

/** Such a file, or why it does not go along. */
export type Instructions =
  /** `hidden`: so many characters that cannot be seen were left out. */
  | { readonly name: string; readonly text: string; readonly hidden: number }
  | { readonly name: string; readonly problem: 'tooLarge'; readonly bytes: number }
  | { readonly name: string; readonly problem: 'unreadable' }
  /** It is a link to something outside of the workspace. */
  | { readonly name: string; readonly problem: 'leadsOut' };

/** The limit is compared with the bytes of the file. What is hidden in the text is counted and taken out. */
export function readInstructions(name: string, bytes: Uint8Array, maxKilobytes: number): Instructions {
  if (bytes.length > maxKilobytes * 1024) return { name, problem: 'tooLarge', bytes: bytes.length };
  const text = decodeText(bytes);
  if (text === undefined) return { name, problem: 'unreadable' };
  const hidden = findHidden(text).reduce((sum, { count }) => sum + count, 0);
  return { name, text: (hidden > 0 ? withoutHidden(text) : text).trim(), hidden };
}

/** Those that go along, as parts: for what looks through what is sent. */
export function instructionParts(all: readonly Instructions[]): readonly FilePart[] {
  return all.flatMap(one =>
    'text' in one && one.text !== ''
      ? [{ type: 'file', name: one.name, language: 'markdown', text: one.text } as const]
      : [],
  );
}

/** What goes along behind the user's own system prompt. Empty where nothing does. */
export function instructionsInWords(all: readonly Instructions[]): string {
  return all
    .flatMap(one => ('text' in one && one.text !== '' ? [`Instructions from ${one.name}:\n\n${one.text}`] : []))
    .join('\n\n');
}
