import * as vscode from 'vscode';
import type { CodeScope, Problem } from '../../core/prompts/codeScope';
import { field } from '../../core/unknown';
import { enclosingSymbol, symbolScope, wholeLines } from '../codeAround';
import { filePart, problemOf } from '../editor';
import { linesOf, type SelectedCode } from '../selectedCode';

/** What the lightbulb was opened on: it hands this to the commands. */
export interface ReportedCode {
  readonly uri: vscode.Uri;
  /** What is selected, or the bare cursor. */
  readonly range: vscode.Range;
  readonly diagnostics: readonly vscode.Diagnostic[];
}

/** The same, about what the lightbulb was opened on, and nothing else that is reported near it. */
interface CodeWithReports extends SelectedCode {
  readonly reported: readonly Problem[];
}

/** Lines before and after what is reported, where no function or class is around it. */
const LINES_AROUND = 5;

/**
 * The code that the lightbulb was opened on: the selection, where what is reported lies in it, else the symbol around both, else the
 * lines around them.
 */
export async function reportedCode({ uri, range, diagnostics }: ReportedCode): Promise<CodeWithReports> {
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
