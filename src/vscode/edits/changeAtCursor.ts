import * as vscode from 'vscode';
import type { Preview } from '../../core/edits/proposal';

/** The change at the cursor, on whichever side of the comparison; else the next one below, else the last. */
export function changeAtCursor(
  shown: vscode.Uri,
  document: vscode.TextDocument,
  { places }: Preview,
): number | undefined {
  const editor = vscode.window.activeTextEditor;
  const line = editor?.selection.active.line;
  if (!editor || line === undefined) return places[0]?.change.id;
  const isShown = editor.document.uri.toString() === shown.toString();
  if (!isShown && editor.document !== document) return places[0]?.change.id;
  const ends = places.map(({ change, end }) => ({
    id: change.id,
    line: editor.document.positionAt(isShown ? end : change.start + change.original.length).line,
  }));
  return (ends.find(end => end.line >= line) ?? ends.at(-1))?.id;
}
