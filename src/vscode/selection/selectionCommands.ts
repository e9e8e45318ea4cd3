import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { ReportedCode } from './reportedCode';

/** The commands about the code in an editor. */
const NAMES = [
  'explainSelection',
  'fixSelection',
  'writeTests',
  'documentSelection',
  'askAboutSelection',
  'addSelectionToChat',
  'addFileToChat',
  'addFolderToChat',
] as const;

/**
 * What they do. Where there is nothing to do it with, they say so in words. Menus, the lightbulb and other extensions hand them
 * whatever they like.
 */
export type SelectionActions = Readonly<
  Record<(typeof NAMES)[number], (...args: readonly unknown[]) => Promise<void>>
> & {
  /** What the lightbulb offers. */
  readonly offers: (code: ReportedCode, only?: vscode.CodeActionKind) => vscode.CodeAction[];
};

const EXPLAIN = vscode.CodeActionKind.Empty.append('endpointChat');

/**
 * Puts them into the palette and the lightbulb. Everything but their names is loaded when one of them is first run, or could be
 * offered.
 */
export function registerSelectionCommands(
  load: () => Promise<SelectionActions>,
  report: (error: unknown) => void,
): vscode.Disposable {
  const commands = NAMES.map(name =>
    vscode.commands.registerCommand(COMMANDS[name], async (...args: readonly unknown[]) => {
      await load()
        .then(actions => actions[name](...args))
        .catch(report);
    }),
  );
  /** Only where there is something to explain: a lightbulb on every line would be noise. */
  async function provideCodeActions(
    { uri }: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (uri.scheme === 'output' || (range.isEmpty && diagnostics.length === 0)) return [];
    return (await load()).offers({ uri, range, diagnostics }, only);
  }
  const lightbulb = vscode.languages.registerCodeActionsProvider(
    { pattern: '**' },
    { provideCodeActions },
    { providedCodeActionKinds: [EXPLAIN, vscode.CodeActionKind.QuickFix] },
  );
  return vscode.Disposable.from(...commands, lightbulb);
}
