import type { AnswerStatus } from '../../shared/viewState';
import type { FinishReason, Part, Usage } from '../chat';
import type { ChatErrorDetails } from '../errors';
import type { ConversationLabel } from '../store/historyTypes';
import {
  type Branches,
  type BranchesDraft,
  changedBranches,
  chooseIn,
  growIn,
  hideIn,
  noBranches,
  shownEntries,
} from './branches';

/** What was asked: files and images as they were then, and the words of the user in text parts. */
export interface Question {
  readonly role: 'user';
  readonly id: string;
  readonly parts: readonly Part[];
}

/** An answer as far as it has come, which may be no further than that it was asked for. Where it is continued, it stays this one. */
export interface Answer {
  readonly role: 'assistant';
  readonly id: string;
  /** Name of the endpoint and id of the model that were asked. */
  readonly endpoint: string;
  readonly model: string;
  readonly text: string;
  readonly reasoning: string;
  readonly status: AnswerStatus;
  /** Milliseconds since 1970: when it was asked, when it thought, when the first text arrived, when it ended. */
  readonly askedAt: number;
  readonly firstThoughtAt?: number;
  readonly thoughtUntil?: number;
  readonly firstTextAt?: number;
  readonly endedAt?: number;
  readonly finishReason?: FinishReason;
  /** The server's own word for an ending that has no name here. */
  readonly finishWord?: string;
  readonly usage?: Usage;
  /** Where it was asked and how much was sent, where nothing had been sent there before (row S24). */
  readonly firstSend?: FirstSend;
  /** Tokens that were written before the answer was continued, where they are known; `usage` is about what came since. */
  readonly earlierTokens?: number;
  readonly error?: ChatErrorDetails;
}

/** Host and port, and the size of what was sent there: of its words and images, without what the protocol adds. */
export interface FirstSend {
  readonly host: string;
  readonly bytes: number;
  /** An estimate. */
  readonly tokens: number;
}

/** Whatever has an id and a place in the branches. */
export type Entry = Question | Answer;

/** Never changed: `apply` makes another one, which shares what stayed the same. */
export interface Conversation {
  readonly id: string;
  readonly createdAt: number;
  /** What the next message goes to. A conversation keeps its own. */
  readonly target?: { readonly endpoint: string; readonly model: string };
  /** What is shown and what a server is sent: one way through everything that was ever said. */
  readonly entries: readonly Entry[];
  /** Everything else: other variants and what followed them, and what was deleted. */
  readonly aside: readonly Entry[];
  readonly branches: Branches;
  /** What the user has said of it. Kept beside it, and no record: to give it a name is not to go on with it. */
  readonly label?: ConversationLabel;
}

/**
 * Everything that can happen to a conversation. The live conversation is made from these by `apply`, the one that is read from
 * disk by `replay`, of the same parts. Written to disk as they are: a change here is a change of the file format.
 */
export type ConversationRecord =
  | { readonly type: 'target'; readonly endpoint: string; readonly model: string }
  /** `after`: the entry that it follows; left out, it follows what was said last. */
  | { readonly type: 'question'; readonly id: string; readonly parts: readonly Part[]; readonly after?: string }
  | {
      readonly type: 'asked';
      readonly id: string;
      readonly endpoint: string;
      readonly model: string;
      readonly at: number;
      readonly after?: string;
    }
  /** What another conversation says already: how a copy of it begins. */
  | { readonly type: 'entry'; readonly entry: Entry; readonly after: string }
  /** The answer goes on from where it was cut; deltas and an end follow, as after `asked`. */
  | { readonly type: 'continued'; readonly id: string; readonly at: number }
  | {
      readonly type: 'delta';
      readonly id: string;
      readonly text: string;
      readonly reasoning: string;
      readonly at: number;
    }
  | { readonly type: 'usage'; readonly id: string; readonly usage: Usage }
  | { readonly type: 'ended'; readonly id: string; readonly at: number; readonly outcome: Outcome }
  | { readonly type: 'firstSend'; readonly id: string; readonly firstSend: FirstSend }
  /** The entry is shown instead of the others that follow the same one. */
  | { readonly type: 'chosen'; readonly id: string }
  /** The entry is no longer part of the conversation; what follows it is. It stays in the file and can be restored. */
  | { readonly type: 'withdrawn'; readonly id: string }
  | { readonly type: 'restored'; readonly id: string };

/** How an answer ended: stopped by the user, interrupted where its window went or no more of it may be kept. */
export type Outcome =
  | { readonly status: 'complete'; readonly finishReason: FinishReason; readonly finishWord?: string }
  | { readonly status: 'stopped' | 'interrupted' }
  | { readonly status: 'failed'; readonly error: ChatErrorDetails };

/** With nothing in it, it has no file yet. `createdAt` is in milliseconds since 1970. */
export function emptyConversation(id: string, createdAt: number): Conversation {
  return { id, createdAt, entries: [], aside: [], branches: noBranches };
}

