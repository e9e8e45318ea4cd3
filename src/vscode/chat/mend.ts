import type { Chat } from '../../core/session/chatsTypes';
import type { ToHost } from '../../shared/protocol';
import { carryOut } from '../report';

/**
 * Carries out what a button offers. One under an old answer is about the endpoint that failed there, whichever is chosen now; under
 * the last one, the question is asked again once that is mended.
 */
export async function mend(
  chat: Chat,
  { remedy, id }: ToHost & { readonly type: 'remedy' },
  regenerate: (chat: Chat) => Promise<void>,
): Promise<void> {
  const { session } = chat;
  const answer = session.conversation.entries.find(entry => entry.id === id);
  if (answer?.role !== 'assistant') return void (await carryOut(remedy));
  const endpoint = session.endpointNamed(answer.endpoint)?.name;
  const isMended = (await carryOut(remedy, { endpoint, error: answer.error })) === true;
  if (isMended && answer === session.conversation.entries.at(-1)) await regenerate(chat);
}
