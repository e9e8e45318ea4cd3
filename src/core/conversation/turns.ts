import type { Part } from '../chat';
import type { FullTarget } from '../endpoints/target';
import { siblingsIn } from './branches';
import { type Answer, apply, type Conversation, type ConversationRecord, type Entry } from './conversation';

/** What an entry follows: an edited question or another answer goes in the same place. */
function placeOf({ branches }: Conversation, id: string): { readonly after?: string } {
  const after = branches.follows.get(id);
  return after === undefined ? {} : { after };
}

/** A question in the place of another one, with other words and what went along with it; undefined where there is none. */
export function editedQuestion(
  conversation: Conversation,
  id: string,
  text: string,
  newId: string,
): ConversationRecord | undefined {
  const question = conversation.entries.find(entry => entry.id === id);
  if (question?.role !== 'user') return undefined;
  const attached = question.parts.filter(part => part.type !== 'text');
  const parts: readonly Part[] = text.trim() === '' ? attached : [...attached, { type: 'text', text }];
  return { type: 'question', id: newId, parts, ...placeOf(conversation, id) };
}

/**
 * Where another answer to the last question goes: beside the last answer, or behind the question where there is none. An
 * answer without a word is no variant to go back to: `withdrawn` takes it away.
 */
export function placeOfNextAnswer(conversation: Conversation): {
  readonly after?: string;
  readonly withdrawn?: ConversationRecord;
} {
  const last = conversation.entries.at(-1);
  if (last?.role !== 'assistant') return {};
  const place = placeOf(conversation, last.id);
  return last.text === '' ? { ...place, withdrawn: { type: 'withdrawn', id: last.id } } : place;
}

/** The entries of a turn: the question with this id and what answers it, or an answer that no question is before. */
function turnOf({ entries }: Conversation, id: string): readonly Entry[] {
  const start = entries.findIndex(entry => entry.id === id);
  if (start < 0) return [];
  const next = entries.findIndex((entry, index) => index > start && entry.role === 'user');
  return entries.slice(start, next < 0 ? undefined : next);
}

/**
 * What takes a turn out of the conversation, with every answer to its question. What follows it stays; where nothing does, what
 * else was said in its place is shown, which could not be reached any more.
 */
export function deletion(conversation: Conversation, id: string): readonly ConversationRecord[] {
  const turn = turnOf(conversation, id);
  const shown = new Set(turn.map(entry => entry.id));
  const others = turn.flatMap(({ role, id: entry }) => (role === 'assistant' ? otherAnswers(conversation, entry) : []));
  // Those that are shown come last: what is brought back in this order leads to them.
  const withdrawn = [...new Set([...others.filter(entry => !shown.has(entry)), ...shown])].map(
    (entry): ConversationRecord => ({ type: 'withdrawn', id: entry }),
  );
  if (turn.at(-1)?.id !== conversation.entries.at(-1)?.id) return withdrawn;
  const { branches } = withdrawn.reduce(apply, conversation);
  const other = siblingsIn(branches)(id).findLast(sibling => sibling !== id);
  return other === undefined ? withdrawn : [...withdrawn, { type: 'chosen', id: other }];
}

function otherAnswers({ branches, entries, aside }: Conversation, id: string): readonly string[] {
  const after = branches.follows.get(id);
  const answers = [...entries, ...aside].filter(({ role }) => role === 'assistant').map(entry => entry.id);
  return answers.filter(
    answer => answer !== id && branches.follows.get(answer) === after && !branches.hidden.has(answer),
  );
}

/** What brings a deleted turn back. */
export function undoneDeletion(deleted: readonly ConversationRecord[]): readonly ConversationRecord[] {
  const ids = deleted.flatMap(record => (record.type === 'withdrawn' ? [record.id] : []));
  return ids.flatMap((id): readonly ConversationRecord[] => [
    { type: 'restored', id },
    { type: 'chosen', id },
  ]);
}

/** What is recorded when a model is asked. `after`: what the answer stands behind, where that is not the end. */
export function asking(target: FullTarget, id: string, at: number, after?: string): readonly ConversationRecord[] {
  const named = { endpoint: target.endpoint.name, model: target.model };
  const asked = { type: 'asked', id, ...named, at } as const;
  return [{ type: 'target', ...named }, after === undefined ? asked : { ...asked, after }];
}

/** Whether the model can be asked to go on: it has begun, and something other than itself ended it. */
export function canContinue(answer: Answer): boolean {
  if (answer.text === '') return false;
  if (answer.status === 'complete') return answer.finishReason === 'length';
  return answer.status === 'stopped' || answer.status === 'interrupted' || answer.status === 'failed';
}

/** How an answer that is being written ends where nothing more of it is kept. */
export function interruption({ entries }: Conversation, at: number): ConversationRecord | undefined {
  const running = entries.find(
    entry => entry.role === 'assistant' && (entry.status === 'waiting' || entry.status === 'streaming'),
  );
  return running && { type: 'ended', id: running.id, at, outcome: { status: 'interrupted' } };
}
