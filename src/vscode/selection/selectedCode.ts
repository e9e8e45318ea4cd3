import * as vscode from 'vscode';
import type { FilePart } from '../../core/chat';
import type { CodeScope, Problem } from '../../core/prompts/codeScope';
import { field } from '../../core/unknown';
import { codeScope, enclosingSymbol, filePart, problemOf, symbolScope, wholeLines } from '../editor';

/** What the lightbulb was opened on: it hands this to the commands. */
export interface ReportedCode {
  readonly uri: vscode.Uri;
  /** What is selected, or the bare cursor. */
  readonly range: vscode.Range;
  readonly diagnostics: readonly vscode.Diagnostic[];
}

/** The code that a command is about. */
export interface SelectedCode {
  readonly uri: vscode.Uri;
  readonly scope: CodeScope;
  /** What else is selected in the same document. */
  readonly others: readonly FilePart[];
  /** What the lightbulb was opened on, and nothing else that is reported near it. */
  readonly reported?: readonly Problem[];
}

/** Lines before and after what is reported, where no function or class is around it. */
const LINES_AROUND = 5;

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

function linesOf(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  return new vscode.Range(start.with({ character: 0 }), document.lineAt(end.line).range.end);
}

/**
 * The code that the lightbulb was opened on: the selection, where what is reported lies in it, else the symbol around both, else the
 * lines around them.
 */
export async function reportedCode({ uri, range, diagnostics }: ReportedCode): Promise<SelectedCode> {
  const document = await vscode.workspace.openTextDocument(uri);
  const places = diagnostics.map(diagnostic => document.validateRange(diagnostic.range));
  const selected = range.isEmpty ? undefined : document.validateRange(range);
  const scope = await scopeAround(document, places, selected);
  return { uri, scope, others: [], reported: diagnostics.map(problemOf) };
}

async function scopeAround(
  document: vscode.TextDocument,
  places: readonly vscode.Range[],
  selected: vscode.Range | undefined,
): Promise<CodeScope> {
  if (selected && places.every(place => selected.contains(place)))
    return { file: filePart(document, wholeLines(document, selected)), chosen: 'selection' };
  const [first = new vscode.Range(0, 0, 0, 0), ...rest] = selected ? [selected, ...places] : places;
  const all = rest.reduce((union, place) => union.union(place), first);
  const symbol = await enclosingSymbol(document, all);
  if (symbol) return symbolScope(document, symbol);
  const lines = new vscode.Range(Math.max(0, all.start.line - LINES_AROUND), 0, all.end.line + LINES_AROUND, 0);
  return { file: filePart(document, linesOf(document, document.validateRange(lines))), chosen: 'problems' };
}

/** What a command was given: anyone can run it, with anything. */
export function isReportedCode(value: unknown): value is ReportedCode {
  const diagnostics = field(value, 'diagnostics');
  return (
    field(value, 'uri') instanceof vscode.Uri &&
    field(value, 'range') instanceof vscode.Range &&
    Array.isArray(diagnostics) &&
    diagnostics.length > 0 &&
    diagnostics.every(diagnostic => diagnostic instanceof vscode.Diagnostic)
  );
}
