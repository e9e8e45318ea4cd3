import { ChatError, type ChatErrorKind, CODES } from '../errors';
import type { HttpReply } from '../http/http';
import { oneLine } from '../text';
import { field, isRecord, parseJson, stringField } from '../unknown';
import { retryAfterSeconds } from './retryAfter';

/** Bodies of refusals are read up to this many bytes: enough for any message, too little to hurt. */
const MAX_ERROR_BYTES = 64 * 1024;
/** The text of a body, as far as it comes: a refusal counts even when its connection breaks. */
async function readRefusal(reply: HttpReply): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of reply.body) {
      bytes += chunk.byteLength;
      text += decoder.decode(chunk, { stream: true });
      if (bytes > MAX_ERROR_BYTES) break;
    }
  } catch {
    // What came is all there is to say.
  }
  return text + decoder.decode();
}

/** Whether the server took the request: its status is 2xx. */
export function isAccepted({ status }: HttpReply): boolean {
  return status >= 200 && status <= 299;
}

/** The reply, if the server took the request. Throws its refusal otherwise. */
export async function accepted(reply: HttpReply): Promise<HttpReply> {
  if (isAccepted(reply)) return reply;
  throw (await refusal(reply)).error;
}

/** The error for a reply whose status is not 2xx, with the server's own words, and all that it said. */
export async function refusal(reply: HttpReply): Promise<{ readonly error: ChatError; readonly text: string }> {
  const text = await readRefusal(reply);
  const serverMessage = serverWords(text);
  const code = errorField(parseJson(text), 'code');
  const wanted = retryAfterSeconds(reply.header, Date.now());
  const error = new ChatError({
    kind: kindOf(reply.status, text),
    message: `The server answered ${reply.status}.`,
    status: reply.status,
    request: reply.request,
    ...(serverMessage === undefined ? {} : { serverMessage }),
    ...(code === undefined ? {} : { code }),
    ...(wanted === undefined ? {} : { retryAfterSeconds: wanted }),
  });
  return { error, text };
}

const TOO_LONG =
  /exceed_context_size|context_length_exceeded|(maximum|exceeds?) (the )?(model's )?context (length|size|window)/i;

function kindOf(status: number, text: string): ChatErrorKind {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'notFound';
  if (status === 429) return 'rateLimited';
  return status === 413 || TOO_LONG.test(text) ? 'tooLong' : 'server';
}

/** The error for an error object that arrives inside a reply with status 200. */
export function errorInReply(reply: HttpReply, value: unknown): ChatError {
  const serverMessage = wordsOf(value);
  const code = errorField(value, 'code');
  return new ChatError({
    kind: kindOf(Number(code), [code, errorField(value, 'type'), serverMessage].join(' ')),
    message: 'The server sent an error instead of an answer.',
    request: reply.request,
    ...(serverMessage === undefined ? {} : { serverMessage }),
    ...(code === undefined ? {} : { code }),
  });
}

/** A word of the server's for an error, wherever it stands: its code, or its type. */
function errorField(value: unknown, name: 'code' | 'type'): string | undefined {
  const [first]: readonly unknown[] = Array.isArray(value) ? value : [value];
  const word = field(field(first, 'error'), name) ?? field(first, name);
  return typeof word === 'string' || typeof word === 'number' ? String(word) : undefined;
}

/** The error for a reply that is not one of the protocol, quoting how it begins. */
export function notThisProtocol(reply: HttpReply, text: string): ChatError {
  const serverMessage = serverWords(text);
  return new ChatError({
    kind: 'protocol',
    message: 'The reply is not one of a chat endpoint.',
    status: reply.status,
    request: reply.request,
    ...(serverMessage === undefined ? {} : { serverMessage }),
  });
}

/** The error for a reply without a word in it. */
export function emptyReply(reply: HttpReply): ChatError {
  return new ChatError({
    kind: 'protocol',
    code: CODES.emptyReply,
    message: 'The reply is empty.',
    status: reply.status,
    request: reply.request,
  });
}

/** The error for an event that is longer than any delta. */
export function tooLarge(): ChatError {
  return new ChatError({ kind: 'protocol', code: CODES.tooLarge, message: 'An event of the reply is too long.' });
}

/** The error for an answer that ended without saying that it did. What arrived so far is kept. */
export function cutOff(reply: HttpReply): ChatError {
  return new ChatError({
    kind: 'truncated',
    message: 'The connection ended before the answer did.',
    request: reply.request,
  });
}

/** Characters of a page or a text that are looked at: its words are at its beginning, and a hostile one has no end. */
const MAX_WORDS = 8 * 1024;

/** The server's own words in a body: from JSON of any shape, an HTML page's title, or the text itself. */
function serverWords(whole: string): string | undefined {
  const json = parseJson(whole);
  if (json !== undefined) return wordsOf(json);
  const text = whole.slice(0, MAX_WORDS);
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1] ?? /<h1[^>]*>([^<]*)<\/h1>/i.exec(text)?.[1];
  const words = title ?? (/^\s*</.test(text) ? '' : text);
  return oneLine(words) || undefined;
}

/** Errors inside errors are looked into this deep; a hostile one could be deeper than the stack. */
const MAX_DEPTH = 6;

/** `{error: {message}}`, `{error: "…"}`, `{detail}`, `{message}`, `{msg}`, a list of any of these, or a bare string. */
export function wordsOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return oneLine(value) || undefined;
  if (depth === MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return wordsOf(value[0], depth + 1);
  if (!isRecord(value)) return undefined;
  return (
    wordsOf(field(value, 'error'), depth + 1) ??
    wordsOf(stringField(value, 'message')) ??
    wordsOf(field(value, 'detail'), depth + 1) ??
    wordsOf(stringField(value, 'msg')) ??
    wordsOf(stringField(value, 'error_message'))
  );
}
