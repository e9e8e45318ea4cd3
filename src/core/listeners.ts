/** Those who are told when something has changed. */
export interface Listeners<Change extends readonly unknown[]> {
  tell(...change: Change): void;
  /** Returns what ends it. */
  onChange(listener: (...change: Change) => void): () => void;
}

/** Listeners are told in the order in which they came. What one throws reaches whoever tells, and those behind it hear nothing. */
export function createListeners<Change extends readonly unknown[] = []>(): Listeners<Change> {
  const listeners = new Set<(...change: Change) => void>();
  return {
    tell(...change) {
      for (const listener of listeners) listener(...change);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
