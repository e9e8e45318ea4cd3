import { ChatError, type ChatErrorKind } from '../errors';
import { field, isRecord, parseJson, stringField } from '../unknown';
import type { HttpReply } from './http';

/** Bodies of refusals are read up to this many bytes: enough for any message, too little to hurt. */
const MAX_ERROR_BYTES = 64 * 1024;
/** An answer that comes whole may be this long. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024;

/** The text of a body. */
export async function readText(reply: HttpReply, maxBytes = MAX_REPLY_BYTES): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of reply.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) break;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The reply, if its status is 2xx. Throws the server's refusal otherwise. */
export async function accepted(reply: HttpReply): Promise<HttpReply> {
  if (reply.status >= 200 && reply.status <= 299) return reply;
  throw await refusal(reply);
}

/** The error for a reply whose status is not 2xx, with the server's own words. */
async function refusal(reply: HttpReply): Promise<ChatError> {
  const text = await readText(reply, MAX_ERROR_BYTES).catch(() => '');
  const serverMessage = serverWords(text);
  return new ChatError({
    kind: kindOf(reply.status, text),
    message: `The server answered ${reply.status}.`,
    status: reply.status,
    request: reply.request,
    ...(serverMessage === undefined ? {} : { serverMessage }),
  });
}

function kindOf(status: number, text: string): ChatErrorKind {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'notFound';
  if (status === 429) return 'rateLimited';
  if (status === 413 || /exceed_context_size|context_length_exceeded|maximum context length/i.test(text))
    return 'tooLong';
  return 'server';
}

/** The error for an error object that arrives inside a reply with status 200. */
export function errorInReply(reply: HttpReply, value: unknown): ChatError {
  const serverMessage = wordsOf(value);
  const code = field(value, 'code') ?? field(field(value, 'error'), 'code');
  const status = Number(code);
  return new ChatError({
    kind: Number.isInteger(status) ? kindOf(status, '') : 'server',
    message: 'The server sent an error instead of an answer.',
    request: reply.request,
    ...(serverMessage === undefined ? {} : { serverMessage }),
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
  });
}

/** The error for a reply that is not one of the protocol, quoting how it begins. */
export function notThisProtocol(reply: HttpReply, text: string): ChatError {
  const serverMessage = serverWords(text);
  return new ChatError({
    kind: 'protocol',
    message: text.trim() === '' ? 'The reply is empty.' : 'The reply is not one of a chat endpoint.',
    status: reply.status,
    request: reply.request,
    ...(serverMessage === undefined ? {} : { serverMessage }),
  });
}

/** The error for an answer that ended without saying that it did. What arrived so far is kept. */
export function cutOff(reply: HttpReply): ChatError {
  return new ChatError({
    kind: 'truncated',
    message: 'The connection ended before the answer did.',
    request: reply.request,
  });
}

/** The server's own words in a body: from JSON of any shape, an HTML page's title, or the text itself. */
function serverWords(text: string): string | undefined {
  const json = parseJson(text);
  if (json !== undefined) return wordsOf(json);
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1] ?? /<h1[^>]*>([^<]*)<\/h1>/i.exec(text)?.[1];
  const words = title ?? (/^\s*</.test(text) ? '' : text);
  return oneLine(words);
}

/** `{error: {message}}`, `{error: "…"}`, `{detail}`, `{message}`, a list of any of these, or a bare string. */
function wordsOf(value: unknown): string | undefined {
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return wordsOf(value[0]);
  if (!isRecord(value)) return undefined;
  return (
    wordsOf(value['error']) ??
    wordsOf(stringField(value, 'message')) ??
    wordsOf(value['detail']) ??
    wordsOf(stringField(value, 'msg'))
  );
}

function oneLine(words: string): string | undefined {
  const line = words.replace(/\s+/g, ' ').trim();
  return line === '' ? undefined : line;
}
