import type { Conversation } from './conversation';
import { titleOf } from './conversationTitle';

/** What of a chat says how its tab is called. */
interface TabChat {
  readonly isPrivate: boolean;
  readonly session: { readonly isKept: boolean; readonly conversation: Conversation };
}

/** The title of a tab. VS Code writes it to disk, so that of a chat which is not kept tells nothing of what was said. */
export function tabTitle(
  chat: TabChat | undefined,
  words: { readonly untitled: string; readonly private: string; readonly notKept: string },
): string {
  if (chat?.isPrivate) return words.private;
  if (chat && !chat.session.isKept) return words.notKept;
  return (chat && titleOf(chat.session.conversation)) || words.untitled;
}
