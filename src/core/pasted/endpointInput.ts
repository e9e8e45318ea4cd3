import type { Parameters } from '../chat';
import { addressFault, cleanToken, type Protocol, parseEndpointUrl } from '../endpoints/endpoints';
import { ChatError, isChatError } from '../errors';
import { asText, stringField, type UnknownRecord } from '../unknown';
import { type CurlCommand, isCurlCommand, readCurlCommand } from './curlCommand';
import { readSnippet, type Snippet } from './endpointSnippet';
import {
  type EndpointInputNote,
  holds,
  isKeyInPath,
  KNOWN_KEYS,
  looksLikeKey,
  SHORTEST,
  secretsIn,
  takeFromHeaders,
  takeFromQuery,
  unquoted,
  withoutSecrets,
} from './pastedSecrets';
import { isPlaceholder } from './placeholders';

/** An endpoint as far as a pasted text describes it. The token is in `token`, and in no other field. */
export interface EndpointInput {
  readonly url: string;
  readonly protocol: Protocol;
  readonly model?: string;
  readonly parameters?: Parameters;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly notes: readonly EndpointInputNote[];
}

/**
 * Reads what a user has pasted: an address, a whole curl command, or a sample of a client library. No sentence of a problem
 * repeats a word that may be a token. Whether it streams is not taken: portals’ samples say no so that they are short, and what an
 * endpoint cannot do is found out by asking. `protocol`: what the address is for, where that is known.
 *
 * @throws ChatError of kind `config` with an `AddressFault`; `holdsSecret` where the text should not stay on the screen
 */
export function readEndpointInput(pasted: string, protocol?: Protocol): EndpointInput {
  const text = pasted.trim();
  try {
    if (isCurlCommand(text)) return complete(fromCurl(text), text, protocol);
    if (looksLikeKey(text)) {
      throw secretIn(addressFault('ADDRESS_IS_TOKEN', 'This looks like a token, not like an address.'));
    }
    const found = /\s|^\{/.test(unquoted(text)) ? fromSnippet(text) : { url: text, headers: [], notes: [] };
    return complete(found, text, protocol);
  } catch (error) {
    throw faultOf(error, text);
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
    const fault = addressFault('ADDRESS_NOT_IN_TEXT', 'There is no address in this text.');
    throw snippet.token === undefined ? fault : secretIn(fault);
  }
  return { url: snippet.url, headers: [], snippet, notes: [] };
}

function complete(
  { url: address, headers: all, body, snippet, notes: before }: Found,
  text: string,
  wanted: Protocol | undefined,
): EndpointInput {
  if (address === undefined) throw addressFault('ADDRESS_NOT_IN_COMMAND', 'There is no address in this command.');
  const { url: withoutKey, key, model: modelInAddress } = takeFromQuery(address);
  const { url, protocol } = parseEndpointUrl(withoutKey, wanted);
  refusePlaceholders(url);
  const { headers: others, token: keyOfHeaders, notes } = takeFromHeaders(all);
  const offered = keyOfHeaders ?? key ?? cleanToken(snippet?.token ?? '');
  const token = isPlaceholder(offered) || !/^[\x21-\x7e]+$/.test(offered) ? undefined : offered;
  const secrets = [...secretsIn(text), ...(token === undefined ? [] : [token])];
  refuseSecrets(url, secrets);
  const model = [stringField(body, 'model'), modelInAddress, snippet?.model].find(name => name && !isPlaceholder(name));
  const parameters = withoutSecrets(parametersOf(body ?? {}), secrets);
  const headers = withoutSecrets(others, secrets);
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
    ...(token === undefined ? {} : { token }),
    notes: [...new Set(found)],
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
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => isOurs(name) && value !== null && !KNOWN_KEYS.test(asText(value))),
  );
}

function refuseSecrets(url: string, secrets: readonly string[]): void {
  const long = secrets.filter(secret => secret.length >= SHORTEST);
  const hasKey = decoded(new URL(url).pathname).split('/').some(isKeyInPath);
  if (!hasKey && !holds(url, long) && !holds(decoded(url), long)) return;
  throw secretIn(addressFault('ADDRESS_HOLDS_TOKEN', 'The address holds the token.'));
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
    throw addressFault('ADDRESS_UNFINISHED', 'A piece of this address is still to be filled in.');
  }
}

/** The same fault of a text that should not stay on the screen. */
function secretIn({ details }: ChatError): ChatError {
  return new ChatError({ ...details, holdsSecret: true });
}

/** A fault, and whether the text around it holds a key: no sentence repeats anything of it. */
function faultOf(error: unknown, text: string): unknown {
  if (!isChatError(error)) return addressFault('ADDRESS_UNREADABLE', 'This cannot be read.');
  return /\bbearer\s+\S|key\W|token\W|:\/\/[^/\s]*@/i.test(text) ? secretIn(error) : error;
}
