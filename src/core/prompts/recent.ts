/** Milliseconds for which a list that was read is as good as a new one: a few keys long, and over before a file is saved. */
const FRESH = 1000;

/**
 * Reads once for all who ask within a moment, such as each key of a word that is typed.
 *
 * @param key what the answer depends on besides: where it is another, it is read anew
 */
export function createRecent<Value>(
  read: () => Promise<Value>,
  key: () => string,
  now: () => number = Date.now,
): () => Promise<Value> {
  let last: { readonly key: string; readonly since: number; readonly value: Promise<Value> } | undefined;
  return () => {
    const since = now();
    const current = key();
    if (last?.key === current && since - last.since < FRESH) return last.value;
    const value = read();
    const own = { key: current, since, value };
    last = own;
    // What failed is tried again.
    value.catch(() => {
      if (last === own) last = undefined;
    });
    return value;
  };
}
