import type { ToPage } from '../../shared/protocol';
import type { Chat, Chats } from './chatsTypes';

/** Says something where the active chat is shown, for as long as it is shown there: another one must not hear it. */
export function postWhereShown(chats: Pick<Chats, 'activeSurface' | 'shownIn'>, chat: Chat): (fact: ToPage) => void {
  const surface = chats.activeSurface();
  return fact => {
    if (surface && chats.shownIn(surface) === chat) surface.post(fact);
  };
}
