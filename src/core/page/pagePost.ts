import type { ToPage } from '../../shared/protocol';

type StateFact = ToPage & { readonly type: 'state' };

/** The way to a page that may not be there yet, or not any more. */
export interface PagePost {
  post(fact: ToPage): void;
  isOpen(): boolean;
  /** The page has asked for its first state, or is gone: it knows nothing now. */
  close(): void;
  /** The first state of the page, with the draft; what has to be said or asked follows. */
  open(fact: StateFact): void;
}

/** Begins closed. Until `open`, questions and notices wait, `restoreDraft` is dropped, as the first state has the draft, and the rest goes out. */
export function createPagePost(deliver: (fact: ToPage) => void): PagePost {
  let isOpen = false;
  let held: readonly ToPage[] = [];
  return {
    post(fact) {
      if (isOpen) return deliver(fact);
      switch (fact.type) {
        case 'restoreDraft':
          // It is in the draft of the first state, and would stand in the box twice.
          return;
        case 'confirmSend':
          // A question about the message box takes the place of the one before.
          held = [...held.filter(({ type }) => type !== 'confirmSend'), fact];
          return;
        case 'confirmEdit':
        case 'composerNotice':
          held = [...held, fact];
          return;
        default:
          return deliver(fact);
      }
    },
    isOpen: () => isOpen,
    close() {
      isOpen = false;
    },
    open(fact) {
      isOpen = true;
      const waiting = held;
      held = [];
      for (const each of [fact, ...waiting]) deliver(each);
    },
  };
}
