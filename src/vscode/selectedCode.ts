import * as vscode from 'vscode';
import type { FilePart } from '../core/chat';
import type { CodeScope } from '../core/prompts/codeScope';
import { codeScope, wholeLines } from './codeAround';
import { filePart } from './editor';

/** The code that a command or a prompt is about. */
export interface SelectedCode {
  readonly uri: vscode.Uri;
  readonly scope: CodeScope;
  /** What else is selected in the same document. */
  readonly others: readonly FilePart[];
}

/**
 * What is selected; with several cursors all of it: the lines of each selection, and as one piece where they touch, as in a column
 * selection. Where nothing is selected, what is around the cursor, of several the first one that was set. Undefined where that is
 * blank.
 */
export async function selectedCode(editor: vscode.TextEditor): Promise<SelectedCode | undefined> {
  const { document, selections } = editor;
  const { uri } = document;
  const selected = selections.filter(({ isEmpty }) => !isEmpty);
  const [only] = selected;
  if (selections.length > 1 && only) {
    const ranges = selected.length > 1 ? joinedLines(document, selected) : [wholeLines(document, only)];
    const [file, ...others] = ranges.map(range => filePart(document, range));
    return file && { uri, scope: { file, chosen: 'selection' }, others };
  }
  const scope = await codeScope(editor);
  return scope && { uri, scope, others: [] };
}

/** The lines of the selections, in the order of the document. */
function joinedLines(document: vscode.TextDocument, selections: readonly vscode.Selection[]): readonly vscode.Range[] {
  const joined: vscode.Range[] = [];
  const lines = selections.map(selection => linesOf(document, wholeLines(document, selection)));
  for (const range of lines.toSorted((one, other) => one.start.line - other.start.line)) {
    const last = joined.at(-1);
    if (last && range.start.line <= last.end.line + 1) joined[joined.length - 1] = last.union(range);
    else joined.push(range);
  }
  return joined;
}

/** All of the lines that a range is in. */
export function linesOf(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  return new vscode.Range(start.with({ character: 0 }), document.lineAt(end.line).range.end);
}
