import { randomUUID } from 'node:crypto';
import { json, type ScriptedReply } from '../scriptedReply';
import { complete } from './model';
import { type Pace, timeOf } from './pace';
import type { Query, Refusal } from './query';

/** What the documents give for a request that does not say. It cuts most answers. */
const DEFAULT_MAX_TOKENS = 200;

/** An error as the envelope has it: a `code` other than 0, as a rule with status 200. */
export function envelopeError(code: number, message: string, status = 200): ScriptedReply {
  return json({ code, message, result: null }, status);
}

export function envelopeRefusal({ status, message }: Refusal): ScriptedReply {
  return envelopeError(status, message);
}

/** `POST /api/v1/chat/completion_messages`. Never streamed, and reasoning has no place in it. */
export function envelopeCompletion(query: Query, pace: Pace): ScriptedReply {
  const completion = complete(query, DEFAULT_MAX_TOKENS);
  const completionTokens = completion.reasoning.length + completion.answer.length;
  const reply = json({
    code: 0,
    message: 'success',
    result: {
      id: randomUUID(),
      model: query.model.id,
      answer: completion.answer.join(''),
      usage: {
        prompt_tokens: completion.promptTokens,
        completion_tokens: completionTokens,
        total_tokens: completion.promptTokens + completionTokens,
        finish_reason: completion.finishReason,
      },
      created_at: Math.floor(Date.now() / 1000),
    },
  });
  return { ...reply, steps: [...timeOf(completion, pace), ...reply.steps] };
}
