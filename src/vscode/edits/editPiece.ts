import * as vscode from 'vscode';
import type { EditPlace } from '../../core/edits/editMessages';
import { followPiece, type Piece } from '../../core/edits/proposal';
import { codeScope } from '../codeAround';
import { nameOf } from '../editor';

/** A piece of a document that is to be changed. It follows what happens to the document. */
export interface EditPiece extends vscode.Disposable {
  readonly document: vscode.TextDocument;
  /** Where it is now; undefined once that cannot be told. */
  range(): vscode.Range | undefined;
}

/** The piece that is meant: what is selected, else the symbol around the cursor, else its line. Shown as the selection. */
export async function pieceToEdit(editor: vscode.TextEditor): Promise<EditPiece | undefined> {
  const range = await rangeToEdit(editor);
  if (!range) return undefined;
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return followed(editor.document, range);
}

async function rangeToEdit(editor: vscode.TextEditor): Promise<vscode.Range | undefined> {
  const { document, selection } = editor;
  if (selection.isSingleLine && !selection.isEmpty) {
    const line = document.lineAt(selection.start.line);
    return document.getText(selection).trim() === line.text.trim() ? line.range : selection;
  }
  const scope = await codeScope(editor);
  const [first, last] = scope?.file.lines ?? [];
  if (first === undefined || last === undefined || scope?.file.text.trim() === '') return undefined;
  // Models write whole lines.
  return new vscode.Range(document.lineAt(first - 1).range.start, document.lineAt(last - 1).range.end);
}

function followed(document: vscode.TextDocument, range: vscode.Range): EditPiece {
  let piece: Piece | undefined = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const listener = vscode.workspace.onDidChangeTextDocument(event => {
    if (event.document === document) piece = followPiece(piece, event.contentChanges, false);
  });
  return {
    document,
    range() {
      if (!piece || document.isClosed) return undefined;
      return new vscode.Range(document.positionAt(piece.start), document.positionAt(piece.end));
    },
    dispose: () => listener.dispose(),
  };
}

/** The code of a piece and what is around it, as a model gets it. */
export function editPlace(document: vscode.TextDocument, range: vscode.Range): EditPlace {
  const { start, end } = range;
  const text = (from: vscode.Position, to: vscode.Position): string =>
    document.getText(new vscode.Range(from, to)).replaceAll('\r\n', '\n');
  return {
    path: nameOf(document),
    language: document.languageId,
    before: text(new vscode.Position(0, 0), start),
    code: text(start, end),
    after: text(end, document.lineAt(document.lineCount - 1).range.end),
    line: start.line + 1,
  };
}
