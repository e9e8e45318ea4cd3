import * as vscode from 'vscode';
import type { ConversationList } from '../../core/history/conversationList';

/** Deletes every conversation, once the user has read how many there are and said so. */
export async function deleteAllConversations(list: ConversationList): Promise<void> {
  const { all, pinned } = await list.count();
  if (all === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no conversations.'));
    return;
  }
  const question =
    all === 1 ? vscode.l10n.t('Delete 1 conversation?') : vscode.l10n.t('Delete {0} conversations?', all);
  const finality = vscode.l10n.t('This cannot be undone.');
  const detail =
    pinned === 0 ? finality : `${vscode.l10n.t('{0} of them pinned: they are deleted, too.', pinned)} ${finality}`;
  const yes = vscode.l10n.t('Delete All');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes) await list.deleteAll();
}

/** Deletes one, and offers to take that back: its files go a little later. */
export async function deleteConversation(list: ConversationList, id: string): Promise<void> {
  await list.delete(id);
  if (list.deleted?.id !== id) return;
  const undo = vscode.l10n.t('Undo');
  const { title } = list.deleted;
  // Nobody waits for it: it goes by itself, or stays longer than its conversation can be brought back.
  void vscode.window.showInformationMessage(vscode.l10n.t('“{0}” is deleted.', title), undo).then(answer => {
    if (answer !== undo || list.undoDelete(id)) return;
    void vscode.window.showWarningMessage(vscode.l10n.t('It is too late: “{0}” is gone.', title));
  });
}
