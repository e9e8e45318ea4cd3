import { type Conversation, questionText } from '../conversation/conversation';
import { isRecord, stringField } from '../unknown';

/** Where a draft outlives the window. Written late by some hosts: what is read may be older than what was written last. */
export interface DraftMemory {
  readonly read: () => unknown;
  readonly write: (value: KeptDraft | undefined) => void;
}

/** A draft, and the last question that stood above it. */
export interface KeptDraft {
  readonly text: string;
  readonly after: string;
}

/** What is in the message box, for a page that is built again and for a window that is opened again. */
export interface Drafts {
  /** The draft, unless it has become a question of the conversation since it was written. */
  read(conversation: Conversation): string;
  write(text: string, conversation: Conversation): void;
}

/** Characters of a draft that outlives the window. A longer one lives as long as the window does. */
const MAX_KEPT = 64 * 1024;

/** @param mayKeep whether anything may be written to disk */
export function createDrafts(memory: DraftMemory, mayKeep: () => boolean): Drafts {
  let current: KeptDraft | undefined;
  /** What this window wrote is true. What it found may have been sent by the window before. */
  let isFound = false;
  let isKept = true;

  function keep(draft: KeptDraft): void {
    const fits = draft.text !== '' && draft.text.length <= MAX_KEPT && mayKeep();
    if (fits || isKept) memory.write(fits ? draft : undefined);
    isKept = fits;
  }

  return {
    read(conversation) {
      if (!current) {
        current = keptDraft(memory.read());
        isFound = true;
      }
      if (!current || (isFound && wasSent(current, conversation))) return '';
      return current.text;
    },
    write(text, conversation) {
      current = { text, after: lastQuestion(conversation)?.id ?? '' };
      isFound = false;
      keep(current);
    },
  };
}

/** What was kept, if it is a draft. */
export function keptDraft(value: unknown): KeptDraft | undefined {
  if (!isRecord(value)) return undefined;
  const text = stringField(value, 'text');
  return text === undefined ? undefined : { text, after: stringField(value, 'after') ?? '' };
}

/**
 * Whether the conversation, which is on disk before a question leaves this machine, holds the draft as a question that came
 * after it. The memory alone cannot tell: that the draft is gone may not have been written when the window went away.
 */
function wasSent({ text, after }: KeptDraft, conversation: Conversation): boolean {
  const index = conversation.entries.findIndex(({ id }) => id === after);
  // It stood in another conversation.
  if (index < 0 && after !== '') return false;
  const later = conversation.entries.slice(index + 1).filter(entry => entry.role === 'user');
  // A slash command became a question in other words.
  return text.startsWith('/') ? later.length > 0 : later.some(entry => questionText(entry).trim() === text.trim());
}

function lastQuestion({ entries }: Conversation) {
  return entries.findLast(entry => entry.role === 'user');
}
