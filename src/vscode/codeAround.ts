// The code around the cursor or a selection: what commands, completions and mentions take along. Not needed at activation.
import * as vscode from 'vscode';
import type { FilePart } from '../core/chat';
import type { CursorContext } from '../core/completion/cursorContext';
import type { CodeScope } from '../core/prompts/codeScope';
import { filePart, nameOf } from './editor';

/**
 * Milliseconds that a command waits for the symbols of a document. A language server that has just begun may take a minute to know
 * them; whoever asks wants an answer, and the line of the cursor is one.
 */
const SYMBOL_PATIENCE = 1000;

/**
 * The code that a command is about: the selection, else the innermost symbol around the cursor, else the cursor's line.
 * Undefined where that is blank.
 */
export async function codeScope(editor: vscode.TextEditor): Promise<CodeScope | undefined> {
  const { document, selection } = editor;
  const selected = selectionPart(editor);
  if (selected) return { file: selected, chosen: 'selection' };
  const symbol = await enclosingSymbol(document, new vscode.Range(selection.active, selection.active));
  if (symbol) return symbolScope(document, symbol);
  const line = document.lineAt(selection.active.line);
  return line.isEmptyOrWhitespace ? undefined : { file: filePart(document, line.range), chosen: 'line' };
}

/** A symbol as one sees it: its range begins at its name or behind its indent, and its first line goes along from the beginning. */
export function symbolScope(document: vscode.TextDocument, { name, range }: vscode.DocumentSymbol): CodeScope {
  const whole = range.with({ start: range.start.with({ character: 0 }) });
  return { file: filePart(document, whole), chosen: 'symbol', symbol: name };
}

/** A selection that ends before the first character of a line does not mean that line. */
export function wholeLines(document: vscode.TextDocument, selection: vscode.Range): vscode.Range {
  const endsAtLineStart = selection.end.character === 0 && selection.end.line > selection.start.line;
  return endsAtLineStart ? selection.with({ end: document.lineAt(selection.end.line - 1).range.end }) : selection;
}

/** The lines that are selected, or undefined where nothing is. */
export function selectionPart({ document, selection }: vscode.TextEditor): FilePart | undefined {
  return selection.isEmpty ? undefined : filePart(document, wholeLines(document, selection));
}

/** The innermost symbol around a range, where the document's symbols are known in time. */
export async function enclosingSymbol(
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<vscode.DocumentSymbol | undefined> {
  let found: vscode.DocumentSymbol | undefined;
  let level = await symbolsIn(document);
  for (;;) {
    // Providers of the old kind give symbols without children.
    const inner = level.find(symbol => symbol.range?.contains(range));
    if (!inner) return found;
    found = inner;
    level = inner.children ?? [];
  }
}

async function symbolsIn({ uri }: vscode.TextDocument): Promise<readonly vscode.DocumentSymbol[]> {
  return (await knownInTime<readonly vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri)) ?? [];
}

/** What the languages tell at a command of VS Code's about symbols; undefined where they fail, or take too long. */
export async function knownInTime<Answer>(command: string, argument: unknown): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), SYMBOL_PATIENCE);
  });
  const answer = Promise.resolve(vscode.commands.executeCommand<Answer | undefined>(command, argument));
  return Promise.race([answer.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}

/** The code around a position, with the line ends and the indentation that a completion has to fit. */
export function cursorContext(editor: vscode.TextEditor, position: vscode.Position): CursorContext {
  const { document, options } = editor;
  const end = document.lineAt(document.lineCount - 1).range.end;
  const { insertSpaces, tabSize } = options;
  const earlier = earlierCells(document);
  return {
    path: nameOf(document),
    language: document.languageId,
    before: document.getText(new vscode.Range(new vscode.Position(0, 0), position)).replaceAll('\r\n', '\n'),
    after: document.getText(new vscode.Range(position, end)).replaceAll('\r\n', '\n'),
    indentUnit: insertSpaces === false ? '\t' : ' '.repeat(typeof tabSize === 'number' ? tabSize : 4),
    ...(earlier === '' ? {} : { earlier }),
  };
}

/** The code of the same language in the cells of a notebook that come before this one. */
function earlierCells(document: vscode.TextDocument): string {
  if (document.uri.scheme !== 'vscode-notebook-cell') return '';
  const notebook = vscode.workspace.notebookDocuments.find(candidate =>
    candidate.getCells().some(cell => cell.document === document),
  );
  const cells = notebook?.getCells().map(cell => cell.document) ?? [];
  const before = cells.slice(0, Math.max(0, cells.indexOf(document)));
  return before
    .filter(({ languageId }) => languageId === document.languageId)
    .map(cell => cell.getText().replaceAll('\r\n', '\n'))
    .join('\n\n');
}
