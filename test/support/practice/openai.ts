import { randomUUID } from 'node:crypto';
import { json, type ScriptedReply, type Step, sse } from '../scriptedReply';
import { type Completion, complete, practiceModels } from './model';
import { type Pace, timeOf } from './pace';
import type { Query, Refusal } from './query';

/** An error as OpenAI and its like write it. */
export function openaiError(status: number, message: string, param: string | null, code: string | null): ScriptedReply {
  const type = status === 401 ? 'authentication_error' : 'invalid_request_error';
  return json({ error: { message, type, param, code } }, status);
}

export function openaiRefusal({ status, message, param, code }: Refusal): ScriptedReply {
  return openaiError(status, message, param, code);
}

/** `GET /v1/models`; the context window where vLLM tells it. */
export function openaiModels(): ScriptedReply {
  const data = practiceModels.map(({ id, contextWindow }) => ({
    id,
    object: 'model',
    created: 1_735_689_600,
    owned_by: 'endpoint-chat',
    max_model_len: contextWindow,
  }));
  return json({ object: 'list', data });
}

/** `POST /v1/chat/completions`, streamed or whole. */
export function openaiCompletion(query: Query, pace: Pace): ScriptedReply {
  const completion = complete(query);
  const identity = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: query.model.id };
  return query.stream ? streamed(query, completion, identity, pace) : whole(completion, identity, pace);
}

type Identity = Readonly<Record<'id' | 'model', string>> & { readonly created: number };

function whole(completion: Completion, identity: Identity, pace: Pace): ScriptedReply {
  const reasoning = completion.reasoning.join('');
  const message = {
    role: 'assistant',
    content: completion.answer.join(''),
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    tool_calls: null,
    function_call: null,
  };
  const reply = json({
    ...identity,
    object: 'chat.completion',
    choices: [{ index: 0, finish_reason: completion.finishReason, message, logprobs: null }],
    usage: usage(completion),
    system_fingerprint: null,
    service_tier: null,
  });
  return { ...reply, steps: [...timeOf(completion, pace), ...reply.steps] };
}

function streamed(query: Query, completion: Completion, identity: Identity, pace: Pace): ScriptedReply {
  // Once usage is asked for, every chunk has the field, and all but the last say null.
  const noUsage = query.includeUsage ? { usage: null } : {};
  const event = (rest: object): Step => ({ send: sse({ ...identity, object: 'chat.completion.chunk', ...rest }) });
  const chunk = (delta: object, finishReason: string | null = null): Step =>
    event({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }], ...noUsage });
  const paced = (step: Step): readonly Step[] => (pace.tokenMs > 0 ? [{ wait: pace.tokenMs }, step] : [step]);

  const steps: readonly Step[] = [
    { head: true },
    ...(pace.firstTokenMs > 0 ? [{ wait: pace.firstTokenMs }] : []),
    chunk({ role: 'assistant', content: '' }),
    ...completion.reasoning.flatMap(token => paced(chunk({ reasoning_content: token }))),
    ...completion.answer.flatMap(token => paced(chunk({ content: token }))),
    chunk({}, completion.finishReason),
    ...(query.includeUsage ? [event({ choices: [], usage: usage(completion) })] : []),
    { send: sse('[DONE]') },
  ];
  return { headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' }, steps };
}

function usage({ reasoning, answer, promptTokens }: Completion): object {
  const completionTokens = reasoning.length + answer.length;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    completion_tokens_details: { reasoning_tokens: reasoning.length },
    prompt_tokens_details: null,
  };
}
