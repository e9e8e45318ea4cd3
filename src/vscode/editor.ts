import * as vscode from 'vscode';
import type { FilePart } from '../core/chat';
import type { CursorContext } from '../core/completion';
import type { CodeScope } from '../core/prompts';

/** The code that a command is about: the selection, else the innermost symbol around the cursor, else the cursor's line. */
export async function codeScope(editor: vscode.TextEditor): Promise<CodeScope> {
  const { document, selection } = editor;
  if (!selection.isEmpty) return { file: filePart(document, wholeLines(document, selection)), chosen: 'selection' };
  const symbol = await enclosingSymbol(document, selection.active);
  if (symbol) return { file: filePart(document, symbol.range), chosen: 'symbol', symbol: symbol.name };
  return { file: filePart(document, document.lineAt(selection.active.line).range), chosen: 'line' };
}

/** A selection that ends before the first character of a line does not mean that line. */
function wholeLines(document: vscode.TextDocument, selection: vscode.Selection): vscode.Range {
  const endsAtLineStart = selection.end.character === 0 && selection.end.line > selection.start.line;
  return endsAtLineStart ? selection.with({ end: document.lineAt(selection.end.line - 1).range.end }) : selection;
}

function filePart(document: vscode.TextDocument, range: vscode.Range): FilePart {
  return {
    type: 'file',
    name: vscode.workspace.asRelativePath(document.uri, false),
    language: document.languageId,
    text: document.getText(range).replaceAll('\r\n', '\n'),
    lines: [range.start.line + 1, range.end.line + 1],
  };
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
    path: vscode.workspace.asRelativePath(document.uri, false),
    language: document.languageId,
    before: document.getText(new vscode.Range(new vscode.Position(0, 0), position)).replaceAll('\r\n', '\n'),
    after: document.getText(new vscode.Range(position, end)).replaceAll('\r\n', '\n'),
    indentUnit: insertSpaces === false ? '\t' : ' '.repeat(typeof tabSize === 'number' ? tabSize : 4),
  };
}

/** Text that grows in a document at one place, as one undo step. */
export interface LiveInsertion extends vscode.Disposable {
  /**
   * Makes the inserted text this one; only the difference is written. False when it was not written, because the document
   * is closed, read-only, or has changed at this very place.
   */
  write(text: string): Promise<boolean>;
  /** Aborted when someone else changes the document at this very place, or closes it. */
  readonly misplaced: AbortSignal;
}

/** Begins at a position and follows it while the document changes above. */
export function beginInsertion(editor: vscode.TextEditor, position: vscode.Position): LiveInsertion {
  const { document } = editor;
  const misplaced = new AbortController();
  let start = document.offsetAt(position);
  let inserted = '';
  let undoStep: 'new' | 'same' = 'new';
  let ours: { readonly offset: number; readonly length: number; readonly text: string } | undefined;

  function follow(change: vscode.TextDocumentContentChangeEvent): void {
    const { rangeOffset: offset, rangeLength: length, text } = change;
    if (ours && ours.offset === offset && ours.length === length && ours.text === text) {
      ours = undefined;
      return;
    }
    undoStep = 'new';
    if (offset + length < start) start += text.length - length;
    else if (offset <= start + inserted.length) misplaced.abort();
  }

  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(event => {
      if (event.document === document) event.contentChanges.forEach(follow);
    }),
    vscode.workspace.onDidCloseTextDocument(closed => {
      if (closed === document) misplaced.abort();
    }),
  );

  async function writeOnce(text: string): Promise<boolean> {
    const same = commonPrefix(inserted, text);
    const change = { offset: start + same, length: inserted.length - same, text: text.slice(same) };
    const range = new vscode.Range(
      document.positionAt(change.offset),
      document.positionAt(change.offset + change.length),
    );
    ours = change;
    const written = await editor.edit(builder => builder.replace(range, change.text), {
      undoStopBefore: undoStep === 'new',
      undoStopAfter: false,
    });
    ours = undefined;
    if (!written) return false;
    inserted = text;
    undoStep = 'same';
    return true;
  }

  return {
    misplaced: misplaced.signal,
    async write(text) {
      const wanted = document.eol === vscode.EndOfLine.CRLF ? text.replaceAll('\n', '\r\n') : text;
      // An edit is refused when the document changed since it was made; where it still fits, it is made again.
      for (let attempt = 0; attempt < 3 && !misplaced.signal.aborted; attempt++) {
        if (wanted === inserted || (await writeOnce(wanted))) return true;
      }
      return false;
    },
    dispose: () => listeners.dispose(),
  };
}

function commonPrefix(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let length = 0;
  while (length < most && left[length] === right[length]) length++;
  // Never between the two halves of a line end.
  return right[length - 1] === '\r' ? length - 1 : length;
}
