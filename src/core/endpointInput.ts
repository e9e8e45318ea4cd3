import type { Parameters } from './chat';
import { type CurlCommand, isCurlCommand, readCurlCommand } from './curlCommand';
import { readSnippet, type Snippet } from './endpointSnippet';
import { cleanToken, type Protocol, parseEndpointUrl } from './endpoints';
import { ChatError, CODES, isChatError } from './errors';
import { isPlaceholder } from './placeholders';
import { stringField, type UnknownRecord } from './unknown';

/**
 * What the user should know of what became of the paste.
 *
 * - `otherHeader`: the key stood in another place than `Authorization: Bearer`, which is where it will be sent
 * - `placeholder`: where the key belongs stood a word to be replaced
 * - `password`: a user name and a password were left out
 * - `leftOut`: a header that holds a second secret was left out
 */
export type EndpointInputNote = 'otherHeader' | 'placeholder' | 'password' | 'leftOut';

/** An endpoint as far as a pasted text describes it. The token is in `token`, and in no other field. */
export interface EndpointInput {
  readonly url: string;
  readonly protocol: Protocol;
  readonly model?: string;
  readonly parameters?: Parameters;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether answers are to come in pieces, where the text says so. */
  readonly stream?: boolean;
  readonly token?: string;
  readonly notes: readonly EndpointInputNote[];
}

/**
 * Reads what a user has pasted: an address, a whole curl command, or a sample of a client library. No sentence of a problem
 * repeats a word that may be a token.
 *
 * @throws ChatError of kind `config`; its code is `CODES.holdsSecret` where the text should not stay on the screen
 */
export function readEndpointInput(pasted: string): EndpointInput {
  const text = pasted.trim();
  try {
    if (isCurlCommand(text)) return complete(fromCurl(text), text);
    if (looksLikeKey(text)) {
      throw problem('This looks like a token. Paste the address first; the token comes next.', CODES.holdsSecret);
    }
    return complete(/\s/.test(unquoted(text)) ? fromSnippet(text) : { url: text, headers: [], notes: [] }, text);
  } catch (error) {
    throw withoutSecrets(error, text);
  }
}

/** What was found, not checked yet. */
interface Found {
  readonly url: string | undefined;
  readonly headers: CurlCommand['headers'];
  readonly body?: UnknownRecord | undefined;
  readonly snippet?: Snippet;
  readonly notes: readonly EndpointInputNote[];
}

function fromCurl(text: string): Found {
  const { url, headers, body, hasUser, isBroken } = readCurlCommand(text);
  const snippet = readSnippet(text);
  // A quotation without an end may have swallowed anything: then the words count, wherever they stand.
  return {
    url: isBroken ? snippet.url : (url ?? snippet.url),
    headers: isBroken ? [] : headers,
    body,
    ...(isBroken || !body ? { snippet: isBroken ? snippet : { ...snippet, token: undefined } } : {}),
    notes: hasUser ? ['password'] : [],
  };
}

function fromSnippet(text: string): Found {
  const snippet = readSnippet(text);
  if (snippet.url === undefined) {
    throw problem('There is no address in this text.', snippet.token === undefined ? undefined : CODES.holdsSecret);
  }
  return { url: snippet.url, headers: [], snippet, notes: [] };
}

