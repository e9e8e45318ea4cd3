import * as vscode from 'vscode';
import { type Change, isInPlace } from '../../core/edits/proposal';
import { reopened } from './proposalTabs';

/** Why something was not put into a document, and what. */
export interface Refusal {
  /** Whether nothing of it was put there. */
  readonly isAll: boolean;
  readonly message: string;
  readonly code: string;
}

/**
 * Makes the changes that still fit, in one undo step. What kept the others from being made, in words.
 *
 * @param whole the code to offer where none of them is made
 * @param thenShow whether the document is to be shown at the first of them
 */
export async function makeChanges(
  closedOrOpen: vscode.TextDocument,
  changes: readonly Change[],
  whole: string,
  thenShow: boolean,
): Promise<Refusal | undefined> {
  const document = await reopened(closedOrOpen);
  const text = document?.getText() ?? '';
  const fitting = document ? changes.filter(change => isInPlace(text, change)) : [];
  if (!document || fitting.length === 0) {
    return {
      isAll: true,
      message: vscode.l10n.t('The code at this place has changed meanwhile, so nothing was replaced.'),
      code: whole,
    };
  }
  if (!(await replaceAll(document, fitting))) {
    const message = vscode.l10n.t('The file could not be changed, so nothing was replaced.');
    return { isAll: true, message, code: whole };
  }
  if (thenShow) await show(document, fitting[0]?.start ?? 0);
  const left = changes.filter(change => !fitting.includes(change));
  if (left.length === 0) return undefined;
  const message = vscode.l10n.t(
    '{0} of {1} changes were left out: the code at their places has changed.',
    left.length,
    changes.length,
  );
  return { isAll: false, message, code: left.map(change => change.text).join('') };
}

async function replaceAll(document: vscode.TextDocument, changes: readonly Change[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { start, original, text } of changes) {
    const place = new vscode.Range(document.positionAt(start), document.positionAt(start + original.length));
    edit.replace(document.uri, place, text);
  }
  return vscode.workspace.applyEdit(edit);
}

async function show(document: vscode.TextDocument, offset: number): Promise<void> {
  const editor = await vscode.window.showTextDocument(document);
  const begin = document.positionAt(offset);
  editor.revealRange(new vscode.Range(begin, begin), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
