import type { FinishReason, Usage } from '../chat';
import { beginningOf } from '../text';
import {
  arrayField,
  asNumber,
  asText,
  field,
  isRecord,
  numberField,
  stringField,
  type UnknownRecord,
} from '../unknown';
import type { Words } from './sameChunks';

/** The first choice of a chunk or a completion. Others are asked for with `n`, and have no place in a conversation. */
export function firstChoice({ choices }: UnknownRecord): UnknownRecord | undefined {
  if (!Array.isArray(choices)) return undefined;
  for (const choice of choices) if (isRecord(choice) && isFirst(choice)) return choice;
  return undefined;
}

function isFirst({ index }: UnknownRecord): boolean {
  return index === 0 || (asNumber(index) ?? 0) === 0;
}

/** What a delta or a whole message says: the answer, and the thinking before it. */
export function contentOf(message: UnknownRecord): { readonly text: string; readonly reasoning: string } {
  const { content, reasoning_content, reasoning: thoughts, refusal } = message;
  const reasoning = asText(reasoning_content) || asText(thoughts);
  if (typeof content === 'string' && content !== '') return { text: content, reasoning };
  if (!Array.isArray(content)) return { text: asText(refusal), reasoning };
  const parts = contentOfParts(content);
  return { text: parts.text || asText(refusal), reasoning: reasoning || parts.reasoning };
}

/** The words of a chunk that says nothing else: no tool call, no usage, no ending. */
export function onlyWordsOf(chunk: UnknownRecord): Words | undefined {
  const choice = firstChoice(chunk) ?? {};
  const { delta, finish_reason } = choice;
  if (!isRecord(delta) || typeof finish_reason === 'string' || usageOf(chunk, choice)) return undefined;
  if (Array.isArray(delta['tool_calls']) || isRecord(delta['function_call'])) return undefined;
  const { text, reasoning } = contentOf(delta);
  if (text === '') return reasoning === '' ? undefined : { type: 'reasoning', text: reasoning };
  return reasoning === '' ? { type: 'text', text } : undefined;
}

/** Some servers send parts, as they may be sent: text, and thinking (Mistral). */
function contentOfParts(parts: readonly unknown[]): { readonly text: string; readonly reasoning: string } {
  const thinking = parts.flatMap(part => arrayField(part, 'thinking'));
  const textOf = (of: readonly unknown[]): string => of.map(part => stringField(part, 'text') ?? '').join('');
  return { text: textOf(parts), reasoning: textOf(thinking) };
}

const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['eos', 'stop'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['model_length', 'length'],
  ['content_filter', 'contentFilter'],
  ['content-filter', 'contentFilter'],
  ['safety', 'contentFilter'],
  ['tool_calls', 'toolCalls'],
  ['tool_use', 'toolCalls'],
  ['function_call', 'toolCalls'],
]);

/** A server's finish reason in our words, and in its own where ours do not say it; shared with the envelope. */
export function finishEvent(word: string): { type: 'finish'; reason: FinishReason; word?: string } {
  const reason = FINISH_REASONS.get(word.toLowerCase());
  return reason ? { type: 'finish', reason } : { type: 'finish', reason: 'other', word: beginningOf(word, 100) };
}

/** Prompt and completion tokens, where the server counted them; shared with the envelope. */
export function readUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const inputTokens = count(value, 'prompt_tokens') ?? count(value, 'input_tokens');
  const outputTokens = count(value, 'completion_tokens') ?? count(value, 'output_tokens');
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
  };
}

/** Less than none is what a server writes that does not count. */
function count(value: UnknownRecord, name: string): number | undefined {
  const counted = numberField(value, name);
  return counted !== undefined && counted >= 0 ? counted : undefined;
}

/** The usage of a chunk: beside the choices, inside one (Moonshot), or in a field of the server's own (Groq). */
export function usageOf({ usage, x_groq }: UnknownRecord, choice: UnknownRecord): Usage | undefined {
  return readUsage(usage) ?? readUsage(choice['usage']) ?? readUsage(field(x_groq, 'usage'));
}
