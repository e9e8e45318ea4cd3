import { sse } from '../../../support/scriptedReply';

/** Pieces of replies, as short as they can be: every byte of them is a place to cut. */

/** A chunk with one choice. */
export function chunk(delta: unknown, finishReason?: string | null, more: object = {}): object {
  return { choices: [{ delta, ...(finishReason === undefined ? {} : { finish_reason: finishReason }) }], ...more };
}

export function says(content: string): object {
  return chunk({ content });
}

export const STOP = chunk({}, 'stop');
export const DONE = '[DONE]';

/** The usage that servers count in these tests, and what becomes of it. */
export const COUNTED = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
export const USAGE = { inputTokens: 3, outputTokens: 2 };

/** A whole stream that says these pieces. */
export function saying(...pieces: readonly string[]): string {
  return sse(...pieces.map(says), STOP, DONE);
}

/** A whole completion. */
export function completion(message: unknown, more: object = {}): object {
  return { choices: [{ message, finish_reason: 'stop' }], ...more };
}

/** A line of JSON for each. */
export function ndjson(...records: readonly unknown[]): string {
  return records.map(record => `${JSON.stringify(record)}\n`).join('');
}
