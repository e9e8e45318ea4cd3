import type { ConversationLabel } from '../store/historyTypes';
import { beginningOf } from '../text';
import { type Conversation, questionText } from './conversation';

/** Characters of a title. */
const TITLE_LENGTH = 60;

/** The title that the user has given, or else the one that its first question gives. */
export function titleOf(conversation: Conversation): string {
  return conversation.label?.title || ownTitleOf(conversation);
}

/** With another title or pin. An empty title takes the title back. */
export function relabelled(conversation: Conversation, change: ConversationLabel): Conversation {
  const { title, ...others } = { ...conversation.label, ...change };
  return { ...conversation, label: title ? { ...others, title } : others };
}

/** The first line of the first question and the file or picture that it is about, or an empty string before there is one. */
export function ownTitleOf(conversation: Conversation): string {
  const first = conversation.entries.find(entry => entry.role === 'user');
  if (!first) return '';
  const words = questionText(first).trim().split('\n', 1)[0] ?? '';
  const file = first.parts
    .find(part => part.type !== 'text')
    ?.name.split('/')
    .at(-1);
  const line = [words.replace(/\.$/, ''), file].filter(Boolean).join(' · ');
  return line.length > TITLE_LENGTH ? `${beginningOf(line, TITLE_LENGTH - 1).trimEnd()}…` : line;
}
