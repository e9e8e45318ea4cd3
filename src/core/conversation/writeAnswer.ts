import type { ChatEvent, Message, Progress } from '../chat';
import type { Client } from '../client/client';
import type { Endpoint } from '../endpoints/endpoints';
import { errorDetails } from '../errors';
import type { Continuation } from './continuation';
import type { ConversationRecord, Outcome } from './conversation';

/** What is asked for an answer. Its parameters, and whether it streams, come from the endpoint. */
export interface AnswerRequest {
  /** Of the answer that is written. */
  readonly id: string;
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly messages: readonly Message[];
  /** Joins the reply to what the answer says already, when it is continued. */
  readonly continuation?: Continuation;
  readonly isPrivate?: boolean;
}

/** What happens to an answer: what is recorded of it, and where it stands meanwhile. */
export type AnswerHappening =
  | Extract<ConversationRecord, { readonly type: 'delta' | 'usage' | 'ended' }>
  | { readonly type: 'progress'; readonly progress: Progress };

/** Asks, and tells what happens up to the end, which always comes: a failure is one way to end, and so is an abort. */
export async function* writeAnswer(
  { client, now }: { readonly client: () => Promise<Client>; readonly now: () => number },
  { id, endpoint, model, messages, continuation, isPrivate = false }: AnswerRequest,
  signal: AbortSignal,
): AsyncGenerator<AnswerHappening, void, undefined> {
  const request = { model, messages, parameters: endpoint.parameters, stream: endpoint.stream, isPrivate };
  let finished: Outcome | undefined;
  let failed: Outcome | undefined;
  try {
    for await (const event of (await client()).chat(endpoint, request, signal)) {
      if (signal.aborted) break;
      if (event.type === 'finish') finished = completed(event);
      else yield* happenings(id, event, now(), continuation);
      // It may have come while the event was taken.
      if (signal.aborted) break;
    }
  } catch (error) {
    failed = { status: 'failed', error: errorDetails(error) };
  }
  // Whatever ended the reply, what was held back of it is part of the answer.
  const rest = continuation?.end() ?? '';
  if (rest !== '') yield { type: 'delta', id, text: rest, reasoning: '', at: now() };
  // All of it may be there while the server still holds the connection open: nothing of it was stopped then.
  if (signal.aborted) failed = finished ?? { status: signal.reason === 'interrupted' ? 'interrupted' : 'stopped' };
  const outcome = failed ?? finished ?? { status: 'complete', finishReason: 'stop' };
  yield { type: 'ended', id, at: now(), outcome };
}

function* happenings(
  id: string,
  event: Exclude<ChatEvent, { readonly type: 'finish' }>,
  at: number,
  continuation: Continuation | undefined,
): Generator<AnswerHappening, void, undefined> {
  switch (event.type) {
    case 'progress':
      yield event;
      return;
    case 'usage':
      yield { type: 'usage', id, usage: event.usage };
      return;
    case 'toolCall':
      // The finish reason says that the model wanted a tool; this chat has none to call.
      return;
    case 'reasoning':
      yield { type: 'delta', id, text: '', reasoning: event.text, at };
      return;
    case 'text': {
      const text = continuation ? continuation.take(event.text) : event.text;
      if (text !== '') yield { type: 'delta', id, text, reasoning: '', at };
    }
  }
}

function completed({ reason, word }: Extract<ChatEvent, { readonly type: 'finish' }>): Outcome {
  return { status: 'complete', finishReason: reason, ...(word === undefined ? {} : { finishWord: word }) };
}
