import * as vscode from 'vscode';
import { titleOf } from '../../core/conversation/conversationTitle';
import { COMMANDS } from '../ids';
import { currentConversation } from './currentConversation';
import { copyConversation, exportConversation } from './exportConversation';
import type { Exporting } from './exportTypes';
import { pinConversation, renameConversation } from './renameConversation';

interface MenuItem extends vscode.QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

/** What can be done with the current conversation, and with all of them. */
export async function conversationMenu(looking: Exporting): Promise<void> {
  // Another one may be looked at by the time something is chosen.
  const session = looking.session();
  const exporting = { ...looking, session: () => session };
  const conversation = await currentConversation(exporting);
  const known = new Set(await vscode.commands.getCommands(true));
  const command = (icon: string, label: string, id: string, ...of: readonly string[]): readonly MenuItem[] =>
    known.has(id) ? [{ label: `$(${icon}) ${label}`, run: () => vscode.commands.executeCommand(id, ...of) }] : [];
  const own = (icon: string, label: string, act: (of: Exporting) => Promise<void>): MenuItem => ({
    label: `$(${icon}) ${label}`,
    run: () => act(exporting),
  });
  const pin =
    conversation?.label?.pinned === true
      ? own('pinned', vscode.l10n.t('Unpin'), pinConversation)
      : own('pin', vscode.l10n.t('Pin'), pinConversation);
  const { isKept } = session;
  const items: readonly MenuItem[] = [
    ...(conversation && isKept ? [own('edit', vscode.l10n.t('Rename…'), renameConversation), pin] : []),
    ...(conversation
      ? [
          own('copy', vscode.l10n.t('Copy as Markdown'), copyConversation),
          own('export', vscode.l10n.t('Export…'), exportConversation),
          ...(exporting.isInSidebar()
            ? command('split-horizontal', vscode.l10n.t('Open in Editor'), COMMANDS.openToSide)
            : []),
        ]
      : []),
    ...(conversation && isKept
      ? command('trash', vscode.l10n.t('Delete'), COMMANDS.deleteConversation, conversation.id)
      : []),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...command('lock', vscode.l10n.t('New Private Conversation'), COMMANDS.newPrivateConversation),
    ...command('desktop-download', vscode.l10n.t('Import…'), COMMANDS.importConversation),
    ...command('archive', vscode.l10n.t('Export All Conversations…'), COMMANDS.exportAllConversations),
  ];
  const title = (conversation && titleOf(conversation)) || vscode.l10n.t('New conversation');
  await (await exporting.dialogs.choose(title, items))?.run?.();
}
