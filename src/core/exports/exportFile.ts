import type { Conversation } from '../conversation/conversation';
import { exportedConversation } from './exportedConversation';

/** One conversation as JSON that a person can read, too. */
export function exportedJson(conversation: Conversation, exportedAt: number): string {
  return `${JSON.stringify(exportedConversation(conversation, exportedAt), undefined, 2)}\n`;
}

/** Several conversations as JSON Lines: one on each line, so that each is written and read by itself. */
export async function* exportedLines(
  conversations: AsyncIterable<Conversation>,
  exportedAt: number,
): AsyncGenerator<string, void, undefined> {
  for await (const conversation of conversations)
    yield `${JSON.stringify(exportedConversation(conversation, exportedAt))}\n`;
}

/** Characters of a file's name before its extension. */
const NAME_LENGTH = 60;
/** Names that Windows keeps for itself. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** `2026-03-01 Why is the sky blue.md`, with nothing in it that a file system refuses. */
export function exportFileName(title: string, time: number, extension: string): string {
  const day = dayOf(time);
  const plain = title
    .replace(/[\p{C}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = [...plain]
    .slice(0, NAME_LENGTH)
    .join('')
    .replace(/[. …]+$/, '');
  const name = RESERVED.test(short) ? '' : short;
  return `${[day, name].filter(Boolean).join(' ')}${extension}`;
}

/** In the time zone of this machine. */
function dayOf(time: number): string {
  const date = new Date(time);
  const digits = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${digits(date.getMonth() + 1)}-${digits(date.getDate())}`;
}
