import { type Conversation, type Question, questionText } from '../conversation/conversation';
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
  /** The name of what goes along with it, in `WaitingFiles`. */
  readonly along?: string;
}

/** What is in the message box, for a page that is built again and for a window that is opened again. */
export interface Drafts {
  /** The draft, unless it has become a question of the conversation since it was written. */
  read(conversation: Conversation): string;
  write(text: string, conversation: Conversation): void;
  /** Empties the box for a message that is on its way. What outlives the window stays: it may go before the message does. */
  sending(): void;
  /** The message is part of the conversation, or is not to be sent any more. */
  sent(conversation: Conversation): void;
  /** The name under which is kept what goes along with it. Who reads that looks at what was sent since: see `questionsSince`. */
  along(): string | undefined;
  writeAlong(name: string | undefined, conversation: Conversation): void;
  /** What was asked since the draft was begun. */
  questionsSince(conversation: Conversation): readonly Question[];
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
    current = draft;
    isFound = false;
    const text = draft.text.length <= MAX_KEPT ? draft.text : '';
    const isWorthIt = (text !== '' || draft.along !== undefined) && mayKeep();
    if (isWorthIt || isKept) memory.write(isWorthIt ? { ...draft, text } : undefined);
    isKept = isWorthIt;
  }

  function found(): KeptDraft | undefined {
    if (!current) {
      current = keptDraft(memory.read());
      isFound = true;
    }
    return current;
  }

  function write(text: string, conversation: Conversation): void {
    const along = found()?.along;
    keep({ text, after: lastQuestion(conversation)?.id ?? '', ...(along === undefined ? {} : { along }) });
  }

  function read(conversation: Conversation): string {
    const draft = found();
    if (!draft || (isFound && wasSent(draft, conversation))) return '';
    return draft.text;
  }

  return {
    read,
    write,
    sending() {
      current = { after: '', ...found(), text: '' };
      isFound = false;
    },
    sent: conversation => write(read(conversation), conversation),
    along: () => found()?.along,
    writeAlong(name, conversation) {
      const text = read(conversation);
      const after = lastQuestion(conversation)?.id ?? '';
      keep({ text, after, ...(name === undefined ? {} : { along: name }) });
    },
    questionsSince(conversation) {
      const draft = found();
      return draft ? questionsAfter(draft, conversation) : [];
    },
  };
}

/** What was kept, if it is a draft. */
export function keptDraft(value: unknown): KeptDraft | undefined {
  if (!isRecord(value)) return undefined;
  const text = stringField(value, 'text');
  const along = stringField(value, 'along');
  const after = stringField(value, 'after') ?? '';
  return text === undefined ? undefined : { text, after, ...(along === undefined ? {} : { along }) };
}

/**
 * Whether the conversation, which is on disk before a question leaves this machine, holds the draft as a question that came
 * after it. The memory alone cannot tell: that the draft is gone may not have been written when the window went away.
 */
function wasSent(draft: KeptDraft, conversation: Conversation): boolean {
  const { text } = draft;
  const later = questionsAfter(draft, conversation);
  // A slash command became a question in other words.
  return text.startsWith('/') ? later.length > 0 : later.some(entry => questionText(entry).trim() === text.trim());
}

function questionsAfter({ after }: KeptDraft, { entries }: Conversation): readonly Question[] {
  const index = entries.findIndex(({ id }) => id === after);
  // It stood in another conversation.
  if (index < 0 && after !== '') return [];
  return entries.slice(index + 1).filter(entry => entry.role === 'user');
}

function lastQuestion({ entries }: Conversation) {
  return entries.findLast(entry => entry.role === 'user');
}
