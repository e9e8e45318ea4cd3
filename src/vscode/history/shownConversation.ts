import type { ChatSession } from '../../core/chatSession';
import type { ListedChats } from '../../core/history/conversationList';

/** Where conversations are shown, as long as there is one place for them: the view in the sidebar. */
export function shownConversation(session: ChatSession, reveal: () => Promise<void>): ListedChats {
  const isOpen = (id: string): boolean => session.conversation.id === id;
  return {
    isOpen,
    async open(id) {
      await session.open(id);
      await reveal();
    },
    async leave(id) {
      if (isOpen(id)) await session.newConversation();
    },
    labelled: (id, change) => session.labelled(id, change),
  };
}
