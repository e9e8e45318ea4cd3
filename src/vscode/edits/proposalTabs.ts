import * as vscode from 'vscode';
import { PROPOSAL_SCHEME } from '../ids';

/** The tab that shows the proposal with this address. */
export function tabOf(uri: string): vscode.Tab | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  return tabs.find(tab => proposalIn(tab) === uri);
}

/** The address of the proposal that a tab shows. */
export function proposalIn(tab: vscode.Tab | undefined): string | undefined {
  const input = tab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === PROPOSAL_SCHEME
    ? input.modified.toString()
    : undefined;
}

/** The address of the proposal in the active tab of the active group; undefined where that shows something else. */
export function proposalInFront(): string | undefined {
  return proposalIn(vscode.window.tabGroups.activeTabGroup.activeTab);
}

/** The keyboard goes to the editor in front. */
export async function focusEditor(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
}

/** Closes the tab of the proposal with this address. Does nothing where it is closed already. */
export async function closeTabOf(uri: string): Promise<void> {
  const tab = tabOf(uri);
  if (tab) await vscode.window.tabGroups.close(tab);
}

/** A document that was closed meanwhile is read again. */
export async function reopened(document: vscode.TextDocument): Promise<vscode.TextDocument | undefined> {
  if (!document.isClosed) return document;
  try {
    return await vscode.workspace.openTextDocument(document.uri);
  } catch {
    return undefined;
  }
}
