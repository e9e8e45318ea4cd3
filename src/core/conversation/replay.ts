import { type BranchesDraft, chooseIn, draftOf, growIn, hideIn } from './branches';
import {
  type Conversation,
  type ConversationRecord,
  changedAnswer,
  type Entry,
  newEntry,
  onTheWay,
} from './conversation';

/**
 * What applying each record in turn gives, in time that grows with their number and not with its square. Only what is said of an
 * answer that is not shown, which no session records, counts here and not there.
 */
export function replay(beginning: Conversation, records: readonly ConversationRecord[]): Conversation {
  const entries = new Map<string, Entry>([...beginning.entries, ...beginning.aside].map(entry => [entry.id, entry]));
  const branches: BranchesDraft = draftOf(beginning.branches);
  let { target } = beginning;
  for (const record of records) {
    switch (record.type) {
      case 'target':
        target = { endpoint: record.endpoint, model: record.model };
        break;
      case 'question':
      case 'asked':
      case 'entry': {
        const entry = newEntry(record);
        entries.set(entry.id, entry);
        growIn(branches, entry.id, record.after ?? branches.end);
        break;
      }
      case 'chosen':
        chooseIn(branches, record.id);
        break;
      case 'withdrawn':
      case 'restored':
        hideIn(branches, record.id, record.type === 'withdrawn');
        break;
      default: {
        const answer = entries.get(record.id);
        if (answer?.role === 'assistant') entries.set(record.id, changedAnswer(answer, record));
      }
    }
  }
  const all = { ...beginning, ...(target ? { target } : {}), entries: [], aside: [...entries.values()] };
  return onTheWay(all, branches);
}
