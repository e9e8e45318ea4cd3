import * as vscode from 'vscode';

export interface Row<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

/** Lets the user choose one of some rows; undefined where they leave the list. */
export async function pick<Value>(
  rows: readonly Row<Value>[] | Promise<readonly Row<Value>[]>,
  placeHolder: string,
): Promise<Value | undefined> {
  const options = { placeHolder, matchOnDescription: true };
  return (await vscode.window.showQuickPick(rows, options))?.value;
}