function complete({ url: address, headers: all, body, snippet, notes: before }: Found, text: string): EndpointInput {
  if (address === undefined) throw problem('There is no address in this command.');
  const { url: withoutKey, key, model: modelInAddress } = takeFromQuery(address);
  const { url, protocol } = parseEndpointUrl(withoutKey);
  refusePlaceholders(url);
  const { headers: others, token: keyOfHeaders, notes } = takeFromHeaders(all);
  const offered = keyOfHeaders ?? key ?? cleanToken(snippet?.token ?? '');
  const token = isPlaceholder(offered) || !/^[\x21-\x7e]+$/.test(offered) ? undefined : offered;
  const secrets = [...secretsIn(text), ...(token === undefined ? [] : [token])];
  refuseSecrets(url, secrets);
  const model = [stringField(body, 'model'), modelInAddress, snippet?.model].find(name => name && !isPlaceholder(name));
  const parameters = without(parametersOf(body ?? {}), secrets);
  const headers = without(others, secrets);
  const stream = body?.['stream'] ?? (snippet?.wholeOnly ? false : undefined);
  const found: readonly EndpointInputNote[] = [
    ...before,
    ...notes.filter(note => note !== 'otherHeader' || token !== undefined),
    ...(token !== undefined && keyOfHeaders === undefined && token === key ? (['otherHeader'] as const) : []),
    ...(token === undefined && offered !== '' ? (['placeholder'] as const) : []),
  ];
  return {
    url,
    protocol,
    ...(model && !holds(model, secrets) ? { model } : {}),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(typeof stream === 'boolean' ? { stream } : {}),
    ...(token === undefined ? {} : { token }),
    notes: [...new Set(found)],
  };
}

const KEY_FIELD = /key|token|secret|auth|password|credential|signature/i;

/** An address without the key and the model in its query. */
function takeFromQuery(address: string): { readonly url: string; readonly key?: string; readonly model?: string } {
  const [, before = '', query = '', hash = ''] = /^([^?#]*)\??([^#]*)(.*)$/s.exec(address) ?? [];
  const fields = [...new URLSearchParams(unquoted(query))];
  const value = (isWanted: (name: string) => boolean): string | undefined =>
    fields.find(([name]) => isWanted(name))?.[1];
  const key = value(name => KEY_FIELD.test(name));
  const model = value(name => name === 'model');
  if (key === undefined && model === undefined) return { url: address };
  const rest = new URLSearchParams(fields.filter(([name]) => !KEY_FIELD.test(name) && name !== 'model')).toString();
  return {
    url: before + (rest === '' ? '' : `?${rest}`) + hash,
    ...(key === undefined ? {} : { key }),
    ...(model === undefined ? {} : { model }),
  };
}

/** What the client writes itself, and what only a browser sends. */
const OWN_HEADERS =
  /^(accept.*|content-.*|host|connection|user-agent|origin|referer|cookie|priority|pragma|cache-control|dnt|te|sec-.*|transfer-encoding|expect|upgrade.*|if-.*)$/i;
const KEY_HEADER = /auth|key|token|secret|credential|password|session/i;

/** The headers to keep, and the one key among them: a header that may hold a secret never ends up in the settings. */
function takeFromHeaders(all: CurlCommand['headers']): {
  readonly headers: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly notes: readonly EndpointInputNote[];
} {
  const own = all.filter(([name]) => !OWN_HEADERS.test(name));
  const keys = own.filter(([name]) => KEY_HEADER.test(name));
  const authorization = keys.find(([name]) => /^authorization$/i.test(name))?.[1];
  const isBasic = /^basic\s/i.test(authorization ?? '');
  const [, scheme, bare] = /^(?:(\S+)\s+)?(\S*)$/.exec(isBasic ? '' : (authorization ?? '')) ?? [];
  const token = bare || keys.find(([name]) => !/^authorization$/i.test(name))?.[1];
  const isBearer = Boolean(bare) && /^bearer$/i.test(scheme ?? 'bearer');
  const taken = keys.filter(([name]) => isBasic && /^authorization$/i.test(name)).length + (token ? 1 : 0);
  return {
    headers: Object.fromEntries(own.filter(entry => !keys.includes(entry))),
    ...(token ? { token: cleanToken(token) } : {}),
    notes: [
      ...(isBasic ? (['password'] as const) : []),
      ...(token && !isBearer ? (['otherHeader'] as const) : []),
      ...(keys.length > taken ? (['leftOut'] as const) : []),
    ],
  };
}

/** What a chat brings itself, or cannot use. */
const NO_PARAMETERS: ReadonlySet<string> = new Set(
  `__proto__ model messages stream stream_options prompt input tools tool_choice parallel_tool_calls functions
  function_call response_format modalities audio user store metadata n`.split(/\s+/),
);

function parametersOf(body: UnknownRecord): Parameters {
  const isOurs = (name: string): boolean =>
    !NO_PARAMETERS.has(name) && !/api_?key|secret|password|credential|authori/i.test(name);
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => isOurs(name) && value !== null));
}

