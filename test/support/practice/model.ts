import { answer } from './answers';
import type { Query } from './query';

/** What stands in for a model: it has a size and a limit like one, and writes the same answer to the same question. */
export interface PracticeModel {
  readonly id: string;
  /** Tokens for question and answer together. */
  readonly contextWindow: number;
  /** The most tokens that it writes, whatever it is asked for. */
  readonly outputLimit: number;
  /** Reasons before every answer; the others do so when asked to think. */
  readonly reasons: boolean;
}

export const practiceModels: readonly PracticeModel[] = [
  { id: 'practice-model', contextWindow: 32_768, outputLimit: 4096, reasons: false },
  { id: 'practice-thinker', contextWindow: 32_768, outputLimit: 4096, reasons: true },
  { id: 'practice-small', contextWindow: 2048, outputLimit: 60, reasons: false },
];

export interface Completion {
  readonly reasoning: readonly string[];
  readonly answer: readonly string[];
  readonly finishReason: 'stop' | 'length';
  readonly promptTokens: number;
}

/**
 * The text in tokens: about four characters each, which is what people reckon with. The same pieces are sent and counted,
 * so usage is exact.
 */
export function tokens(text: string): readonly string[] {
  return text.match(/\s*\S{1,5}|\s+$/gu) ?? [];
}

export function promptTokens(messages: readonly { readonly text: string }[]): number {
  return messages.reduce((sum, message) => sum + tokens(message.text).length, 0);
}

/** Writes the answer and stops where a model would: at a stop sequence, the limit that was asked for, its own, or its window. */
export function complete(query: Query, defaultMaxTokens = Number.POSITIVE_INFINITY): Completion {
  const { model, maxTokens = defaultMaxTokens } = query;
  const used = promptTokens(query.messages);
  const limit = Math.min(maxTokens, model.outputLimit, model.contextWindow - used);
  const written = answer(query);
  const reasoning = tokens(written.reasoning);
  const text = tokens(beforeStop(written.text, query.stop));
  return {
    reasoning: reasoning.slice(0, limit),
    answer: text.slice(0, Math.max(0, limit - reasoning.length)),
    finishReason: reasoning.length + text.length > limit ? 'length' : 'stop',
    promptTokens: used,
  };
}

function beforeStop(text: string, stop: readonly string[]): string {
  const ends = stop.map(sequence => text.indexOf(sequence)).filter(position => position >= 0);
  return text.slice(0, Math.min(text.length, ...ends));
}
