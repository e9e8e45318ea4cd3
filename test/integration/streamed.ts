import { isQuestion } from '../support/questions';
import { type ScriptedReply, type Step, sse } from '../support/scriptedReply';

// Answers of a model over the OpenAI protocol, piece by piece.

/** A piece of what it writes. */
export function piece(content: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
}

/** A piece of what it thinks. */
export function thought(reasoning_content: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: { reasoning_content } }] }) };
}

/** The end of an answer, with the reason that the server gives. */
export function endedBy(finish_reason: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: {}, finish_reason }] }, '[DONE]') };
}

export const DONE = endedBy('stop');
/** Its limit of tokens was reached. */
export const CUT = endedBy('length');

/** The answer to the next question. */
export function streamed(...steps: readonly Step[]): ScriptedReply {
  return { when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps };
}
