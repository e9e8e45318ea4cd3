import * as vscode from 'vscode';
import type { BuiltInName, PromptSource } from '../../core/prompts/prompt';
import { MAX_PROMPT_KILOBYTES, type PromptFileProblem } from '../../core/prompts/promptFile';
import type { ListedPrompt } from '../../core/prompts/promptList';
import type { PromptProblem } from '../../core/prompts/promptRunner';

/** Why a file holds no prompt that can be used, for behind its name and a colon. */
function fileProblemWords(problem: PromptFileProblem): string {
  switch (problem.reason) {
    case 'frontMatter':
      return vscode.l10n.t('line {0}: {1}', problem.line, problem.message);
    case 'empty':
      return vscode.l10n.t('there is no prompt in it');
    case 'binary':
      return vscode.l10n.t('it is no text');
    case 'tooLarge':
      return vscode.l10n.t('it has {0} kB, more than {1}', Math.ceil(problem.bytes / 1024), MAX_PROMPT_KILOBYTES);
    case 'leadsOut':
      return vscode.l10n.t('it is a link to something outside of the workspace');
    case 'unreadable':
      return vscode.l10n.t('it cannot be read');
  }
}

/** Why a prompt was not asked. */
export function promptProblemWords(problem: PromptProblem): string {
  switch (problem.reason) {
    case 'noCode':
      return vscode.l10n.t(
        'There is no code for {0}. Open a file and select the code, then send again.',
        `/${problem.name}`,
      );
    case 'noFile':
      return vscode.l10n.t('{0} is about a file. Open one, then send again.', `/${problem.name}`);
    case 'unusable':
      return vscode.l10n.t(
        '{0} cannot be used. {1}, {2}',
        `/${problem.name}`,
        problem.file.shown,
        fileProblemWords(problem.why),
      );
  }
}

/** A few words about a prompt for a list. */
export function descriptionOf(listed: ListedPrompt): string {
  if ('problem' in listed) return vscode.l10n.t('cannot be used: {0}', fileProblemWords(listed.problem));
  const { prompt, source } = listed;
  if (source === 'builtIn') return builtInWords(prompt.name) ?? prompt.description;
  return prompt.description || prompt.argumentHint || (listed.file?.shown ?? '');
}

function builtInWords(name: string): string | undefined {
  const words: Readonly<Record<BuiltInName, string>> = {
    explain: vscode.l10n.t('the selection'),
    fix: vscode.l10n.t('with its problems'),
    tests: vscode.l10n.t('for the selection'),
    doc: vscode.l10n.t('write documentation'),
  };
  return new Map<string, string>(Object.entries(words)).get(name);
}

/** Which other prompt of that name there is, and which of them is asked. */
export function precedenceWords({ hiddenBy, insteadOf }: ListedPrompt): string {
  if (hiddenBy === 'workspace') return vscode.l10n.t('not asked: this workspace has one of that name');
  if (hiddenBy === 'user') return vscode.l10n.t('not asked: you have one of that name');
  if (insteadOf === 'user') return vscode.l10n.t('instead of yours');
  if (insteadOf === 'builtIn') return vscode.l10n.t('instead of the built-in one');
  return '';
}

/** Whose the prompts of a group are, as its heading in the list. */
export function sourceWords(source: PromptSource): string {
  if (source === 'workspace') return vscode.l10n.t('This workspace');
  return source === 'user' ? vscode.l10n.t('Yours') : vscode.l10n.t('Built in');
}
