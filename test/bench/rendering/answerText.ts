/** About so many characters are a token in models' answers of code and English. */
const tokenLength = 4;

const sections: readonly string[] = [
  'The handler runs **once per event**, and each run captures the `state` of its own render. That is why the counter seems to lag behind: the closure still sees the old value, even though the new one is on its way. A function that is passed to `setState` gets the current value instead, and nothing is lost.\n\n',
  '1. **Find the leak.** Open the profiler, take a snapshot, repeat the action ten times and take another one.\n2. **Compare** both snapshots by constructor:\n   - detached nodes point at listeners that were never removed\n   - growing arrays point at caches without a limit\n3. **Remove** what holds them, and measure again.\n\n',
  '```ts\nexport function debounce<Args extends unknown[]>(run: (...args: Args) => void, wait = 250) {\n  let handle: ReturnType<typeof setTimeout> | undefined;\n  return (...args: Args): void => {\n    clearTimeout(handle);\n    handle = setTimeout(() => run(...args), wait);\n  };\n}\n\nexport class Cache<Key, Value> {\n  readonly #entries = new Map<Key, Value>();\n\n  get(key: Key, make: () => Value): Value {\n    const known = this.#entries.get(key);\n    if (known !== undefined) return known;\n    const made = make();\n    this.#entries.set(key, made);\n    return made;\n  }\n}\n```\n\n',
  '| Approach | Reads | Writes | When to take it |\n|---|--:|--:|---|\n| Map in memory | 0.1 µs | 0.2 µs | everything fits, and may be lost |\n| SQLite | 12 µs | 90 µs | one process, many queries |\n| Server | 0.4 ms | 0.6 ms | several processes share it |\n\n',
  'There are three things to keep in mind:\n\n- The timer is kept *per call*, not per function, so two callers do not disturb each other.\n- `dispose()` has to run when the view closes; see [the life cycle](https://example.com/docs/lifecycle#dispose).\n- An `AbortSignal` is passed on to everything that waits. ~~Polling~~ is not needed.\n\n',
  '> **Note:** the order of the events is not guaranteed. If it matters, number them at the source and sort before you apply them.\n\nIn short, measure first, change one thing, and measure again. What looks slow often is not, and what is slow often hides behind something that looks fast.\n\n',
];

/** A text like those of models, of so many tokens. */
export function answerText(tokens: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let section = 0; length < tokens * tokenLength; section++) {
    const part =
      (section % sections.length === 0 ? `## Step ${section}\n\n` : '') + sections[section % sections.length];
    parts.push(part);
    length += part.length;
  }
  return parts.join('').slice(0, tokens * tokenLength);
}

/** A conversation of so many questions and answers. */
export function answers(count: number, tokens: number): readonly string[] {
  const whole = answerText(tokens * 7);
  return Array.from({ length: count }, (_, index) =>
    whole.slice((index % 6) * tokenLength * tokens).slice(0, tokens * tokenLength),
  );
}
