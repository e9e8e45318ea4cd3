import type { ChatEvent, ChatRequest } from '../chat';
import type { Http, HttpReply } from '../http/http';
import { arrayField, field, isRecord, parseJson, stringField } from '../unknown';
import { readAnswer } from './answer';
import { askToFill } from './fill';
import { models } from './openaiModels';
import { isAccepted, refusal } from './replies';
import { toolFields, wireMessages } from './tools';
import type { Quirk, Wire } from './wire';

/** `POST …/v1/chat/completions`: https://platform.openai.com/docs/api-reference/chat, as servers really speak it. */
export const openai: Wire = { chat, models };

function chat(
  http: Http,
  request: ChatRequest,
  signal: AbortSignal,
  quirks: Set<Quirk>,
): AsyncGenerator<ChatEvent, void, undefined> {
  if (request.fill) return filledIn(http, request, signal, quirks);
  return readAnswer(
    () => ask(http, request, signal, quirks),
    () => {
      if (request.stream) quirks.add('noStream');
    },
  );
}

/** Asks to fill in, and the messages where that is refused: one of both is answered, and it says which. */
async function* filledIn(
  http: Http,
  request: ChatRequest,
  signal: AbortSignal,
  quirks: Set<Quirk>,
): AsyncGenerator<ChatEvent, void, undefined> {
  let isFilling = false;
  const either = async (): Promise<HttpReply> => {
    const reply = await askToFill(http, request, signal, quirks);
    isFilling = reply !== undefined;
    return reply ?? ask(http, request, signal, quirks);
  };
  let isTold = false;
  const whole = (): void => {
    if (request.stream && !isFilling) quirks.add('noStream');
  };
  for await (const event of readAnswer(either, whole)) {
    if (isFilling && !isTold) yield { type: 'filling' };
    isTold = true;
    yield event;
  }
}

/** The reply to a request that the server understands: what it names as unknown is left out, once each. */
async function ask(http: Http, request: ChatRequest, signal: AbortSignal, quirks: Set<Quirk>): Promise<HttpReply> {
  const tried = new Set(quirks);
  for (;;) {
    const reply = await http.post('', requestBody(request, tried), signal);
    if (isAccepted(reply)) {
      // Only now: a refusal may quote the request, and be about something else.
      for (const quirk of tried) quirks.add(quirk);
      return reply;
    }
    const { error, text } = await refusal(reply);
    const quirk = quirkIn(reply.status, wordsAbout(text), request, tried);
    if (!quirk) throw error;
    tried.add(quirk);
  }
}

function requestBody(request: ChatRequest, quirks: ReadonlySet<Quirk>): unknown {
  const { max_tokens, ...others } = request.parameters;
  const stream = request.stream && !quirks.has('noStream');
  return {
    ...others,
    ...(max_tokens === undefined
      ? {}
      : { [quirks.has('maxCompletionTokens') ? 'max_completion_tokens' : 'max_tokens']: max_tokens }),
    model: request.model,
    messages: wireMessages(request.messages),
    stream,
    ...(stream && !quirks.has('noStreamOptions') ? { stream_options: { include_usage: true } } : {}),
    ...toolFields(request),
  };
}

/** “Invalid” alone says nothing: OpenAI calls every refusal an `invalid_request_error`. */
const UNKNOWN =
  /unsupported|unknown|unrecogni[sz]ed|unexpected|invalid (parameter|argument|field)|extra|instead|not (support|permit|allow|recogni[sz])/i;

/** What a refusal says about our request that can be done without; undefined when it is about something else. */
function quirkIn(status: number, text: string, request: ChatRequest, known: ReadonlySet<Quirk>): Quirk | undefined {
  if (status !== 400 && status !== 422 && status !== 501) return undefined;
  const streams = request.stream && !known.has('noStream');
  const limits = request.parameters['max_tokens'] !== undefined && !known.has('maxCompletionTokens');
  if (streams && !known.has('noStreamOptions') && /stream_options|include_usage/.test(text)) return 'noStreamOptions';
  if (limits && /max_(completion_)?tokens/.test(text) && UNKNOWN.test(text)) return 'maxCompletionTokens';
  if (streams && /\bstream(ing)?\b(?!_)/i.test(text) && UNKNOWN.test(text)) return 'noStream';
  return undefined;
}

/** What a refusal says of our request, without what it may quote of it. */
function wordsAbout(text: string): string {
  const body = parseJson(text);
  if (!isRecord(body)) return text;
  const error = field(body, 'error');
  const details = arrayField(body, 'detail').flatMap(detail => [
    stringField(detail, 'type'),
    stringField(detail, 'msg'),
    arrayField(detail, 'loc').join('.'),
  ]);
  const fields = [body, error].flatMap(part =>
    ['message', 'param', 'code', 'type', 'detail'].map(name => stringField(part, name)),
  );
  return [...fields, ...details, typeof error === 'string' ? error : ''].filter(Boolean).join(' ');
}
