import * as vscode from 'vscode';
import type { Part } from '../../core/chat';
import type { BuiltInName } from '../../core/prompts/prompt';
import type { Code } from '../../core/prompts/promptRunner';
import { codeScope, problemsIn } from '../editor';
import { COMMANDS } from '../ids';

export interface ExplainSelectionDependencies {
  /** Opens the chat and asks there. */
  readonly ask: (parts: readonly Part[]) => Promise<void>;
  /** The message of a prompt, as the user wants it, about this code. Undefined: the user left, or was told why not. */
  readonly promptAbout: (name: BuiltInName, code: Code) => Promise<readonly Part[] | undefined>;
  readonly report: (error: unknown) => void;
}

/** "Explain Selection", in the palette, the editor's menu and the lightbulb. */
export function registerExplainSelection(dependencies: ExplainSelectionDependencies): vscode.Disposable {
  const { ask, promptAbout, report } = dependencies;
  async function explainSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a file and select the code to explain.'));
      return;
    }
    const scope = await codeScope(editor);
    if (!scope) {
      const words = vscode.l10n.t('There is no code at the cursor. Select the code to explain.');
      void vscode.window.showInformationMessage(words);
      return;
    }
    const problems = problemsIn(editor.document.uri, scope.file.lines);
    const parts = await promptAbout('explain', { scope, problems });
    if (parts) await ask(parts);
  }

  return vscode.Disposable.from(
    vscode.commands.registerCommand(COMMANDS.explainSelection, () => explainSelection().catch(report)),
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
