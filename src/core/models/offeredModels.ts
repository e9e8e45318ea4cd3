import { estimateTokenCount } from 'tokenx';
import type { ChatRequest, Message, MessagePart, ModelInfo } from '../chat';
import { MOST_IMAGE_TOKENS } from '../chat';
import type { Endpoint } from '../endpoints/endpoints';
import type { FullTarget } from '../endpoints/target';
import { asNumber } from '../unknown';
import { withoutTools } from '../wire/tools';

/** A model as others than this extension's own chat can use it: complete, so what nobody tells is assumed. */
export interface OfferedModel {
  readonly endpoint: string;
  readonly model: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  readonly imageInput: boolean;
  readonly toolCalling: boolean;
}

/**
 * Tokens that a model holds where neither the endpoint's setting nor its server says. Too few would make VS Code leave out
 * what the model could read, in silence; of too many the server says so, and `contextWindow` mends it.
 */
const ASSUMED_WINDOW = { openai: 128_000, envelope: 32_768 } as const;

/** Tokens that are kept for the answer where nobody says, of a window that is large enough. */
const ASSUMED_OUTPUT = 8192;

/** The models of an endpoint, those of its setting first. `told`: what its server has said of its models, as far as that is known. */
export function offeredModels(endpoint: Endpoint, told: readonly ModelInfo[]): readonly OfferedModel[] {
  const infos = new Map(told.map(info => [info.id, info]));
  const configured = endpoint.model === undefined ? endpoint.models : [endpoint.model, ...endpoint.models];
  return [...new Set([...configured, ...infos.keys()])].map(id => offeredModel(endpoint, infos.get(id) ?? { id }));
}

/** Limits in tokens: the endpoint's setting counts before what the server tells. An answer is promised no more than half of the window. */
export function offeredModel(
  endpoint: Endpoint,
  { id, contextWindow, maxOutputTokens, vision, tools }: ModelInfo,
): OfferedModel {
  const window = endpoint.contextWindow ?? contextWindow ?? ASSUMED_WINDOW[endpoint.protocol];
  const wanted = asNumber(endpoint.parameters['max_tokens']) ?? maxOutputTokens ?? Math.min(ASSUMED_OUTPUT, window / 4);
  // A server may say that an answer can fill all of it; then there would be no room for a question.
  const output = Math.max(1, Math.floor(Math.min(wanted, window / 2)));
  const isOpenai = endpoint.protocol === 'openai';
  return {
    endpoint: endpoint.name,
    model: id,
    maxInputTokens: window - output,
    maxOutputTokens: output,
    // What is not known is allowed, as in the chat: a server that cannot do it says so.
    imageInput: isOpenai && vision !== false,
    toolCalling: isOpenai && tools !== false,
  };
}

/** The name of a model among all that are offered. */
export function offeredId({ endpoint, model }: Pick<OfferedModel, 'endpoint' | 'model'>): string {
  return `${endpoint}/${model}`;
}

/** The endpoint and the model with this name; undefined where the endpoint is no longer configured. */
export function findOffered(id: string, endpoints: readonly Endpoint[]): FullTarget | undefined {
  // Both may hold a slash, so the longest name counts.
  const [endpoint] = endpoints
    .filter(({ name }) => id.startsWith(`${name}/`))
    .toSorted((left, right) => right.name.length - left.name.length);
  return endpoint && { endpoint, model: id.slice(endpoint.name.length + 1) };
}

/** Fields of the body that follow from the request itself. */
const OUR_FIELDS: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'tools',
  'tool_choice',
]);

/** The endpoint's parameters, and over them what a caller wants; names with `_` in front are notes of VS Code to itself. */
export function parametersOver(
  endpoint: Endpoint,
  wanted: Readonly<Record<string, unknown>>,
): ChatRequest['parameters'] {
  const meant = Object.entries(wanted).filter(([name]) => !name.startsWith('_') && !OUR_FIELDS.has(name));
  return { ...endpoint.parameters, ...Object.fromEntries(meant) };
}

/** The request without what the model cannot take: tools and images of the history are told in words. */
export function requestFor({ imageInput, toolCalling }: OfferedModel, request: ChatRequest): ChatRequest {
  const takeable = toolCalling ? request : withoutTools(request);
  return imageInput ? takeable : { ...takeable, messages: takeable.messages.map(withoutImages) };
}

function withoutImages(message: Message): Message {
  return { ...message, parts: message.parts.map(namedImage) };
}

function namedImage(part: MessagePart): MessagePart {
  if (part.type === 'toolResult') return { ...part, content: part.content.map(namedInResult) };
  return part.type === 'file' || part.type === 'toolCall' ? part : namedInResult(part);
}

type ResultContent = Extract<MessagePart, { readonly type: 'text' | 'image' }>;

function namedInResult(part: ResultContent): ResultContent {
  return part.type === 'image' ? { type: 'text', text: `[Image: ${part.name}]` } : part;
}

/** Tokens that the form of a message costs beside its words. */
const MESSAGE_TOKENS = 4;

/** An estimate of the tokens of a text or a message. */
export function tokensOf(content: string | Message): number {
  if (typeof content === 'string') return estimateTokenCount(content);
  return content.parts.reduce((sum, part) => sum + partTokens(part), MESSAGE_TOKENS);
}

function partTokens(part: MessagePart): number {
  switch (part.type) {
    case 'text':
    case 'file':
      return estimateTokenCount(part.text);
    case 'image':
      // To look at it would take longer than to count.
      return MOST_IMAGE_TOKENS;
    case 'toolCall':
      return estimateTokenCount(part.call.name) + estimateTokenCount(part.call.arguments);
    case 'toolResult':
      return part.content.reduce((sum, content) => sum + partTokens(content), 0);
  }
}
