import type { ChatEvent, ChatRequest, FinishReason, ModelInfo, Usage } from '../chat';
import { arrayField, field, isRecord, numberField, parseJson, stringField } from '../unknown';
import type { Http, HttpReply } from './http';
import { messageText } from './messages';
import { accepted, cutOff, errorInReply, notThisProtocol, readText } from './replies';
import { serverSentEvents } from './sse';
import type { Wire } from './wire';

/** `POST …/v1/chat/completions`: https://platform.openai.com/docs/api-reference/chat, as servers really speak it. */
export const openai: Wire = { chat, models };

async function* chat(
  http: Http,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  const reply = await accepted(await http.post('', requestBody(request), signal));
  if (reply.contentType.includes('text/event-stream')) yield* streamedAnswer(reply);
  else yield* wholeAnswer(reply);
}

function requestBody(request: ChatRequest): unknown {
  return {
    ...request.parameters,
    model: request.model,
    messages: request.messages.map(message => ({ role: message.role, content: messageText(message) })),
    stream: request.stream,
    ...(request.stream ? { stream_options: { include_usage: true } } : {}),
  };
}

async function* streamedAnswer(reply: HttpReply): AsyncGenerator<ChatEvent, void, undefined> {
  let ended = false;
  let broken: string | undefined;
  for await (const { data, event } of serverSentEvents(reply.body)) {
    if (broken !== undefined) throw notThisProtocol(reply, broken);
    if (data.trim() === '[DONE]') {
      // Read on: some servers send the usage after it.
      ended = true;
      continue;
    }
    const chunk = parseJson(data);
    if (!isRecord(chunk)) {
      broken = data;
      continue;
    }
    if (event === 'error' || isError(chunk)) throw errorInReply(reply, chunk);
    for (const chatEvent of chunkEvents(chunk)) {
      if (chatEvent.type === 'finish') ended = true;
      yield chatEvent;
    }
  }
  // Half an event at the very end is what a killed server leaves.
  if (broken !== undefined && !broken.startsWith('{')) throw notThisProtocol(reply, broken);
  if (!ended) throw cutOff(reply);
}

/** An `error` field, or a message where an answer should be. */
function isError(reply: unknown): boolean {
  if (isPresent(field(reply, 'error'))) return true;
  return field(reply, 'choices') === undefined && stringField(reply, 'message') !== undefined;
}

async function* wholeAnswer(reply: HttpReply): AsyncGenerator<ChatEvent, void, undefined> {
  const text = await readText(reply);
  const completion = parseJson(text);
  if (isError(completion)) throw errorInReply(reply, completion);
  if (arrayField(completion, 'choices').length === 0) throw notThisProtocol(reply, text);
  yield* chunkEvents(completion);
}

/** The events of a streamed chunk (`delta`) or of a whole completion (`message`). Choices after the first are not ours. */
function* chunkEvents(chunk: unknown): Generator<ChatEvent, void, undefined> {
  const choice = arrayField(chunk, 'choices').find(candidate => (numberField(candidate, 'index') ?? 0) === 0);
  const message = field(choice, 'delta') ?? field(choice, 'message');
  const reasoning = stringField(message, 'reasoning_content') ?? stringField(message, 'reasoning');
  if (reasoning) yield { type: 'reasoning', text: reasoning };
  const content = stringField(message, 'content');
  if (content) yield { type: 'text', text: content };
  const finish = stringField(choice, 'finish_reason');
  if (finish) yield { type: 'finish', reason: finishReason(finish) };
  const usage = readUsage(field(chunk, 'usage'));
  if (usage) yield { type: 'usage', usage };
}

const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['eos', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['content_filter', 'contentFilter'],
  ['tool_calls', 'toolCalls'],
  ['function_call', 'toolCalls'],
]);

/** A server's finish reason in our words; shared with the envelope, which uses the same ones. */
export function finishReason(word: string): FinishReason {
  return FINISH_REASONS.get(word) ?? 'other';
}

/** Prompt and completion tokens, where the server counted them; shared with the envelope. */
export function readUsage(value: unknown): Usage | undefined {
  const inputTokens = numberField(value, 'prompt_tokens');
  const outputTokens = numberField(value, 'completion_tokens');
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
  };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '';
}

async function models(http: Http, signal: AbortSignal): Promise<readonly ModelInfo[]> {
  const reply = await accepted(await http.get('../models', signal));
  const text = await readText(reply);
  const list = parseJson(text);
  if (!isRecord(list) || !Array.isArray(list['data'])) throw notThisProtocol(reply, text);
  return list['data'].flatMap(modelInfo);
}

function modelInfo(entry: unknown): readonly ModelInfo[] {
  const id = stringField(entry, 'id');
  if (!id) return [];
  // vLLM, llama.cpp and OpenRouter tell the window here, each under a name of its own.
  const contextWindow =
    numberField(entry, 'max_model_len') ??
    numberField(field(entry, 'meta'), 'n_ctx') ??
    numberField(entry, 'context_length');
  return [{ id, ...(contextWindow === undefined ? {} : { contextWindow }) }];
}