/** The conversation after a record. One about an answer that is not shown changes nothing. */
export function apply(conversation: Conversation, record: ConversationRecord): Conversation {
  switch (record.type) {
    case 'target':
      return { ...conversation, target: { endpoint: record.endpoint, model: record.model } };
    case 'question':
    case 'asked':
    case 'entry':
      return append(conversation, newEntry(record), record.after);
    case 'chosen':
      return rearranged(conversation, draft => chooseIn(draft, record.id));
    case 'withdrawn':
    case 'restored':
      return rearranged(conversation, draft => hideIn(draft, record.id, record.type === 'withdrawn'));
    default:
      return changeAnswer(conversation, record);
  }
}

function rearranged(conversation: Conversation, change: (draft: BranchesDraft) => void): Conversation {
  return onTheWay(conversation, changedBranches(conversation.branches, change));
}

/** Records about an answer that is there. */
type AnswerRecord = Extract<
  ConversationRecord,
  { readonly type: 'continued' | 'delta' | 'usage' | 'ended' | 'firstSend' }
>;

/** The answer after a record about it. Whoever calls has found it by the id, which is not compared here. */
export function changedAnswer(answer: Answer, record: AnswerRecord): Answer {
  switch (record.type) {
    case 'continued':
      return continued(answer, record.at);
    case 'delta':
      return withDelta(answer, record);
    case 'usage':
      return { ...answer, usage: { ...answer.usage, ...record.usage } };
    case 'ended':
      return { ...answer, ...record.outcome, endedAt: record.at };
    case 'firstSend':
      return { ...answer, firstSend: record.firstSend };
  }
}

/** What a record adds; an answer begins empty and waiting. Where it goes is not looked at here. */
export function newEntry(record: ConversationRecord & { readonly type: 'question' | 'asked' | 'entry' }): Entry {
  if (record.type === 'entry') return record.entry;
  if (record.type === 'question') return { role: 'user', id: record.id, parts: record.parts };
  const { id, endpoint, model, at } = record;
  return { role: 'assistant', id, endpoint, model, text: '', reasoning: '', status: 'waiting', askedAt: at };
}

function withDelta(answer: Answer, { text, reasoning, at }: ConversationRecord & { readonly type: 'delta' }): Answer {
  const { firstThoughtAt, thoughtUntil, firstTextAt } = answer;
  return {
    ...answer,
    text: answer.text + text,
    reasoning: answer.reasoning + reasoning,
    status: 'streaming',
    ...(firstThoughtAt === undefined && reasoning !== '' ? { firstThoughtAt: at } : {}),
    ...(firstThoughtAt !== undefined && thoughtUntil === undefined && text !== '' ? { thoughtUntil: at } : {}),
    ...(firstTextAt === undefined && text !== '' ? { firstTextAt: at } : {}),
  };
}

/** The answer as it waits for more of itself. How it ended, and how long that took, is no longer true. */
function continued(answer: Answer, at: number): Answer {
  const { finishReason: _r, finishWord: _w, endedAt: _e, firstTextAt: _t, error: _f, usage, ...rest } = answer;
  const tokens = (answer.earlierTokens ?? 0) + (usage?.outputTokens ?? 0);
  return { ...rest, status: 'waiting', askedAt: at, ...(tokens > 0 ? { earlierTokens: tokens } : {}) };
}

function append(conversation: Conversation, entry: Entry, after = conversation.branches.end): Conversation {
  const { entries, aside, branches } = conversation;
  const grown = changedBranches(branches, draft => growIn(draft, entry.id, after));
  if (after === branches.end) return { ...conversation, branches: grown, entries: [...entries, entry] };
  return onTheWay({ ...conversation, aside: [...aside, entry] }, grown);
}

/** The conversation with what the branches now lead through shown, and the rest aside. */
export function onTheWay(conversation: Conversation, branches: Branches): Conversation {
  const rest = new Map([...conversation.entries, ...conversation.aside].map(entry => [entry.id, entry]));
  const entries: Entry[] = [];
  for (const id of shownEntries(branches)) {
    const entry = rest.get(id);
    if (entry) entries.push(entry);
    rest.delete(id);
  }
  return { ...conversation, branches, entries, aside: [...rest.values()] };
}

function changeAnswer(conversation: Conversation, record: AnswerRecord): Conversation {
  // The answer that changes is nearly always the last one.
  const index = conversation.entries.findLastIndex(entry => entry.id === record.id);
  const entry = conversation.entries[index];
  if (entry?.role !== 'assistant') return conversation;
  return { ...conversation, entries: conversation.entries.with(index, changedAnswer(entry, record)) };
}

/** The answer with this id. */
export function answerOf(conversation: Conversation, id: string): Answer | undefined {
  const entry = conversation.entries.findLast(candidate => candidate.id === id);
  return entry?.role === 'assistant' ? entry : undefined;
}

/** The words of a question, without the files that went along. */
export function questionText(question: Question): string {
  return question.parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}
