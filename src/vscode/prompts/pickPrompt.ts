import * as vscode from 'vscode';
import type { ListedPrompt } from '../../core/prompts/promptList';
import { needsOf } from '../../core/prompts/variables';
import { COMMANDS } from '../ids';
import { descriptionOf } from './promptWords';

interface Row extends vscode.QuickPickItem {
  readonly name?: string;
}

/** Lets the user choose a prompt; those about the selection come first. */
export function pickPrompt(prompts: readonly ListedPrompt[]): Promise<string | undefined> {
  const ofSelection = prompts.filter(listed => 'prompt' in listed && needsOf(listed.prompt).code);
  const others = prompts.filter(listed => !ofSelection.includes(listed));
  const box = vscode.window.createQuickPick<Row>();
  box.title = vscode.l10n.t('Run Prompt');
  box.placeholder = vscode.l10n.t('What should be asked?');
  box.matchOnDescription = true;
  box.items = [...group(vscode.l10n.t('About the selection'), ofSelection), ...group(vscode.l10n.t('Others'), others)];
  box.buttons = [{ iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Edit Prompts…') }];
  return new Promise(resolve => {
    box.onDidTriggerButton(() => {
      box.hide();
      void vscode.commands.executeCommand(COMMANDS.editPrompts);
    });
    box.onDidAccept(() => {
      resolve(box.selectedItems[0]?.name);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

function group(label: string, prompts: readonly ListedPrompt[]): readonly Row[] {
  if (prompts.length === 0) return [];
  const rows = prompts.map(listed => ({
    label: `${'problem' in listed ? '$(warning) ' : ''}/${listed.name}`,
    description: descriptionOf(listed),
    name: listed.name,
  }));
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}
