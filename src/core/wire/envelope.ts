import type { ChatEvent, ChatRequest } from '../chat';
import { field, isRecord, numberField, parseJson, stringField } from '../unknown';
import type { Http } from './http';
import { messageText } from './messages';
import { finishReason, readUsage } from './openai';
import { accepted, errorInReply, notThisProtocol, readText } from './replies';
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
  const text = await readText(reply);
  const body = parseJson(text);
  if (!isRecord(body)) throw notThisProtocol(reply, text);
  const result = body['result'];
  const answer = stringField(result, 'answer');
  if (numberField(body, 'code') !== 0) throw errorInReply(reply, body);
  // Its message says “success”, which would only confuse.
  if (answer === undefined) throw notThisProtocol(reply, '');

  const usage = field(result, 'usage');
  if (answer !== '') yield { type: 'text', text: answer };
  yield { type: 'finish', reason: finishReason(stringField(usage, 'finish_reason') ?? 'stop') };
  const counted = readUsage(usage);
  if (counted) yield { type: 'usage', usage: counted };
}

function requestBody(request: ChatRequest): unknown {
  return {
    ...request.parameters,
    model: request.model,
    messages: request.messages.map(message => ({ role: message.role, content: messageText(message) })),
  };
}
