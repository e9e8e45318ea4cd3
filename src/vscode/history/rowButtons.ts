import * as vscode from 'vscode';
import type { ConversationList } from '../../core/history/conversationList';
import type { ConversationSummary } from '../../core/store/conversationIndex';

type Action = 'openToSide' | 'rename' | 'pin' | 'unpin' | 'delete';

interface RowButton extends vscode.QuickInputButton {
  readonly action: Action;
}

/** The buttons at the end of a row of the quick pick. */
export function rowButtons({ pinned, isOnlyHere }: ConversationSummary): readonly RowButton[] {
  const button = (action: Action, icon: string, tooltip: string): RowButton => ({
    action,
    iconPath: new vscode.ThemeIcon(icon),
    tooltip,
  });
  return [
    button('openToSide', 'split-horizontal', vscode.l10n.t('Open to the side')),
    ...(isOnlyHere
      ? []
      : [
          button('rename', 'edit', vscode.l10n.t('Rename')),
          pinned ? button('unpin', 'pinned', vscode.l10n.t('Unpin')) : button('pin', 'pin', vscode.l10n.t('Pin')),
        ]),
    button('delete', 'trash', vscode.l10n.t('Delete')),
  ];
}

/** Does what a button says. The list stays, is left, or was closed by another box and comes again. */
export async function pressRowButton(
  button: vscode.QuickInputButton,
  { id, title }: ConversationSummary,
  list: ConversationList,
): Promise<'stay' | 'leave' | 'again'> {
  switch ('action' in button ? button.action : undefined) {
    case 'openToSide':
      await list.open(id, 'side');
      return 'leave';
    case 'rename':
      await rename(id, title, list);
      return 'again';
    case 'pin':
      await list.pin(id, true);
      break;
    case 'unpin':
      await list.pin(id, false);
      break;
    case 'delete':
      await list.delete(id);
  }
  return 'stay';
}

/** An empty box gives back the title that it had by itself. */
async function rename(id: string, title: string, list: ConversationList): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename Conversation'),
    prompt: vscode.l10n.t('Leave it empty to go back to the beginning of the first question.'),
    value: title,
  });
  if (name !== undefined && name !== title) await list.rename(id, name);
}
