import * as vscode from 'vscode';
import type { FilePart } from '../../core/chat';
import type { BuiltInName } from '../../core/prompts/prompt';
import { baseName } from '../../core/text';
import { type SelectedCode, selectedCode } from '../selectedCode';
import { lightbulbOffers } from './lightbulb';
import { isReportedCode, reportedCode } from './reportedCode';
import { type RunPromptDependencies, runPrompt } from './runPrompt';
import type { SelectionActions } from './selectionCommands';

/** The two ways into the chat: `ask` sends, and `addToChat` sends nothing. */
export interface SelectionActionsDependencies extends RunPromptDependencies {
  /** Opens the chat and adds pieces of code, or what URIs name, to what goes along with the next message. */
  readonly addToChat: (things: readonly (FilePart | string)[]) => Promise<void>;
}

/** Keeps nothing: each command is about the editor or tab that is active when it runs, or about what it was handed. */
export function createSelectionActions(dependencies: SelectionActionsDependencies): SelectionActions {
  const { ask, addToChat } = dependencies;

  /** @param reported what the lightbulb was opened on */
  async function prompt(name: BuiltInName, reported?: unknown): Promise<void> {
    const code = isReportedCode(reported) ? await reportedCode(reported) : await codeOrWords();
    if (code) await runPrompt(name, code, dependencies);
  }

  /** Menus say what they were opened on, and what is selected there; the palette says neither. */
  async function add(clicked?: unknown, selected?: unknown): Promise<void> {
    const uris = clickedUris(clicked, selected) ?? activeUris();
    if (uris.length > 0) await addToChat(uris.map(String));
    else say(vscode.l10n.t('Open the file that you want to add to the chat.'));
  }

  return {
    explainSelection: reported => prompt('explain', reported),
    fixSelection: reported => prompt('fix', reported),
    writeTests: () => prompt('tests'),
    documentSelection: () => prompt('doc'),
    async askAboutSelection() {
      const code = await codeOrWords();
      const question = code && (await askForQuestion(code));
      if (question) await ask([code.scope.file, ...code.others, { type: 'text', text: question }]);
    },
    async addSelectionToChat() {
      const code = await codeOrWords();
      if (code) await addToChat([code.scope.file, ...code.others]);
    },
    addFileToChat: add,
    addFolderToChat: add,
    offers: lightbulbOffers,
  };
}

/** The code in the active editor; where there is none it says why. */
async function codeOrWords(): Promise<SelectedCode | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    say(vscode.l10n.t('Open a file and select the code that you want to ask about.'));
    return undefined;
  }
  if (editor.document.uri.scheme === 'output') {
    say(vscode.l10n.t('This works in editors, not in the output. Copy its text into the chat to ask about it.'));
    return undefined;
  }
  const code = await selectedCode(editor);
  if (!code) say(vscode.l10n.t('There is no code at the cursor. Select the code that you want to ask about.'));
  return code;
}

function say(words: string): void {
  void vscode.window.showInformationMessage(words);
}

async function askForQuestion({ scope, others }: SelectedCode): Promise<string | undefined> {
  const places = [scope.file, ...others].map(placeOf);
  const question = await vscode.window.showInputBox({
    title: vscode.l10n.t('Ask about {0}', places.join(', ')),
    placeHolder: vscode.l10n.t('What do you want to know about this code?'),
    // So that one can look at the code meanwhile.
    ignoreFocusOut: true,
  });
  return question?.trim();
}

/** As the chips in the chat have it: `search.ts 12–20`. */
function placeOf({ name, lines }: FilePart): string {
  const [first, last] = lines ?? [];
  const range = first === last ? first : `${first}–${last}`;
  return [baseName(name), range].filter(Boolean).join(' ');
}

/** In the explorer, what is selected there; a tab gives only itself. */
function clickedUris(clicked: unknown, selected: unknown): readonly vscode.Uri[] | undefined {
  if (!(clicked instanceof vscode.Uri)) return undefined;
  const uris: readonly unknown[] = Array.isArray(selected) ? selected : [];
  const found = uris.filter(uri => uri instanceof vscode.Uri);
  return found.length > 0 ? found : [clicked];
}

/** What the active tab shows; of a comparison the newer side. */
function activeUris(): readonly vscode.Uri[] {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff) return [input.modified];
  const showsFile =
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook;
  return showsFile ? [input.uri] : [];
}
