import * as vscode from 'vscode';
import type { EditPlace } from '../../core/edits/editMessages';
import { followPiece, type Piece } from '../../core/edits/proposal';
import { CONTEXT_KEYS } from '../ids';
import { proposalInFront } from './proposalTabs';

/**
 * Lets Esc stop a question for a change, as long as the cursor is at the code that is to be changed, or the tab in front
 * shows what was proposed for it when it was asked; elsewhere, Esc is the user's own.
 */
export function followEditCursor(
  document: vscode.TextDocument,
  { code, line }: Pick<EditPlace, 'code' | 'line'>,
): vscode.Disposable {
  const proposal = proposalInFront();
  const first = new vscode.Position(line - 1, 0);
  const last = document.lineAt(Math.min(document.lineCount, line + code.split('\n').length - 1) - 1).range.end;
  let piece: Piece | undefined = { start: document.offsetAt(first), end: document.offsetAt(last) };
  let isHere = false;

  function isAtCode(): boolean {
    if (proposal !== undefined && proposalInFront() === proposal) return true;
    const editor = vscode.window.activeTextEditor;
    if (!piece || editor?.document !== document) return false;
    const range = new vscode.Range(document.positionAt(piece.start), document.positionAt(piece.end));
    return range.intersection(editor.selection) !== undefined;
  }

  function look(): void {
    const now = isAtCode();
    if (now !== isHere) void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.atEdit, now);
    isHere = now;
  }

  const listeners = [
    vscode.workspace.onDidChangeTextDocument(event => {
      if (event.document === document) piece = followPiece(piece, event.contentChanges, true);
      look();
    }),
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.window.onDidChangeTextEditorSelection(look),
    vscode.window.tabGroups.onDidChangeTabs(look),
    vscode.window.tabGroups.onDidChangeTabGroups(look),
  ];
  look();
  return {
    dispose() {
      for (const listener of listeners) listener.dispose();
      if (isHere) void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.atEdit, false);
    },
  };
}
