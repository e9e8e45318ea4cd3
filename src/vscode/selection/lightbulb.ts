import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { ReportedCode } from './selectedCode';

const EXPLAIN = vscode.CodeActionKind.Empty.append('endpointChat');

/** "Fix" and "Explain" on what the editor reports, which they are about then; "Explain" alone on what is only selected. */
export function lightbulbOffers(code: ReportedCode, only?: vscode.CodeActionKind): vscode.CodeAction[] {
  const isReported = code.diagnostics.length > 0;
  const explain = new vscode.CodeAction(vscode.l10n.t('Explain with Endpoint Chat'), EXPLAIN);
  explain.command = {
    command: COMMANDS.explainSelection,
    title: explain.title,
    ...(isReported ? { arguments: [code] } : {}),
  };
  // Under the quick fixes, beside what the language itself offers.
  const fix = new vscode.CodeAction(vscode.l10n.t('Fix with Endpoint Chat'), vscode.CodeActionKind.QuickFix);
  fix.diagnostics = [...code.diagnostics];
  fix.command = { command: COMMANDS.fixSelection, title: fix.title, arguments: [code] };
  const offered = isReported ? [fix, explain] : [explain];
  return offered.filter(({ kind }) => only === undefined || (kind !== undefined && only.contains(kind)));
}
