import type { ChatRequest, FillIn, Parameters } from '../chat';
import type { Http, HttpReply } from '../http/http';
import { type FillModel, type FillTokens, type FillWay, fillModel } from './fillModels';
import { isAccepted, refusal } from './replies';
import type { Quirk } from './wire';

/** Without a limit, vLLM and OpenAI stop after 16 tokens here, and a model that was never taught to end would go on for ever. */
const MAX_TOKENS = 512;

/** Parameters that text completions have, too. What else was set is meant for a chat, and unknown there. */
const SHARED: readonly string[] = [
  'temperature',
  'top_p',
  'top_k',
  'min_p',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'repetition_penalty',
];

const QUIRKS: Readonly<Record<FillWay, Quirk>> = { tokens: 'noFillTokens', suffix: 'noSuffix', fim: 'noFim' };

/** Refusals that hold for every request: the address, the method, the field or the model is not known there. */
const FOR_GOOD: ReadonlySet<number> = new Set([400, 404, 405, 410, 415, 422, 501]);

/**
 * The reply to a request to fill in, or undefined where the messages have to be asked instead: the model or the server does not
 * know how. What is refused for good is learned.
 *
 * @throws ChatError where the messages would fare no better, or the reason of the abort
 */
export async function askToFill(
  http: Http,
  request: ChatRequest,
  signal: AbortSignal,
  quirks: Set<Quirk>,
): Promise<HttpReply | undefined> {
  const { fill, model } = request;
  const known = fillModel(model);
  if (!fill || !known) return undefined;
  for (const way of known.ways) {
    if (quirks.has(QUIRKS[way])) continue;
    const path = way === 'fim' ? '../fim/completions' : '../completions';
    const reply = await http.post(path, requestBody(request, fill, known, way), signal);
    // Some servers answer every address with their page.
    const isPage = reply.contentType.startsWith('text/html');
    if (isAccepted(reply) && !isPage) return reply;
    const { error } = await refusal(reply);
    signal.throwIfAborted();
    if (error.kind === 'rateLimited' || error.kind === 'tooLong' || reply.status === 503) throw error;
    if (isPage || FOR_GOOD.has(reply.status)) quirks.add(QUIRKS[way]);
  }
  return undefined;
}

function requestBody(request: ChatRequest, { before, after }: FillIn, known: FillModel, way: FillWay): unknown {
  const { model, parameters, stream } = request;
  const tokens = way === 'tokens' ? known.tokens : undefined;
  return {
    ...Object.fromEntries(SHARED.flatMap(name => (parameters[name] === undefined ? [] : [[name, parameters[name]]]))),
    ...(tokens ? { prompt: tokens.prompt(before, after) } : { prompt: before, suffix: after }),
    model,
    max_tokens: limitOf(parameters),
    ...stopsOf(parameters, tokens),
    stream,
  };
}

function limitOf({ max_tokens, max_completion_tokens }: Parameters): number {
  const own = max_tokens ?? max_completion_tokens;
  return typeof own === 'number' ? own : MAX_TOKENS;
}

function stopsOf({ stop }: Parameters, tokens: FillTokens | undefined): { readonly stop?: readonly unknown[] } {
  const own: readonly unknown[] = Array.isArray(stop) ? stop : stop === undefined || stop === null ? [] : [stop];
  const stops = [...own, ...(tokens?.stop ?? [])].slice(0, 4);
  return stops.length === 0 ? {} : { stop: stops };
}
