import type { ToPage } from '../../shared/protocol';

type Post = (fact: ToPage) => void;
type Notice = ToPage & { readonly type: 'composerNotice' };

/** What is still being read to go along with the next message: who sends meanwhile means it, too. */
export interface Adding {
  /** Something is being read. */
  isUnderWay(): boolean;
  /** Adds something. Whoever waits for `settled` waits for this from now on. */
  add(work: (post: Post) => Promise<void>, post: Post): Promise<void>;
  /** Once nothing is being read any more: why something of it does not go along, if so. */
  settled(): Promise<Notice | undefined>;
}

/**
 * `changed` is called when something begins and when it has ended, also by failing. A refusal is forgotten when the next begins
 * after all had ended.
 */
export function createAdding(changed: () => void): Adding {
  const pending = new Set<Promise<void>>();
  let refused: Notice | undefined;

  return {
    isUnderWay: () => pending.size > 0,
    async add(work, post) {
      if (pending.size === 0) refused = undefined;
      const added = work(fact => {
        if (fact.type === 'composerNotice') refused = fact;
        post(fact);
      });
      pending.add(added);
      changed();
      try {
        await added;
      } finally {
        pending.delete(added);
        changed();
      }
    },
    async settled() {
      const isWaiting = pending.size > 0;
      // What fails says so itself, and may be followed by another.
      while (pending.size > 0) await Promise.allSettled(pending);
      return isWaiting ? refused : undefined;
    },
  };
}
