import * as vscode from 'vscode';
import type { FilePart } from '../core/chat';
import type { CursorContext } from '../core/completion';
import type { CodeScope, Problem } from '../core/prompts/codeScope';

/**
 * The code that a command is about: the selection, else the innermost symbol around the cursor, else the cursor's line.
 * Undefined where that is blank.
 */
export async function codeScope(editor: vscode.TextEditor): Promise<CodeScope | undefined> {
  const { document, selection } = editor;
  const selected = selectionPart(editor);
  if (selected) return { file: selected, chosen: 'selection' };
  const symbol = await enclosingSymbol(document, selection.active);
  if (symbol) return { file: filePart(document, symbol.range), chosen: 'symbol', symbol: symbol.name };
  const line = document.lineAt(selection.active.line);
  return line.isEmptyOrWhitespace ? undefined : { file: filePart(document, line.range), chosen: 'line' };
}

/** The path below the workspace; outside one the name alone: where a user keeps their files is no endpoint's business. */
export function nameOf({ uri }: Pick<vscode.TextDocument, 'uri'>): string {
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return isInside ? vscode.workspace.asRelativePath(uri, false) : uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** A selection that ends before the first character of a line does not mean that line. */
function wholeLines(document: vscode.TextDocument, selection: vscode.Selection): vscode.Range {
  const endsAtLineStart = selection.end.character === 0 && selection.end.line > selection.start.line;
  return endsAtLineStart ? selection.with({ end: document.lineAt(selection.end.line - 1).range.end }) : selection;
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

/** The lines that are selected, or undefined where nothing is. */
export function selectionPart({ document, selection }: vscode.TextEditor): FilePart | undefined {
  return selection.isEmpty ? undefined : filePart(document, wholeLines(document, selection));
}

const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;

/** What the editor reports about these lines of a document, or about all of it. */
export function problemsIn(uri: vscode.Uri, lines?: FilePart['lines']): readonly Problem[] {
  const [first, last] = lines ?? [1, Number.POSITIVE_INFINITY];
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ range }) => range.end.line + 1 >= first && range.start.line + 1 <= last)
    .map(({ range, severity, message, source, code }) => ({
      line: range.start.line + 1,
      severity: SEVERITIES[severity] ?? 'error',
      message,
      ...(source ? { source: [source, typeof code === 'object' ? code.value : code].filter(Boolean).join(' ') } : {}),
    }));
}

async function enclosingSymbol(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.DocumentSymbol | undefined> {
  const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  let found: vscode.DocumentSymbol | undefined;
  let level: readonly vscode.DocumentSymbol[] = symbols ?? [];
  for (;;) {
    // Providers of the old kind give symbols without children.
    const inner = level.find(symbol => symbol.range?.contains(position));
    if (!inner) return found;
    found = inner;
    level = inner.children ?? [];
  }
}

/** The code around a position, with the line ends and the indentation that a completion has to fit. */
export function cursorContext(editor: vscode.TextEditor, position: vscode.Position): CursorContext {
  const { document, options } = editor;
  const end = document.lineAt(document.lineCount - 1).range.end;
  const { insertSpaces, tabSize } = options;
  return {
    path: nameOf(document),
    language: document.languageId,
    before: document.getText(new vscode.Range(new vscode.Position(0, 0), position)).replaceAll('\r\n', '\n'),
    after: document.getText(new vscode.Range(position, end)).replaceAll('\r\n', '\n'),
    indentUnit: insertSpaces === false ? '\t' : ' '.repeat(typeof tabSize === 'number' ? tabSize : 4),
  };
}
