import type { ChatErrorDetails } from '../errors';
import { createListeners } from '../listeners';
import type { RequestRecord } from './requestLog';

/** What is going on: whether something is being written, and what went wrong last. For those who show it. */
export interface Activity {
  /** An answer in the chat, a completion at the cursor, a commit message or a change is under way. */
  readonly isBusy: boolean;
  /** Why the last question to an endpoint failed, until one is answered. */
  failureOf(endpoint: string): ChatErrorDetails | undefined;
  setBusy(who: Writer, busy: boolean): void;
  /** Takes notice of a request that has ended. One that was stopped, or asked for a list only, tells nothing. */
  requestEnded(record: Pick<RequestRecord, 'endpoint' | 'model' | 'outcome' | 'error'>): void;
  /** A failure says nothing any more: the endpoint is another one, or has another token. */
  forgetFailure(endpoint: string): void;
  onChange(listener: () => void): () => void;
}

/** Who may be writing. Each is busy or not, however much of its kind is under way: what it said last counts. */
export type Writer = 'chat' | 'completion' | 'commitMessage' | 'edit';

/** One for each window. Keeps the last failure of each endpoint by its name, in memory only. */
export function createActivity(): Activity {
  const busy = new Set<Writer>();
  const failures = new Map<string, ChatErrorDetails>();
  const { tell, onChange } = createListeners();
  return {
    get isBusy() {
      return busy.size > 0;
    },
    failureOf: endpoint => failures.get(endpoint),
    setBusy(who, isBusy) {
      if (busy.has(who) === isBusy) return;
      if (isBusy) busy.add(who);
      else busy.delete(who);
      tell();
    },
    requestEnded({ endpoint, model, outcome, error }) {
      if (model === undefined || outcome === 'left') return;
      if (outcome === 'failed' && error) failures.set(endpoint, error);
      else if (!failures.delete(endpoint)) return;
      tell();
    },
    forgetFailure(endpoint) {
      if (failures.delete(endpoint)) tell();
    },
    onChange,
  };
}
