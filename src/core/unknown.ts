/** Small readers for input that is `unknown` until checked: replies of servers, where nearly every field may be missing. */

/** An object of which no field has been checked. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Any object but a list; `null` is none. */
export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The field of an object, or undefined where there is no such object or field. Own fields only: `__proto__` is none. Where every
 * piece of an answer is read, fields are taken out of a record by their names instead, which costs a tenth.
 */
export function field(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The field where it is a text, an empty one too; undefined where it is anything else. */
export function stringField(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' ? found : undefined;
}

/** A finite number, also where a server writes it as a string. */
export function numberField(value: unknown, name: string): number | undefined {
  return asNumber(field(value, name));
}

/** The same for a value that is no field. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The field where it is a list, with items of any kind; an empty one where it is not. */
export function arrayField(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}

/** The text, or an empty one for what is none. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
