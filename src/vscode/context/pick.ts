import * as vscode from 'vscode';

/** A row that stands for something: `pick` answers the `value` of the chosen one, which is not shown. */
export interface Row<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

/** Lets the user choose one of some rows; undefined where they leave the list. */
export type Pick = <Value>(
  rows: readonly Row<Value>[] | Promise<readonly Row<Value>[]>,
  placeHolder: string,
) => Promise<Value | undefined>;

/**
 * Whatever is chosen, the user goes on in the chat in which they asked for it: VS Code would leave the keyboard in the code. The
 * message box gets the focus once what was chosen is read, and not twice: that would close a list that was opened meanwhile.
 */
export function createPick(returnToChat: () => Promise<void>): Pick {
  return async (rows, placeHolder) => {
    const chosen = await vscode.window.showQuickPick(rows, { placeHolder, matchOnDescription: true });
    await returnToChat();
    return chosen?.value;
  };
}
