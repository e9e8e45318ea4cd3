import type { Part } from '../chat';
import { withoutHidden } from '../conversation/branches';
import type { Answer, Conversation, Entry } from '../conversation/conversation';
import { copyRecords } from '../store/copy';

/** What an exported conversation says that it is, in its first field. docs/export-format.md describes it. */
export const EXPORT_FORMAT = 'endpoint-chat-conversation';

/** A file with a higher number is refused as of a later version of this extension, one with any other as damaged. */
export const EXPORT_VERSION = 1;

/**
 * All of a conversation as plain data: every version of every message, pictures, times, its title. What was deleted is left out:
 * nobody looks for it in a file that they pass on. So is what the file of a document is on this machine: it says nothing on another
 * one but its user's name.
 */
export function exportedConversation(of: Conversation, exportedAt: number): object {
  const conversation = withoutDeleted(of);
  const { createdAt, label, target, branches } = conversation;
  const lastOf = new Map([...branches.follows].map(([id, after]) => [after, id]));
  return {
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    exportedAt,
    createdAt,
    ...(label ? { label } : {}),
    ...(target ? { target } : {}),
    entries: copyRecords(conversation).flatMap(record =>
      record.type === 'entry' ? [{ ...exportedEntry(record.entry), after: record.after }] : [],
    ),
    // What was written last is shown where nothing else is said.
    chosen: [...branches.chosen].flatMap(([after, id]) => (lastOf.get(after) === id ? [] : [id])),
  };
}

/** The conversation as if what is deleted had never been said. */
export function withoutDeleted(conversation: Conversation): Conversation {
  const branches = withoutHidden(conversation.branches);
  return { ...conversation, branches, aside: conversation.aside.filter(({ id }) => branches.follows.has(id)) };
}

function exportedEntry(entry: Entry): Entry {
  if (entry.role === 'assistant') return settled(entry);
  return { ...entry, parts: entry.parts.map(withoutSource) };
}

function withoutSource(part: Part): Part {
  if (part.type !== 'file') return part;
  const { source: _s, ...rest } = part;
  return rest;
}

/** Who reads it waits for nothing: an answer that is still being written is what there is of it. */
export function settled<T extends Pick<Answer, 'status'>>(answer: T): T {
  const isRunning = answer.status === 'waiting' || answer.status === 'streaming';
  return isRunning ? { ...answer, status: 'interrupted' } : answer;
}
