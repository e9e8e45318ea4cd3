import type { FinishReason, Usage } from '../chat';
import { arrayField, field, isRecord, numberField, stringField } from '../unknown';

/** The first choice of a chunk or a completion. Others are asked for with `n`, and have no place in a conversation. */
export function firstChoice(chunk: unknown): unknown {
  return arrayField(chunk, 'choices').find(choice => isRecord(choice) && (numberField(choice, 'index') ?? 0) === 0);
}

/** What a delta or a whole message says: the answer, and the thinking before it. */
export function contentOf(message: unknown): { readonly text: string; readonly reasoning: string } {
  const content = field(message, 'content');
  const reasoning = stringField(message, 'reasoning_content') || stringField(message, 'reasoning') || '';
  if (typeof content === 'string' && content !== '') return { text: content, reasoning };
  const parts = contentOfParts(Array.isArray(content) ? content : []);
  return { text: parts.text || stringField(message, 'refusal') || '', reasoning: reasoning || parts.reasoning };
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
  return reason ? { type: 'finish', reason } : { type: 'finish', reason: 'other', word: word.slice(0, 100) };
}

/** Prompt and completion tokens, where the server counted them; shared with the envelope. */
export function readUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const inputTokens = numberField(value, 'prompt_tokens') ?? numberField(value, 'input_tokens');
  const outputTokens = numberField(value, 'completion_tokens') ?? numberField(value, 'output_tokens');
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
  };
}

/** The usage of a chunk: beside the choices, inside one (Moonshot), or in a field of the server's own (Groq). */
export function usageOf(chunk: unknown, choice: unknown): Usage | undefined {
  return (
    readUsage(field(chunk, 'usage')) ??
    readUsage(field(choice, 'usage')) ??
    readUsage(field(field(chunk, 'x_groq'), 'usage'))
  );
}
