import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { ReportedCode } from './reportedCode';

const EXPLAIN = vscode.CodeActionKind.Empty.append('endpointChat');
const FIX = vscode.CodeActionKind.QuickFix;

/**
 * "Fix" and "Explain" on what the editor reports, which they are about then; "Explain" alone on what is only selected. On what is
 * reported both are quick fixes: where the cursor is beside it, VS Code's list has nothing else.
 */
export function lightbulbOffers(code: ReportedCode, only?: vscode.CodeActionKind): vscode.CodeAction[] {
  const isReported = code.diagnostics.length > 0;
  const fix = offer(vscode.l10n.t('Fix with Endpoint Chat'), FIX, COMMANDS.fixSelection, code);
  const kind = isReported ? FIX.append('explain') : EXPLAIN;
  const explain = offer(vscode.l10n.t('Explain with Endpoint Chat'), kind, COMMANDS.explainSelection, code);
  return (isReported ? [fix, explain] : [explain]).filter(
    action => only === undefined || (action.kind !== undefined && only.contains(action.kind)),
  );
}

function offer(title: string, kind: vscode.CodeActionKind, command: string, code: ReportedCode): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  const isReported = code.diagnostics.length > 0;
  if (isReported) action.diagnostics = [...code.diagnostics];
  action.command = { command, title, ...(isReported ? { arguments: [code] } : {}) };
  return action;
}
