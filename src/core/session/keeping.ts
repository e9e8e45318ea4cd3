import { BEGINNING } from '../conversation/branches';
import { apply, type Conversation, type ConversationRecord } from '../conversation/conversation';
import { interruption } from '../conversation/turns';
import type { SessionDependencies } from './sessionTypes';

/** Whether a conversation is written to disk, and the writing. One that was once private stays so: half a history would mislead. */
export interface Keeping {
  /** Nothing of the running turn is written. */
  readonly isOff: boolean;
  /** Whether what is said next is written. */
  wouldKeep(conversation: Conversation): boolean;
  /** A turn begins: the setting is obeyed from here. */
  begin(conversation: Conversation): void;
  /** Writes a record which made `after` out of `before`. */
  write(record: ConversationRecord, before: Conversation, after: Conversation): void;
  /** Nothing more of a running answer is written. */
  stop(conversation: Conversation): void;
}

/** One for each session. Reads the setting with every record but pieces of answers; a private chat's says no. */
export function createKeeping({
  store,
  settings,
  now,
}: Pick<SessionDependencies, 'store' | 'settings' | 'now'>): Keeping {
  let isOn = true;

  /** What is on disk of a running answer ends here: the store would wait for more of it, and other windows for the store. */
  function stop(conversation: Conversation): void {
    const last = isOn ? interruption(conversation, now()) : undefined;
    isOn = false;
    if (last) store.append(apply(conversation, last), last);
  }

  function wouldKeep(conversation: Conversation): boolean {
    // Nothing was ever said in it: one that was emptied by deleting is still the same.
    const begins = conversation.branches.end === BEGINNING;
    return (begins || isOn) && settings().keepHistory;
  }

  return {
    get isOff() {
      return !isOn;
    },
    wouldKeep,
    begin(conversation) {
      isOn = wouldKeep(conversation);
    },
    write(record, before, after) {
      // Not for each piece of an answer: where the setting changes meanwhile, `stop` is called.
      const isUnwanted = record.type !== 'delta' && !settings().keepHistory;
      // Of a choice of the model, nobody misses anything later.
      if (isUnwanted && record.type !== 'target') stop(before);
      if (isOn && !isUnwanted) store.append(after, record);
    },
    stop,
  };
}
