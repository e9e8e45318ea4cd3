import * as vscode from 'vscode';
import type { Part } from '../../core/chat';
import type { ComposerEditor, Offer, SlashMessage } from '../../core/composer/composerTypes';
import type { BuiltInName } from '../../core/prompts/prompt';
import { askedPrompts, type ListedPrompt } from '../../core/prompts/promptList';
import { type Code, createPromptRunner, type PromptResult } from '../../core/prompts/promptRunner';
import { createRecent } from '../../core/prompts/recent';
import type { SuggestionIcon } from '../../shared/viewState';
import { problemsIn } from '../editor';
import { approvePrompt } from './approvePrompt';
import { editPrompts } from './editPrompts';
import { pickPrompt } from './pickPrompt';
import { readPrompts, workspacePromptFolders } from './promptFiles';
import { descriptionOf, promptProblemWords } from './promptWords';

export { instructionsOf } from './workspaceInstructions';

/** `editor` gives the code beside the chat. `memory` holds which prompts of the workspace the user has approved. */
export interface PromptsDependencies {
  /** The user's own prompts. */
  readonly userFolder: vscode.Uri;
  /** What is remembered for this workspace alone. */
  readonly memory: vscode.Memento;
  readonly editor: Pick<ComposerEditor, 'code' | 'file'>;
  /** Opens the chat and asks there. */
  readonly askInChat: (parts: readonly Part[]) => Promise<void>;
}

/** Prompts, once somebody needs them. */
export interface LoadedPrompts {
  offers(): Promise<readonly Offer[]>;
  slashMessage(text: string, again: boolean): Promise<SlashMessage | undefined>;
  /** The message of a built-in prompt, as the user wants it, about this code. Undefined: the user left, or was told why not. */
  about(name: BuiltInName, code: Code): Promise<readonly Part[] | undefined>;
  pickAndRun(): Promise<void>;
  edit(): Promise<void>;
}

/** Under which the prompts of the workspace are remembered that the user has approved. */
const APPROVED = 'approvedPrompts';

/** Keeps the list behind a slash for a second. What is run, picked or changed is read from disk at that moment. */
export function createLoadedPrompts({ userFolder, memory, editor, askInChat }: PromptsDependencies): LoadedPrompts {
  const list = (): Promise<readonly ListedPrompt[]> => readPrompts(userFolder, vscode.workspace);
  /** For the list that a slash opens, which is asked for at every key. What is run or changed is read anew. */
  const offered = createRecent(list, () => JSON.stringify(workspacePromptFolders(vscode.workspace)));
  const runner = createPromptRunner({
    list,
    ...editor,
    problems: file => (file.source === undefined ? [] : problemsIn(vscode.Uri.parse(file.source), file)),
    folder: () => folderOf(editor.file()?.source)?.name,
    async askForInput({ name }, input) {
      return vscode.window.showInputBox({
        title: `/${name}: ${input.name}`,
        placeHolder: input.placeholder,
        prompt: vscode.l10n.t('Enter goes on, Esc gives your words back.'),
        ignoreFocusOut: true,
      });
    },
    approve: approvePrompt,
    approved: {
      get: () => memory.get<unknown>(APPROVED),
      set: hashes => void memory.update(APPROVED, hashes),
    },
  });

  async function partsOrWords(result: PromptResult | undefined): Promise<readonly Part[] | undefined> {
    if (result?.type === 'parts') return result.parts;
    if (result?.type === 'problem') await sayProblem(result);
    return undefined;
  }

  return {
    async offers() {
      return askedPrompts(await offered()).map(listed => ({
        id: listed.name,
        icon: iconOf(listed),
        label: `/${listed.name}`,
        detail: descriptionOf(listed),
      }));
    },
    async slashMessage(text, again) {
      const result = await runner.runSlash(text, again);
      return result?.type === 'problem' ? { type: 'notice', text: promptProblemWords(result.problem) } : result;
    },
    async about(name, code) {
      return partsOrWords(await runner.run(name, { code }));
    },
    async pickAndRun() {
      const name = await pickPrompt(askedPrompts(await list()));
      const parts = name === undefined ? undefined : await partsOrWords(await runner.run(name));
      if (parts) await askInChat(parts);
    },
    edit: () => editPrompts({ userFolder, list }),
  };
}

const BUILT_IN_ICONS: ReadonlyMap<string, SuggestionIcon> = new Map([
  ['explain', 'lightbulb'],
  ['fix', 'tools'],
  ['tests', 'beaker'],
  ['doc', 'book'],
]);

function iconOf(listed: ListedPrompt): SuggestionIcon {
  return 'problem' in listed ? 'warning' : (BUILT_IN_ICONS.get(listed.name) ?? 'note');
}

function folderOf(source: string | undefined): vscode.WorkspaceFolder | undefined {
  const folders = vscode.workspace.workspaceFolders;
  return source === undefined ? folders?.[0] : vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(source));
}

async function sayProblem({ problem }: PromptResult & { readonly type: 'problem' }): Promise<void> {
  const open = vscode.l10n.t('Open the file');
  const buttons = problem.reason === 'unusable' ? [open] : [];
  const chosen = await vscode.window.showWarningMessage(promptProblemWords(problem), ...buttons);
  if (chosen === open && problem.reason === 'unusable')
    await vscode.window.showTextDocument(vscode.Uri.parse(problem.file.uri));
}
