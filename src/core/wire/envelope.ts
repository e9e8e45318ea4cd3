import type { ChatEvent, ChatRequest } from '../chat';
import type { Http, HttpReply } from '../http/http';
import { field, isRecord, numberField, parseJson, stringField } from '../unknown';
import { finishEvent, readUsage } from './completion';
import { messageText } from './messages';
import { createReplyReader, type ReplyRecord } from './records';
import { accepted, cutOff, emptyReply, errorInReply, notThisProtocol, wordsOf } from './replies';
import { createThinkingSplitter } from './thinking';
import type { Wire } from './wire';

/**
 * `POST …/api/v1/chat/completion_messages` (Neolink): the answer inside `{code, message, result}`, whole, never streamed.
 * An error is a `code` other than 0 with HTTP status 200.
 */
export const envelope: Wire = {
  chat,
  // The protocol has no model list.
  models: async () => undefined,
};

async function* chat(
  http: Http,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  const reply = await accepted(await http.post('', requestBody(request), signal));
  const body = await readEnvelope(reply);
  const result = field(body, 'result');
  const answer = stringField(result, 'answer');
  const isForeign = field(body, 'code') === undefined && wordsOf(body) === undefined;
  if (isForeign) throw notThisProtocol(reply, '');
  if (numberField(body, 'code') !== 0) throw errorInReply(reply, body);
  // Its message says “success”, which would only confuse.
  if (answer === undefined) throw notThisProtocol(reply, '');

  const usage = field(result, 'usage');
  const thinking = createThinkingSplitter();
  const spoken: ChatEvent[] = [];
  thinking.take(answer, (type, text) => spoken.push({ type, text }));
  thinking.end((type, text) => spoken.push({ type, text }));
  yield* spoken;
  yield finishEvent(stringField(usage, 'finish_reason') ?? stringField(result, 'finish_reason') ?? 'stop');
  const counted = readUsage(usage);
  if (counted) yield { type: 'usage', usage: counted };
}

/** The envelope in a reply: its first record, should a gateway have made a stream of it. */
async function readEnvelope(reply: HttpReply): Promise<unknown> {
  const reader = createReplyReader(reply.contentType);
  let first: string | undefined;
  const take = (records: readonly ReplyRecord[]): void => {
    first ??= records.find(({ data }) => data.trim() !== '')?.data;
  };
  for await (const bytes of reply.body) {
    reader.read(bytes, take);
    if (first !== undefined) break;
  }
  if (first === undefined) reader.end(take);
  if (first === undefined) throw emptyReply(reply);
  const value = parseJson(first);
  if (isRecord(value)) return value;
  throw /^\s*\{/.test(first) ? cutOff(reply) : notThisProtocol(reply, first);
}

function requestBody(request: ChatRequest): unknown {
  return {
    ...request.parameters,
    model: request.model,
    messages: request.messages.map(message => ({ role: message.role, content: messageText(message) })),
  };
}
