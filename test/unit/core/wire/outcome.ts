import assert from 'node:assert/strict';
import type { ChatEvent, FinishReason, ToolCall, Usage } from '../../../../src/core/chat';
import { type ChatErrorDetails, type ChatErrorKind, isChatError } from '../../../../src/core/errors';

/** What a reader has in hand when an answer is over, however many events brought it. */
export interface Outcome {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishes: readonly { readonly reason: FinishReason; readonly word?: string }[];
  /** The last count: some servers count on as they write. */
  readonly usage: Usage | undefined;
  readonly failure: ChatErrorDetails | undefined;
  /** Events in all: what a reader has to handle. */
  readonly events: number;
}

/** Reads to the end. Whatever is thrown and no `ChatError` is thrown on. */
export async function outcomeOf(events: AsyncIterable<ChatEvent>): Promise<Outcome> {
  let text = '';
  let reasoning = '';
  const toolCalls: ToolCall[] = [];
  const finishes: Outcome['finishes'][number][] = [];
  let usage: Usage | undefined;
  let failure: ChatErrorDetails | undefined;
  let count = 0;
  try {
    for await (const event of events) {
      if (event.type === 'progress') continue;
      count++;
      if (event.type === 'text') text += event.text;
      else if (event.type === 'reasoning') reasoning += event.text;
      else if (event.type === 'toolCall') toolCalls.push(event.call);
      else if (event.type === 'usage') usage = event.usage;
      else if (event.type === 'finish')
        finishes.push({ reason: event.reason, ...(event.word === undefined ? {} : { word: event.word }) });
    }
  } catch (error) {
    if (!isChatError(error)) throw error;
    failure = error.details;
  }
  return { text, reasoning, toolCalls, finishes, usage, failure, events: count };
}

/** What is wanted of an outcome. What is left out must not be there; an answer without a failure ends with `stop`. */
export interface WantedOutcome {
  readonly text?: string;
  readonly reasoning?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly finish?: FinishReason | { readonly reason: FinishReason; readonly word: string };
  readonly usage?: Usage;
  readonly failure?: {
    readonly kind: ChatErrorKind;
    /** Undefined, but there: that there is none. */
    readonly code?: string | undefined;
    readonly status?: number;
    /** What the server's words must say; where it is left out they do not matter. */
    readonly words?: RegExp;
  };
}

export function assertOutcome(actual: Outcome, wanted: WantedOutcome, how: string): void {
  const { failure, text, reasoning, toolCalls, finishes, usage } = actual;
  const ending = wanted.finish ?? (wanted.failure ? undefined : 'stop');
  const { code } = wanted.failure ?? {};
  const codeMatters = wanted.failure !== undefined && 'code' in wanted.failure;
  const status = wanted.failure?.status;
  const seen = {
    text,
    reasoning,
    toolCalls,
    finishes,
    usage,
    failure: failure && {
      kind: failure.kind,
      ...(codeMatters ? { code: failure.code } : {}),
      ...(status === undefined ? {} : { status: failure.status }),
    },
  };
  const expected = {
    text: wanted.text ?? '',
    reasoning: wanted.reasoning ?? '',
    toolCalls: wanted.toolCalls ?? [],
    finishes: ending === undefined ? [] : [typeof ending === 'string' ? { reason: ending } : ending],
    usage: wanted.usage,
    failure: wanted.failure && {
      kind: wanted.failure.kind,
      ...(codeMatters ? { code } : {}),
      ...(status === undefined ? {} : { status }),
    },
  };
  // The message makes the difference between two of a thousand divisions; the difference itself is shown below it.
  if (JSON.stringify(seen) !== JSON.stringify(expected)) {
    assert.deepEqual({ how, ...seen, words: failure?.serverMessage }, { how, ...expected });
  }
  if (wanted.failure?.words) assert.match(failure?.serverMessage ?? '', wanted.failure.words, how);
}