/** A word shorter than this may well be part of others. */
const SHORTEST = 8;

/** Every word that stands where keys stand, wherever a broken quotation has put it. */
function secretsIn(text: string): readonly string[] {
  const bearers = [...text.matchAll(/\bbearer[\s\\]+([^\s"'`,;)\\]+)/gi)];
  const named = [...text.matchAll(/(?:key|token|secret|authorization)["'`\\]*\s*[:=][\s"'`\\]*([^\s"'`,;)\\]+)/gi)];
  const words = [...bearers, ...named].map(match => match[1] ?? '');
  return words.filter(word => word.length >= SHORTEST && !/^\d+$/.test(word) && !isPlaceholder(word));
}

function holds(value: unknown, secrets: readonly string[]): boolean {
  const written = JSON.stringify(value);
  return secrets.some(
    secret => value === secret || (secret.length >= SHORTEST && written.includes(JSON.stringify(secret).slice(1, -1))),
  );
}

/** Whatever holds a secret is left out, wherever a strange text has put it. */
function without<T>(entries: Readonly<Record<string, T>>, secrets: readonly string[]): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(entries).filter(([name, value]) => !holds(name, secrets) && !holds(value, secrets)),
  );
}

function refuseSecrets(url: string, secrets: readonly string[]): void {
  const long = secrets.filter(secret => secret.length >= SHORTEST);
  if (!holds(url, long) && !holds(decoded(url), long)) return;
  throw problem('The address holds the token. Paste the address without it.', CODES.holdsSecret);
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function refusePlaceholders(url: string): void {
  const { host, pathname } = new URL(url);
  if (/[{}$<>*]|%7b|%3c|%24|(^|[.-])your[.-]/i.test(host) || /[{}<>$]|%7b|%3c|%24|\/your[-_]/i.test(pathname)) {
    throw problem('A piece of this address is still to be filled in: put your own in its place.');
  }
}

function unquoted(text: string): string {
  return text.replace(/^["'`<“”‘’\s]+|["'`>“”‘’\s,;]+$/g, '');
}

/** Someone has the key in the clipboard instead of the address. */
function looksLikeKey(text: string): boolean {
  const bare = unquoted(text);
  if (/^(authorization["']?\s*:|bearer\s)/i.test(bare)) return !/https?:\/\//i.test(bare);
  if (/[\s/:?]/.test(bare)) return false;
  return /^(sk|pk|rk|hf|gsk|xai|nvapi|key)[-_]|^eyJ|^AIza/.test(bare) || (/^[\w-]{24,}$/.test(bare) && /\d/.test(bare));
}

function problem(message: string, code?: string): ChatError {
  return new ChatError({ kind: 'config', message, ...(code === undefined ? {} : { code }) });
}

/** A problem in words that repeat nothing of a longer text, which may hold a key. */
function withoutSecrets(error: unknown, text: string): unknown {
  if (!isChatError(error)) return problem('This cannot be read.');
  if (error.details.code !== undefined) return error;
  const holdsSecret = /\bbearer\s+\S|key\W|token\W|:\/\/[^/\s]*@/i.test(text);
  const message =
    /[“”]/.test(error.message) && (holdsSecret || /[\s"'@]/.test(unquoted(text)))
      ? 'This is not an address.'
      : error.message;
  return problem(message, holdsSecret ? CODES.holdsSecret : undefined);
}
