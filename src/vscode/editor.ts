import * as vscode from 'vscode';
import type { FilePart } from '../core/chat';
import type { Problem } from '../core/prompts/codeScope';
import { baseName } from '../core/text';

/** The editor beside the chat; a panel with a log is none. */
export function activeEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.uri.scheme === 'output' ? undefined : editor;
}

/**
 * The path below the workspace; outside one the name alone: where a user keeps their files is no endpoint's business. The cell of
 * a notebook is named by its number, too.
 */
export function nameOf({ uri }: Pick<vscode.TextDocument, 'uri'>): string {
  const cell = uri.scheme === 'vscode-notebook-cell' ? cellOf(uri) : undefined;
  if (cell) return `${nameOf(cell.notebook)} cell ${cell.index + 1}`;
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return isInside ? vscode.workspace.asRelativePath(uri, false) : baseName(uri.path);
}

function cellOf(uri: vscode.Uri): vscode.NotebookCell | undefined {
  const cells = vscode.workspace.notebookDocuments.flatMap(notebook => notebook.getCells());
  return cells.find(({ document }) => document.uri.toString() === uri.toString());
}

/** A document as it stands in its editor, saved or not; with a range, that piece of it. */
export function filePart(document: vscode.TextDocument, range?: vscode.Range): FilePart {
  return {
    type: 'file',
    name: nameOf(document),
    language: document.languageId,
    text: document.getText(range).replaceAll('\r\n', '\n'),
    source: document.uri.toString(),
    ...(range ? { lines: [range.start.line + 1, range.end.line + 1] } : {}),
  };
}

const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;

/** What the editor reports about a piece of a document, or about all of it. */
export function problemsIn(uri: vscode.Uri, { lines }: Pick<FilePart, 'lines'>): readonly Problem[] {
  const [first, last] = lines ?? [1, Number.POSITIVE_INFINITY];
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ range }) => range.end.line + 1 >= first && range.start.line + 1 <= last)
    .map(problemOf);
}

/** A report in our words: the one-based line where it begins, and its source with the code of its rule, such as `ts 2304`. */
export function problemOf({ range, severity, message, source, code }: vscode.Diagnostic): Problem {
  return {
    line: range.start.line + 1,
    severity: SEVERITIES[severity] ?? 'error',
    message,
    ...(source ? { source: [source, typeof code === 'object' ? code.value : code].filter(Boolean).join(' ') } : {}),
  };
}
