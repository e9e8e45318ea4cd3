import { cleanToken } from '../endpoints/endpoints';
import type { CurlCommand } from './curlCommand';
import { isPlaceholder } from './placeholders';

/**
 * What the user should know of what became of the paste.
 *
 * - `otherHeader`: the key stood in another place than `Authorization: Bearer`, which is where it will be sent
 * - `placeholder`: where the key belongs stood a word to be replaced
 * - `password`: a user name and a password were left out
 * - `leftOut`: a header that holds a second secret was left out
 */
export type EndpointInputNote = 'otherHeader' | 'placeholder' | 'password' | 'leftOut';

const KEY_FIELD = /key|token|secret|auth|password|credential|signature|^(sig|code|jwt|pwd|pass)$/i;

/** An address without the key and the model in its query. */
export function takeFromQuery(address: string): {
  readonly url: string;
  readonly key?: string;
  readonly model?: string;
} {
  const [, before = '', query = '', hash = ''] = /^([^?#]*)\??([^#]*)(.*)$/s.exec(address) ?? [];
  const fields = [...new URLSearchParams(unquoted(query))];
  const isKey = ([name, value]: readonly [string, string]): boolean => KEY_FIELD.test(name) || KNOWN_KEYS.test(value);
  const key = fields.find(isKey)?.[1];
  const model = fields.find(([name]) => name === 'model')?.[1];
  if (key === undefined && model === undefined) return { url: address };
  const rest = new URLSearchParams(fields.filter(field => !isKey(field) && field[0] !== 'model')).toString();
  return {
    url: before + (rest === '' ? '' : `?${rest}`) + hash,
    ...(key === undefined ? {} : { key }),
    ...(model === undefined ? {} : { model }),
  };
}

/** The address without a key that its query holds, to be shown where it is changed. */
export function withoutKey(address: string): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (KEY_FIELD.test(name)) url.searchParams.delete(name);
  return url.href;
}

/** The address with the key that the query of another one holds. */
export function withKeyOf(address: string, other: string): string {
  const url = new URL(address);
  for (const [name, value] of new URL(other).searchParams)
    if (KEY_FIELD.test(name)) url.searchParams.append(name, value);
  return url.href;
}

/** What the client writes itself, and what only a browser sends. */
const OWN_HEADERS =
  /^(accept.*|content-.*|host|connection|user-agent|origin|referer|cookie|priority|pragma|cache-control|dnt|te|sec-.*|transfer-encoding|expect|upgrade.*|if-.*)$/i;
const KEY_HEADER = /auth|key|token|secret|credential|password|session/i;

/** The headers to keep, and the one key among them: a header that may hold a secret never ends up in the settings. */
export function takeFromHeaders(all: CurlCommand['headers']): {
  readonly headers: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly notes: readonly EndpointInputNote[];
} {
  const own = all.filter(([name]) => !OWN_HEADERS.test(name));
  const keys = own.filter(([name, value]) => KEY_HEADER.test(name) || KNOWN_KEYS.test(value));
  const isAuthorization = ([name]: readonly [string, string]): boolean => /^authorization$/i.test(name);
  const authorization = keys.find(isAuthorization)?.[1];
  const isBasic = /^basic\s/i.test(authorization ?? '');
  const [, scheme, bare] = /^(?:(\S+)\s+)?(\S*)$/.exec(isBasic ? '' : (authorization ?? '')) ?? [];
  const others = keys.filter(entry => !isAuthorization(entry)).map(([, value]) => cleanToken(value));
  const token = cleanToken(bare ?? '') || others[0];
  const isBearer = Boolean(bare) && /^bearer$/i.test(scheme ?? 'bearer');
  const isSecond = others.some(value => value !== token && !isPlaceholder(value));
  return {
    headers: Object.fromEntries(own.filter(entry => !keys.includes(entry))),
    ...(token ? { token } : {}),
    notes: [
      ...(isBasic ? (['password'] as const) : []),
      ...(token && !isBearer ? (['otherHeader'] as const) : []),
      ...(isSecond ? (['leftOut'] as const) : []),
    ],
  };
}

/** How the keys of well-known services begin. */
export const KNOWN_KEYS = /^(sk|pk|rk|hf|gsk|xai|nvapi|key)[-_]|^eyJ|^AIza/;

/** Whether a piece of an address's path is a key: `key-value` is a word, `sk-` and twenty letters and digits are none. */
export function isKeyInPath(piece: string): boolean {
  return KNOWN_KEYS.test(piece) && piece.length >= 16 && /\d/.test(piece);
}

/** Someone has the key in the clipboard instead of the address. */
export function looksLikeKey(text: string): boolean {
  const bare = unquoted(text);
  if (/^(authorization["']?\s*:|bearer\s)/i.test(bare)) return !/https?:\/\//i.test(bare);
  if (/[\s/:?]/.test(bare)) return false;
  return KNOWN_KEYS.test(bare) || (/^[\w-]{24,}$/.test(bare) && /\d/.test(bare));
}

/** Without the quotes, brackets and blanks that come along. */
export function unquoted(text: string): string {
  return text.replace(/^["'`<“”‘’\s]+|["'`>“”‘’\s,;]+$/g, '');
}

/** A word shorter than this may well be part of others. */
export const SHORTEST = 8;

/** Every word that stands where keys stand, wherever a broken quotation has put it. */
export function secretsIn(text: string): readonly string[] {
  const bearers = [...text.matchAll(/\bbearer[\s\\]+([^\s"'`,;)\\]+)/gi)];
  const named = [...text.matchAll(/(?:key|token|secret|authorization)["'`\\]*\s*[:=][\s"'`\\]*([^\s"'`,;)\\]+)/gi)];
  const words = [...bearers, ...named].map(match => match[1] ?? '');
  return words.filter(word => word.length >= SHORTEST && !/^\d+$/.test(word) && !isPlaceholder(word));
}

/** Whether a secret stands anywhere in a value that JSON can write; a short one only where it is all of it. */
export function holds(value: unknown, secrets: readonly string[]): boolean {
  const written = JSON.stringify(value);
  return secrets.some(
    secret => value === secret || (secret.length >= SHORTEST && written.includes(JSON.stringify(secret).slice(1, -1))),
  );
}

/** Whatever holds a secret is left out, wherever a strange text has put it. */
export function withoutSecrets<T>(
  entries: Readonly<Record<string, T>>,
  secrets: readonly string[],
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(entries).filter(([name, value]) => !holds(name, secrets) && !holds(value, secrets)),
  );
}
