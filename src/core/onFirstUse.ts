/** Something that is loaded when it is first needed. */
export interface OnFirstUse<T> {
  get(): Promise<T>;
  /** What was loaded; undefined where nobody has needed it. */
  loaded(): Promise<T> | undefined;
}

/** Loads once. A load that fails is forgotten: the next use tries it again. */
export function onFirstUse<T>(load: () => Promise<T>): OnFirstUse<T> {
  let loaded: Promise<T> | undefined;
  return {
    get() {
      if (loaded) return loaded;
      const loading = load();
      loaded = loading;
      loading.catch(() => {
        loaded = undefined;
      });
      return loading;
    },
    loaded: () => loaded,
  };
}
