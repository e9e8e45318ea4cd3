import type { FilePart } from '../chat';
import type { Conversation } from '../conversation/conversation';

/** By answer, the file that the question before it came with, where it was one alone. */
export function filesAskedAbout({ entries }: Conversation): ReadonlyMap<string, FilePart> {
  const askedAbout = new Map<string, FilePart>();
  let file: FilePart | undefined;
  for (const entry of entries) {
    if (entry.role === 'user') {
      const files = entry.parts.filter(part => part.type === 'file').filter(isCode);
      file = files.length === 1 ? files[0] : undefined;
    } else if (file) askedAbout.set(entry.id, file);
  }
  return askedAbout;
}

/** A list of names or a diff is no place for code. */
function isCode({ context }: FilePart): boolean {
  return context === undefined || context.kind === 'symbol';
}
