import type { UnknownRecord } from '../unknown';
import { looseObject } from './looseJson';
import { shellWords } from './shellWords';

/** What a pasted `curl` command says, as far as a chat needs it. */
export interface CurlCommand {
  readonly url: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: UnknownRecord | undefined;
  /** A user name and a password, of which nothing is kept. */
  readonly hasUser: boolean;
  /** It is quoted in a way that no shell would take: what is missing may still stand somewhere in the text. */
  readonly isBroken: boolean;
}

/** One-letter options that have a value. */
const SHORT_WITH_VALUE = 'AbcCdDeEFHKmoPQrtTuUwxXyYz';

/** What their long names are where they matter here. */
const LONG_NAMES: Readonly<Record<string, string>> = { d: 'data', H: 'header', u: 'user' };

const LONG_WITH_VALUE: ReadonlySet<string> = new Set(
  `aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at cookie cookie-jar crlfile
  data data-ascii data-binary data-raw data-urlencode dump-header form form-string header interface json key key-type
  limit-rate max-redirs max-time noproxy oauth2-bearer output pass proto proxy proxy-header proxy-user quote range referer
  request resolve retry retry-delay retry-max-time socks5 socks5-hostname stderr tls-max trace upload-file url user
  user-agent write-out`.split(/\s+/),
);

const BODY_OPTIONS: ReadonlySet<string> = new Set(['data', 'data-ascii', 'data-binary', 'data-raw', 'json']);

/** Whether a text is a curl command, with a prompt, a path or assignments before it. */
export function isCurlCommand(text: string): boolean {
  return /(^|[\s;&|(/\\>])curl(\.exe)?\s/i.test(text) && /(^|\s)["'“”‘’^]*(-\w|--\w|https?:|[\w.-]+[.:/])/.test(text);
}

/** Never throws: what it does not know is passed over. Variables are filled in where the command itself says what they are. */
export function readCurlCommand(text: string): CurlCommand {
  const { words, isBroken } = shellWords(text);
  const start = words.findIndex(word => /^(.*[\\/])?curl(\.exe)?$/i.test(word));
  const known = assignments(words.slice(0, Math.max(start, 0)));
  const options = readOptions(words.slice(start + 1).map(word => expanded(word, known)));
  const valuesOf = (name: string): readonly string[] =>
    options.filter(option => option.name === name).map(({ value }) => value);
  const bearer = valuesOf('oauth2-bearer').map(token => ['Authorization', `Bearer ${token}`] as const);
  const positional = valuesOf('');
  return {
    url: [...valuesOf('url'), ...positional].find(word => /^https?:\/\//i.test(word)) ?? positional.find(isAddress),
    headers: [...valuesOf('header').flatMap(readHeader), ...bearer],
    body: readBody(options.filter(({ name }) => BODY_OPTIONS.has(name)).map(({ value }) => value)),
    hasUser: valuesOf('user').length > 0,
    isBroken,
  };
}

/** `export KEY=…`, `set KEY=…` and `KEY=… curl`: what the command's `$KEY` means. */
function assignments(words: readonly string[]): ReadonlyMap<string, string> {
  const pairs = words.map(word => /^(?:\$env:)?([A-Za-z_]\w*)=(.*?);?$/s.exec(word));
  return new Map(pairs.flatMap(pair => (pair?.[1] && pair[2] ? [[pair[1], pair[2]]] : [])));
}

function expanded(word: string, known: ReadonlyMap<string, string>): string {
  return word.replace(
    /\$\{(\w+)\}|\$(?:env:)?(\w+)|%(\w+)%/g,
    (whole, braced, bare, percent) => known.get(braced ?? bare ?? percent) ?? whole,
  );
}

interface Option {
  /** The long name; empty for a word that belongs to no option. */
  readonly name: string;
  readonly value: string;
}

function readOptions(words: readonly string[]): readonly Option[] {
  const options: Option[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const { name, joined } = readFlag(word);
    if (name === undefined) {
      options.push({ name: '', value: word });
    } else if (name !== '') {
      const value = joined ?? words[++at] ?? '';
      const rest = name === 'header' ? restOfHeader(value, words.slice(at + 1)) : [];
      at += rest.length;
      options.push({ name, value: [value, ...rest].join(' ') });
    }
  }
  return options;
}

/** The name of an option that has a value; an empty one for an option without; undefined for a word that is no option. */
function readFlag(word: string): { readonly name: string | undefined; readonly joined?: string | undefined } {
  const long = /^--([\w-]+)(?:=(.*))?$/s.exec(word);
  if (long) return LONG_WITH_VALUE.has(long[1] ?? '') ? { name: long[1], joined: long[2] } : { name: '' };
  if (!/^-[A-Za-z0-9#:]/.test(word)) return { name: undefined };
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at);
    if (!SHORT_WITH_VALUE.includes(letter)) continue;
    const joined = word.slice(at + 1);
    return { name: LONG_NAMES[letter] ?? letter, joined: joined === '' ? undefined : joined };
  }
  return { name: '' };
}

/**
 * What belongs to a header whose quotes end too early: the portal's own sample is `-H "Authorization": "Bearer KEY"`, and
 * some leave the quotes out.
 */
function restOfHeader(value: string, following: readonly string[]): readonly string[] {
  const belongs = (word: string | undefined): word is string =>
    word !== undefined && !word.startsWith('-') && !/^https?:/i.test(word);
  const [first, second] = following;
  if (/^[\w-]+:$/.test(value.trim()) && belongs(first)) {
    return /^(bearer|basic)$/i.test(first) && belongs(second) ? [first, second] : [first];
  }
  return /:\s*(bearer|basic)$/i.test(value) && belongs(first) ? [first] : [];
}

function readHeader(header: string): readonly (readonly [name: string, value: string])[] {
  const [, name, value] = /^\s*["']?([\w-]+)["']?\s*[:=]\s*(.*)$/s.exec(header) ?? [];
  return name && value !== undefined ? [[name, value.trim().replace(/^["']|["']$/g, '')]] : [];
}

/** Several pieces are one body; a file is somewhere else, and unknown. */
function readBody(values: readonly string[]): UnknownRecord | undefined {
  const pieces = values.filter(value => !value.startsWith('@'));
  const candidates = [...pieces, pieces.join(''), pieces.join('&')];
  return candidates.map(looseObject).find(object => object !== undefined);
}

function isAddress(word: string): boolean {
  return /^(localhost|\[[0-9a-f:]+\]|[\w-]+(\.[\w-]+)+)(:\d+)?([/?#]|$)/i.test(word);
}
