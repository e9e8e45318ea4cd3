import type { Clock } from '../clock';

/** Milliseconds in which a deletion can be taken back, unless another one follows. */
const UNDO_FOR = 10_000;

/** What was deleted last, and can be brought back. */
export interface Deleted {
  readonly id: string;
  readonly title: string;
}

/** Deletions that wait for their undo. */
export interface Deletion {
  /** What is hidden, and not gone yet. */
  readonly waiting: Deleted | undefined;
  /** Whether it is hidden: it waits, or is on its way out. */
  isDeleted(id: string): boolean;
  /** Hides a conversation. Its files go when nobody wants it back for a while, or with the next deletion. */
  delete(what: Deleted): void;
  /** Brings back what waits, if it is this one. False where it is not: it is gone. */
  undo(id?: string): boolean;
  /** Deletes the files of what waits now, as when the window closes. */
  finish(): Promise<void>;
}

/** `remove` deletes the files, and rejects where it cannot. `onChange` is called when something is hidden, comes back or is gone. */
export interface DeletionDependencies {
  readonly remove: (id: string) => Promise<void>;
  readonly clock: Clock;
  readonly onChange: () => void;
  /** The files could not be deleted: the conversation is there again. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Nothing is written while a deletion waits, so that a crash cannot half delete: the conversation is simply still there.
 */
export function createDeletion({ remove, clock, onChange, onFailure }: DeletionDependencies): Deletion {
  let waiting: Deleted | undefined;
  let cancelTimer: (() => void) | undefined;
  const leaving = new Map<string, Promise<void>>();

  function takeWaiting(): Deleted | undefined {
    const taken = waiting;
    waiting = undefined;
    cancelTimer?.();
    cancelTimer = undefined;
    return taken;
  }

  async function removeFiles(id: string): Promise<void> {
    try {
      await remove(id);
    } catch (error) {
      onFailure(error);
    } finally {
      leaving.delete(id);
      onChange();
    }
  }

  function commit(): void {
    const taken = takeWaiting();
    if (taken) leaving.set(taken.id, removeFiles(taken.id));
  }

  return {
    get waiting() {
      return waiting;
    },
    isDeleted: id => waiting?.id === id || leaving.has(id),
    delete(what) {
      if (waiting?.id === what.id || leaving.has(what.id)) return;
      commit();
      waiting = what;
      cancelTimer = clock.after(UNDO_FOR, () => {
        commit();
        onChange();
      });
      onChange();
    },
    undo(id = waiting?.id) {
      if (!waiting || waiting.id !== id) return false;
      takeWaiting();
      onChange();
      return true;
    },
    async finish() {
      commit();
      await Promise.all(leaving.values());
    },
  };
}
