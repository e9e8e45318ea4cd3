/** The shape of VS Code's `Memento`. */
export interface MemoryMemento {
  keys(): readonly string[];
  get<T>(key: string): T | undefined;
  get<T>(key: string, defaultValue: T): T;
  update(key: string, value: unknown): Promise<void>;
}

/** Keeps JSON, as VS Code does: what comes out is never the object that went in, and `undefined` removes. */
export function memoryMemento(initial: Readonly<Record<string, unknown>> = {}): MemoryMemento {
  const values = new Map(Object.entries(initial).map(([key, value]) => [key, JSON.stringify(value)]));

  function get<T>(key: string): T | undefined;
  function get<T>(key: string, defaultValue: T): T;
  function get<T>(key: string, defaultValue?: T): T | undefined {
    const json = values.get(key);
    return json === undefined ? defaultValue : JSON.parse(json);
  }

  return {
    keys: () => [...values.keys()],
    get,
    async update(key, value) {
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.stringify(value));
    },
  };
}
