import type { Message } from '../chat';
import { continueAfter, continueInstruction } from './continuation';
import type { Answer, Conversation } from './conversation';
import { requestMessages } from './requestMessages';
import type { AnswerRequest } from './writeAnswer';

/** What is asked so that the model goes on with its last answer. */
export function continuedRequest(
  conversation: Conversation,
  systemPrompt: string,
  { id, text }: Answer,
): Pick<AnswerRequest, 'id' | 'messages' | 'continuation'> {
  const instruction: Message = { role: 'user', parts: [{ type: 'text', text: continueInstruction(text) }] };
  const messages = [...requestMessages(conversation, systemPrompt), instruction];
  return { id, messages, continuation: continueAfter(text) };
}
