export interface SecretChange {
  readonly key: string;
}

/** The shape of VS Code's `SecretStorage`. Spread it to make one operation fail: `{ ...memorySecrets(), get: … }`. */
export interface MemorySecrets {
  readonly keys: () => Promise<string[]>;
  readonly get: (key: string) => Promise<string | undefined>;
  readonly store: (key: string, value: string) => Promise<void>;
  readonly delete: (key: string) => Promise<void>;
  readonly onDidChange: (listener: (change: SecretChange) => unknown) => { readonly dispose: () => void };
}

export function memorySecrets(initial: Readonly<Record<string, string>> = {}): MemorySecrets {
  const secrets = new Map(Object.entries(initial));
  const listeners = new Set<(change: SecretChange) => unknown>();

  function changed(key: string): void {
    for (const listener of listeners) listener({ key });
  }

  return {
    keys: async () => [...secrets.keys()],
    get: async key => secrets.get(key),
    async store(key, value) {
      secrets.set(key, value);
      changed(key);
    },
    async delete(key) {
      secrets.delete(key);
      changed(key);
    },
    onDidChange(listener) {
      // A wrapper of its own: the same function may listen twice, and each gets its own `dispose`.
      const own = (change: SecretChange): unknown => listener(change);
      listeners.add(own);
      return { dispose: () => void listeners.delete(own) };
    },
  };
}
