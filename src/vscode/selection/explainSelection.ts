import * as vscode from 'vscode';
import type { Part } from '../../core/chat';
import { explainPrompt } from '../../core/prompts';
import { codeScope } from '../editor';
import { COMMANDS } from '../ids';

export interface ExplainSelectionDependencies {
  /** Opens the chat and asks there. */
  readonly ask: (parts: readonly Part[]) => Promise<void>;
}

/** "Explain Selection", in the palette, the editor's menu and the lightbulb. */
export function registerExplainSelection({ ask }: ExplainSelectionDependencies): vscode.Disposable {
  async function explainSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a file and select the code to explain.'));
      return;
    }
    const scope = await codeScope(editor);
    if (scope) await ask(explainPrompt(scope));
    else
      void vscode.window.showInformationMessage(
        vscode.l10n.t('There is no code at the cursor. Select the code to explain.'),
      );
  }

  return vscode.Disposable.from(
    vscode.commands.registerCommand(COMMANDS.explainSelection, explainSelection),
    vscode.languages.registerCodeActionsProvider(
      { pattern: '**' },
      { provideCodeActions },
      { providedCodeActionKinds: [EXPLAIN] },
    ),
  );
}

const EXPLAIN = vscode.CodeActionKind.Empty.append('endpointChat');

/** Only where there is something to explain: a lightbulb on every line would be noise. */
function provideCodeActions(
  _document: vscode.TextDocument,
  range: vscode.Range | vscode.Selection,
  context: vscode.CodeActionContext,
): vscode.CodeAction[] {
  if (range.isEmpty && context.diagnostics.length === 0) return [];
  const action = new vscode.CodeAction(vscode.l10n.t('Explain with Endpoint Chat'), EXPLAIN);
  action.command = { command: COMMANDS.explainSelection, title: action.title };
  return [action];
}
