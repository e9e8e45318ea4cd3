import type { FilePart, Message, MessagePart, ToolCall } from '../chat';

/** A message as the plain text that every server understands: files as fenced blocks, then the words. */
export function messageText(message: Message): string {
  return message.parts.map(partText).join('\n\n');
}

/** A message as servers that see images want it. Plain text where there is no image: many servers know nothing else. */
export function messageContent(message: Message): unknown {
  const images = message.parts.filter(part => part.type === 'image');
  if (images.length === 0) return messageText(message);
  const text = messageText({ ...message, parts: message.parts.filter(part => part.type !== 'image') });
  return [
    // Some servers refuse a text that is empty.
    ...(text === '' ? [] : [{ type: 'text', text }]),
    ...images.map(({ mediaType, data }) => ({
      type: 'image_url',
      image_url: { url: `data:${mediaType};base64,${data}` },
    })),
  ];
}

function partText(part: MessagePart): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'file':
      return fileText(part);
    case 'image':
      // So that the words about it make sense where the image itself cannot go.
      return `[Image: ${part.name}]`;
    case 'toolCall':
      return toolCallText(part.call);
    case 'toolResult':
      return `[Result of the tool call ${part.callId}]\n${part.content.map(partText).join('\n\n')}`;
  }
}

function toolCallText({ id, name, arguments: written }: ToolCall): string {
  return `[Called the tool ${name} (${id}) with ${written}]`;
}

function fileText(file: FilePart): string {
  const lines = file.lines ? ` (lines ${file.lines[0]}–${file.lines[1]})` : '';
  // The fence must be longer than any in the text, or a Markdown file would end its own block.
  const longest = Math.max(2, ...[...file.text.matchAll(/`{3,}/g)].map(match => match[0].length));
  const fence = '`'.repeat(longest + 1);
  const code = `${file.name}${lines}:\n${fence}${file.language}\n${file.text}\n${fence}`;
  const problems = (file.problems ?? []).map(problem => `- ${problem}`);
  return problems.length === 0 ? code : [code, '', 'Reported by the editor:', ...problems].join('\n');
}
