import { type PracticeModel, practiceModels, promptTokens } from './model';

export interface QueryMessage {
  readonly role: string;
  readonly text: string;
  readonly images: number;
}

/** What a checked request asks for; the same for both protocols. */
export interface Query {
  readonly model: PracticeModel;
  readonly messages: readonly QueryMessage[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly maxTokens?: number;
  readonly stop: readonly string[];
}

/** Why a request is not answered. Each protocol writes it in its own shape. */
export interface Refusal {
  readonly status: 400 | 404;
  readonly message: string;
  readonly param: string | null;
  readonly code: string | null;
}

export type Reading = { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly refusal: Refusal };

type Fields = Readonly<Record<string, unknown>>;

/** Checks a request's body as a server does: the first fault decides. */
export function readQuery(body: unknown): Reading {
  if (body === undefined) return refuse('The body of the request is not valid JSON.', null);
  if (!isFields(body)) return refuse('The body of the request must be a JSON object.', null);
  const {
    model: id,
    messages: list,
    stream,
    stream_options: streamOptions,
    stop,
    max_tokens,
    max_completion_tokens,
  } = body;
  if (typeof id !== 'string' || id === '') return refuse('The field model is required and must be a string.', 'model');
  if (!Array.isArray(list) || list.length === 0) {
    return refuse('The field messages is required and must be a list of at least one message.', 'messages');
  }
  const messages = list.flatMap(readMessage);
  if (messages.length < list.length) {
    return refuse(
      'Every message needs a role (system, user, assistant) and a content (a text or a list of parts).',
      'messages',
    );
  }
  const fault = numberFault(body);
  if (fault) return refuse(fault.message, fault.field);
  const model = practiceModels.find(candidate => candidate.id === id);
  if (!model) return unknownModel(id);
  const used = promptTokens(messages);
  if (used >= model.contextWindow) return tooLong(model, used);

  const maxTokens = [max_completion_tokens, max_tokens].find(value => typeof value === 'number');
  return {
    ok: true,
    query: {
      model,
      messages,
      stream: stream === true,
      includeUsage: asksForUsage(streamOptions),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      stop: listOf(stop)
        .filter(sequence => typeof sequence === 'string')
        .filter(sequence => sequence !== ''),
    },
  };
}

function refuse(message: string, param: string | null): Reading {
  return { ok: false, refusal: { status: 400, message, param, code: null } };
}

function unknownModel(id: string): Reading {
  const message = `The model "${id}" does not exist here. There are: ${practiceModels.map(model => model.id).join(', ')}.`;
  return { ok: false, refusal: { status: 404, message, param: 'model', code: 'model_not_found' } };
}

function tooLong({ id, contextWindow }: PracticeModel, used: number): Reading {
  const message = `The context window of ${id} is ${contextWindow} tokens, and the messages are ${used} tokens.`;
  return { ok: false, refusal: { status: 400, message, param: 'messages', code: 'context_length_exceeded' } };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asksForUsage(streamOptions: unknown): boolean {
  if (!isFields(streamOptions)) return false;
  const { include_usage } = streamOptions;
  return include_usage === true;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

const ROLES: readonly unknown[] = ['system', 'developer', 'user', 'assistant', 'tool'];

/** The message, or nothing where it is none. */
function readMessage(message: unknown): readonly QueryMessage[] {
  if (!isFields(message)) return [];
  const { role, content } = message;
  if (typeof role !== 'string' || !ROLES.includes(role)) return [];
  if (typeof content === 'string') return [{ role, text: content, images: 0 }];
  if (!Array.isArray(content)) return [];
  const parts = content.filter(isFields);
  const texts = parts.map(({ text }) => text).filter(text => typeof text === 'string');
  const images = parts.filter(({ type }) => type === 'image_url').length;
  return [{ role, text: texts.join('\n\n'), images }];
}

interface Range {
  readonly field: string;
  readonly least: number;
  readonly most: number;
  readonly whole?: true;
}

const RANGES: readonly Range[] = [
  { field: 'max_tokens', least: 1, most: Number.MAX_SAFE_INTEGER, whole: true },
  { field: 'max_completion_tokens', least: 1, most: Number.MAX_SAFE_INTEGER, whole: true },
  { field: 'temperature', least: 0, most: 2 },
  { field: 'top_p', least: 0, most: 1 },
  { field: 'presence_penalty', least: -2, most: 2 },
  { field: 'frequency_penalty', least: -2, most: 2 },
  // One answer only, as llama.cpp has it.
  { field: 'n', least: 1, most: 1, whole: true },
];

function numberFault(fields: Fields): { readonly field: string; readonly message: string } | undefined {
  for (const { field, least, most, whole } of RANGES) {
    const value = fields[field];
    if (value === undefined || value === null) continue;
    const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
    if (fits) continue;
    const upper = most === Number.MAX_SAFE_INTEGER ? 'up' : `to ${most}`;
    return {
      field,
      message: `The field ${field} must be ${whole ? 'a whole number' : 'a number'} from ${least} ${upper}.`,
    };
  }
  return undefined;
}
