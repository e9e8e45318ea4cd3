import { ChatError, CODES } from '../../core/errors';
import type { ListedChats } from '../../core/history/conversationList';
import type { Chats } from '../../core/session/chatsTypes';
import { onlyHere } from '../../core/session/onlyHere';

/** The chats of this window, as the list of conversations needs them. */
export function listedChats(chats: () => Chats): ListedChats {
  return {
    async open(id, place) {
      if (await chats().open(id, place)) return;
      const message = 'The conversation is not there any more.';
      throw new ChatError({ kind: 'internal', code: CODES.conversationGone, message });
    },
    onlyHere: () => chats().all().flatMap(onlyHere),
    isOpen: id => chats().isOpen(id),
    leave: id => chats().leave(id),
    labelled: (id, change) => chats().find(id)?.session.labelled(id, change),
  };
}
