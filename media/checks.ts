/** What facts are checked with: the page takes nothing for what it was not shown to be. */

/** An object from outside, of which each field is still to be looked at. */
export type Unchecked = Readonly<Record<string, unknown>>;

/** Any object but a list; `null` is none. */
export function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any text, an empty one too. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A text, or a field that is not there; `null` is neither. */
export function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || isText(value);
}

/** True, false, or a field that is not there. */
export function isFlagOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'boolean';
}

/** A list whose items all fit, such as an empty one. */
export function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  // Spread, so that the holes of a list count: `every` passes over them.
  return Array.isArray(value) && [...value].every(fits);
}
