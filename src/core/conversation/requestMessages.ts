import type { Message } from '../chat';
import type { Conversation, Entry } from './conversation';

/** What a server is sent: the instructions, then all that was said. Answers without a word are left out. */
export function requestMessages(conversation: Conversation, systemPrompt: string): readonly Message[] {
  const system: readonly Message[] =
    systemPrompt.trim() === '' ? [] : [{ role: 'system', parts: [{ type: 'text', text: systemPrompt }] }];
  return [...system, ...mergeNeighbours(conversation.entries.flatMap(entryMessage))];
}

/** Many chat templates refuse two messages of one role in a row, which a failed answer leaves behind. */
function mergeNeighbours(messages: readonly Message[]): readonly Message[] {
  const merged: Message[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === message.role) merged[merged.length - 1] = { ...last, parts: [...last.parts, ...message.parts] };
    else merged.push(message);
  }
  return merged;
}

function entryMessage(entry: Entry): readonly Message[] {
  if (entry.role === 'user') return [{ role: 'user', parts: entry.parts }];
  return entry.text === '' ? [] : [{ role: 'assistant', parts: [{ type: 'text', text: entry.text }] }];
}
