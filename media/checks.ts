/** What facts are checked with: the page takes nothing for what it was not shown to be. */

export type Unchecked = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || isText(value);
}

export function isFlagOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'boolean';
}

export function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  // Spread, so that the holes of a list count: `every` passes over them.
  return Array.isArray(value) && [...value].every(fits);
}
