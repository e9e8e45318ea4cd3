import * as vscode from 'vscode';
import { FOCUS_CHAT_VIEW } from '../ids';

/** A row that stands for something: `pick` answers the `value` of the chosen one, which is not shown. */
export interface Row<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

/**
 * Lets the user choose one of some rows; undefined where they leave the list. Either way they go on in the chat, from where they
 * asked for it: VS Code would leave the keyboard in the code.
 */
export async function pick<Value>(
  rows: readonly Row<Value>[] | Promise<readonly Row<Value>[]>,
  placeHolder: string,
): Promise<Value | undefined> {
  const options = { placeHolder, matchOnDescription: true };
  const chosen = await vscode.window.showQuickPick(rows, options);
  await returnToChat();
  return chosen?.value;
}

/** The message box has kept its focus, which is worth something again as soon as the view has it. */
export async function returnToChat(): Promise<void> {
  await vscode.commands.executeCommand(FOCUS_CHAT_VIEW);
}
