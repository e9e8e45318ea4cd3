import * as v from 'valibot';
import type { Parameters } from '../chat';
import { type AddressFault, ChatError, errorDetails } from '../errors';
import { stringField } from '../unknown';
import { freeName } from './endpointNames';

/** The values of `protocol` in an entry; each has a file of its name in `wire`. */
export const PROTOCOLS = ['openai', 'envelope'] as const;

/** `openai`: `…/v1/chat/completions`. `envelope`: `…/api/v1/chat/completion_messages` of Neolink, which never streams. */
export type Protocol = (typeof PROTOCOLS)[number];

/** How long to wait, in seconds. */
export interface Timeouts {
  readonly firstByte: number;
  readonly idle: number;
}

/** A configured endpoint, checked and complete. `url` is the address that chat requests go to. */
export interface Endpoint {
  readonly name: string;
  readonly url: string;
  readonly protocol: Protocol;
  readonly model?: string;
  readonly models: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: Parameters;
  readonly stream: boolean;
  readonly contextWindow?: number;
  readonly timeouts: Timeouts;
}

/** An entry of the setting that cannot be used, and why: said to the user instead of being dropped in silence. */
export interface EndpointProblem {
  readonly name: string;
  /** An `EndpointFault` or an `AddressFault`. */
  readonly code: string;
  /** The field that is meant (code `FIELD`). */
  readonly field?: string;
}

/** Why an entry is not used, where it is not its address; `faultWords.ts` says it. `UNUSABLE`: an error that has no code. */
export type EndpointFault = 'NOT_A_LIST' | 'NOT_AN_ENTRY' | 'NAME_MISSING' | 'NAME_TAKEN' | 'FIELD' | 'UNUSABLE';

const seconds = v.pipe(v.number(), v.minValue(1), v.maxValue(3600));

const endpointSetting = v.object({
  name: v.pipe(v.string(), v.trim(), v.minLength(1)),
  url: v.string(),
  protocol: v.optional(v.picklist(PROTOCOLS)),
  model: v.optional(v.string()),
  models: v.optional(v.array(v.string()), []),
  headers: v.optional(v.record(v.string(), v.string()), {}),
  parameters: v.optional(v.record(v.string(), v.unknown()), {}),
  stream: v.optional(v.boolean(), true),
  contextWindow: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  timeouts: v.optional(v.object({ firstByte: v.optional(seconds), idle: v.optional(seconds) }), {}),
});

/** Reads the `endpointChat.endpoints` setting. Good entries are kept beside bad ones; of two with one name the first wins. */
export function parseEndpoints(setting: unknown): {
  readonly endpoints: readonly Endpoint[];
  readonly problems: readonly EndpointProblem[];
} {
  const endpoints: Endpoint[] = [];
  const problems: EndpointProblem[] = [];
  if (setting === undefined) return { endpoints, problems };
  if (!Array.isArray(setting)) return { endpoints, problems: [{ name: 'endpoints', code: 'NOT_A_LIST' }] };
  const entries: readonly unknown[] = setting;
  for (const [index, entry] of entries.entries()) {
    const parsed = v.safeParse(endpointSetting, entry);
    const name = stringField(entry, 'name') ?? `#${index + 1}`;
    if (!parsed.success) {
      problems.push({ name, ...faultOf(v.getDotPath(parsed.issues[0])) });
    } else if (endpoints.some(endpoint => endpoint.name === parsed.output.name)) {
      problems.push({ name, code: 'NAME_TAKEN' });
    } else {
      try {
        endpoints.push(completeEndpoint(parsed.output));
      } catch (error) {
        problems.push({ name, code: errorDetails(error).code ?? 'UNUSABLE' });
      }
    }
  }
  return { endpoints, problems };
}

function faultOf(field: string | null): { readonly code: EndpointFault; readonly field?: string } {
  if (field === null) return { code: 'NOT_AN_ENTRY' };
  return field === 'name' ? { code: 'NAME_MISSING' } : { code: 'FIELD', field };
}

function completeEndpoint(setting: v.InferOutput<typeof endpointSetting>): Endpoint {
  const { url, protocol } = parseEndpointUrl(setting.url, setting.protocol);
  // A model on this machine may think for minutes before its first word.
  const patience = isLoopback(url) ? { firstByte: 600, idle: 600 } : { firstByte: 120, idle: 90 };
  return {
    name: setting.name,
    url,
    protocol,
    ...(setting.model?.trim() ? { model: setting.model.trim() } : {}),
    models: setting.models,
    headers: setting.headers,
    parameters: setting.parameters,
    stream: setting.stream,
    ...(setting.contextWindow === undefined ? {} : { contextWindow: setting.contextWindow }),
    timeouts: {
      firstByte: setting.timeouts.firstByte ?? patience.firstByte,
      idle: setting.timeouts.idle ?? patience.idle,
    },
  };
}

const OPENAI_PATH = '/chat/completions';
const ENVELOPE_PATH = '/chat/completion_messages';

