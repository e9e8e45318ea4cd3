import type { Endpoint } from '../endpoints/endpoints';
import { isRecord } from '../unknown';

/** Shorter values are hardly secrets, and would punch holes into words. */
const SHORTEST_SECRET = 8;

/** What stands in the place of a secret. */
const HOLE = '•••';

const KEY_NAME = /(?:key|token|secret|password|passphrase|auth|authorization|credential)s?$/i;

/**
 * Everything in an endpoint's configuration that can be a key: its token, its headers, fields of its address, and those of its
 * parameters that are called so (row S10).
 */
export function secretsOf(
  { url, headers, parameters }: Pick<Endpoint, 'url' | 'headers' | 'parameters'>,
  token?: string,
): readonly string[] {
  const values = [...Object.values(headers), ...new URL(url).searchParams.values(), ...keysIn(parameters, false)];
  // A server quotes `Bearer abc` as `abc`.
  const pieces = values.flatMap(value => [value, ...value.split(/\s+/)]);
  return [...(token === undefined ? [] : [token]), ...pieces].filter(({ length }) => length >= SHORTEST_SECRET);
}

/** A field below one that is called so is a key, too. */
function keysIn(value: unknown, isKey: boolean): readonly string[] {
  if (typeof value === 'string') return isKey ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(each => keysIn(each, isKey));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => keysIn(each, isKey || KEY_NAME.test(name)));
}

/** Makes a hole where one of these secrets stands, in whatever form a server or a model has written it. */
export function tokenCleaner(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap(formsOf))]
    // Of two that begin alike the longer one first, or its end would stay.
    .toSorted((left, right) => right.length - left.length);
  return text => forms.reduce((words, form) => words.replaceAll(form, HOLE), text);
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // What is not Unicode has no form in an address.
  const wellFormed = bytes.toString();
  const quoted = JSON.stringify(secret).slice(1, -1);
  const base64 = [0, 1, 2].map(offset => base64Of(bytes, offset));
  return [
    secret,
    encodeURIComponent(wellFormed),
    encodeURI(wellFormed),
    new URLSearchParams({ '': secret }).toString().slice(1),
    quoted,
    JSON.stringify(quoted).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64,
    ...base64.map(text => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** The characters of Base64 that are the secret's own, where `offset` other bytes stand before it in a group of three. */
function base64Of(secret: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), secret])
    .toString('base64')
    .replace(/=+$/, '');
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + secret.length) * 8) / 6));
}
