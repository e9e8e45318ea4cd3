import type { FilePart, Message, Part } from '../chat';

/** A message as the plain text that every server understands: files as fenced blocks, then the words. */
export function messageText(message: Message): string {
  return message.parts.map(partText).join('\n\n');
}

function partText(part: Part): string {
  return part.type === 'text' ? part.text : fileText(part);
}

function fileText(file: FilePart): string {
  const lines = file.lines ? ` (lines ${file.lines[0]}–${file.lines[1]})` : '';
  // The fence must be longer than any in the text, or a Markdown file would end its own block.
  const longest = Math.max(2, ...[...file.text.matchAll(/`{3,}/g)].map(match => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${file.name}${lines}:\n${fence}${file.language}\n${file.text}\n${fence}`;
}