/**
 * The chat address and protocol that a pasted address means. People paste base addresses with or without `/v1`, whole
 * addresses, a trailing slash, quotes and blanks around it, no scheme, and `?model=<string>` left over from the documents.
 *
 * @throws ChatError of kind `config`, with a sentence that can be shown
 */
export function parseEndpointUrl(
  pasted: string,
  protocol?: Protocol,
): { readonly url: string; readonly protocol: Protocol } {
  const url = parseHttpUrl(addressIn(pasted));
  url.searchParams.delete('model');
  url.hash = '';
  const path = url.pathname.replace(/\/+$/, '');
  const derived = protocol ?? (path.endsWith(ENVELOPE_PATH) ? 'envelope' : 'openai');
  url.pathname = derived === 'envelope' ? envelopePath(path) : openaiPath(path);
  return { url: url.href, protocol: derived };
}

/** The address alone: without quotes and blanks around it, and out of the middle of a pasted command. */
function addressIn(pasted: string): string {
  const bare = pasted.replace(/^["'`<“”‘’\s]+|["'`>“”‘’\s,;]+$/g, '');
  return /\s/.test(bare) ? (/https?:\/\/[^\s"'`<>\\]+/i.exec(bare)?.[0] ?? bare) : bare;
}

/** The error for a text that is no usable address. The message is for the log: it must not quote the text, which may hold a key. */
export function addressFault(code: AddressFault, message: string): ChatError {
  return new ChatError({ kind: 'config', code, message });
}

function parseHttpUrl(text: string): URL {
  if (text === '') throw addressFault('ADDRESS_EMPTY', 'The address is empty.');
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  // Servers on this machine rarely speak https; everything else should.
  const scheme = /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)(?=[:/?#]|$)/i.test(text) ? 'http://' : 'https://';
  let url: URL;
  try {
    url = new URL(hasScheme ? text : scheme + text);
  } catch {
    // Its words stay out: they may hold a key.
    throw addressFault('ADDRESS_NONE', 'This is not an address.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw addressFault('ADDRESS_SCHEME', 'The address must begin with https:// or http://.');
  }
  if (url.username !== '' || url.password !== '') {
    throw addressFault('ADDRESS_HAS_USER', 'Leave user name and password out of the address.');
  }
  return url;
}

function openaiPath(path: string): string {
  if (path.endsWith(OPENAI_PATH)) return path;
  const base = path.replace(
    /\/(chat\/completion_messages|api\/(chat|generate|tags)|chat|completions|models|embeddings|responses|messages)$/,
    '',
  );
  return /\/v\d+[a-z0-9]*$/.test(base) ? base + OPENAI_PATH : `${base}/v1${OPENAI_PATH}`;
}

function envelopePath(path: string): string {
  if (path.endsWith(ENVELOPE_PATH)) return path;
  const base = path.replace(/\/(chat\/completions|chat)$/, '');
  if (base.endsWith('/v1')) return base + ENVELOPE_PATH;
  return `${base.endsWith('/api') ? base : `${base}/api`}/v1${ENVELOPE_PATH}`;
}

/** Scheme, host and port: what a token is bound to. */
export function originOf(url: string): string {
  return new URL(url).origin;
}

/** Another endpoint that uses the same token. */
export function sharerOf({ name, url }: Endpoint, endpoints: readonly Endpoint[]): Endpoint | undefined {
  return endpoints.find(other => other.name !== name && originOf(other.url) === originOf(url));
}

/** An address as it may be shown: a query can hold a key. */
export function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** The same in a list, without a scheme: over one VS Code lays a link, which covers the rows below. */
export function listedAddress(url: string): string {
  const { host, pathname, protocol } = new URL(url);
  return `${host}${pathname}${protocol === 'http:' && !isLoopback(url) ? ' · http' : ''}`;
}

/** Whether the address is this machine, where nothing leaves it. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname;
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A pasted token without the quotes, blanks, `Bearer ` and `Authorization:` that come along with it. */
export function cleanToken(pasted: string): string {
  return pasted
    .trim()
    .replace(/^["'`\s]+|["'`\s,;]+$/g, '')
    .replace(/^authorization["']?\s*:\s*["']?/i, '')
    .replace(/^bearer\s+/i, '')
    .trim();
}

const KNOWN_PORTS: Readonly<Record<string, string>> = {
  '11434': 'Ollama',
  '1234': 'LM Studio',
  '8080': 'llama.cpp',
  '8000': 'vLLM',
};

/** A name to offer for an address, or the wanted one, different from the names that are taken. */
export function suggestEndpointName(url: string, taken: readonly string[], wanted?: string): string {
  const { hostname, port } = new URL(url);
  const name =
    wanted ?? knownName(hostname) ?? (isLoopback(url) ? (KNOWN_PORTS[port] ?? `${hostname}:${port}`) : hostname);
  return taken.includes(name) ? freeName(name, taken) : name;
}

function knownName(hostname: string): string | undefined {
  const isOf = (domain: string): boolean => `.${hostname}`.endsWith(`.${domain}`);
  if (isOf('cloudeka.ai')) return 'Deka LLM';
  return isOf('ai-neolink.com') || isOf('neolink.com') ? 'Neolink' : undefined;
}
