import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation/conversation';
import { titleOf } from '../../core/conversation/conversationTitle';
import type { ConversationLabel } from '../../core/store/historyTypes';
import { cleanTitle } from '../../core/titles/titleText';
import { currentConversation } from './currentConversation';
import type { Exporting } from './exportTypes';

/** Asks for another title of the current conversation. An empty one takes it back. */
export async function renameConversation(exporting: Exporting): Promise<void> {
  const { dialogs } = exporting;
  // Another one may be looked at by the time the box is closed.
  const session = exporting.session();
  const held = { ...exporting, session: () => session };
  const conversation = await labelled(held);
  if (!conversation) return;
  const given = await dialogs.line(
    vscode.l10n.t('Rename Conversation'),
    vscode.l10n.t('Leave it empty to have the beginning of the first message as its title.'),
    titleOf(conversation),
  );
  if (given === undefined) return;
  const title = cleanTitle(given);
  if (title === titleOf(conversation)) return;
  await changeLabel(conversation, { title }, held);
}

/** Puts the current conversation first in the history, or back where it was. */
export async function pinConversation(exporting: Exporting): Promise<void> {
  const conversation = await labelled(exporting);
  if (conversation) await changeLabel(conversation, { pinned: conversation.label?.pinned !== true }, exporting);
}

/** One that has a place for a title: that of a private one would be a trace of it. */
async function labelled(exporting: Exporting): Promise<Conversation | undefined> {
  const conversation = await currentConversation(exporting);
  const say = (words: string): void => void exporting.dialogs.say(words);
  if (!conversation) say(vscode.l10n.t('Nothing has been said in this conversation yet.'));
  else if (!exporting.session().isKept)
    say(vscode.l10n.t('This conversation is not kept, and neither would its title be.'));
  else return conversation;
  return undefined;
}

async function changeLabel(
  { id }: Conversation,
  change: ConversationLabel,
  { store, session }: Exporting,
): Promise<void> {
  await store.label(id, change);
  session().labelled(id, change);
}
