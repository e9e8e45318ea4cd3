import * as vscode from 'vscode';
import type { ChosenFile, Offer } from '../../core/composer/composerTypes';
import { MOST_PROBLEMS, type PlacedProblem, problemsPart } from '../../core/context/contextParts';
import { baseName } from '../../core/text';
import { nameOf, problemOf } from '../editor';

/** What the editor reports, of the file and of all: hints are no problems to VS Code's own list either. */
export function problemOffers(file: vscode.Uri | undefined): readonly Offer[] {
  const inFile = file ? reported([[file, vscode.languages.getDiagnostics(file)]]) : [];
  const name = file ? nameOf({ uri: file }) : '';
  const all: Offer = {
    id: 'problems',
    icon: 'problems',
    label: '#problems',
    detail: vscode.l10n.t('of the workspace'),
    take: async () => taken(reported(vscode.languages.getDiagnostics()), 'the workspace'),
  };
  if (inFile.length === 0) return [all];
  const shortName = baseName(name);
  const own: Offer = {
    id: 'fileProblems',
    icon: 'problems',
    label: '#fileProblems',
    detail: `${shortName} · ${inFile.length}`,
    take: async () => taken(file ? reported([[file, vscode.languages.getDiagnostics(file)]]) : [], name, shortName),
  };
  return [all, own];
}

function reported(
  diagnostics: readonly (readonly [vscode.Uri, readonly vscode.Diagnostic[]])[],
): readonly PlacedProblem[] {
  return diagnostics.flatMap(([uri, list]) =>
    list
      .filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint)
      .map(diagnostic => ({ file: nameOf({ uri }), ...problemOf(diagnostic) })),
  );
}

function taken(problems: readonly PlacedProblem[], about: string, shortName?: string): ChosenFile {
  if (problems.length === 0) return { type: 'refused', problem: { reason: 'noProblems' } };
  const count =
    problems.length > MOST_PROBLEMS
      ? vscode.l10n.t('the worst {0} of {1}', MOST_PROBLEMS, problems.length)
      : String(problems.length);
  const detail = shortName === undefined ? count : `${shortName} · ${count}`;
  return { type: 'part', part: problemsPart(problems, about, { label: vscode.l10n.t('Problems'), detail }) };
}
