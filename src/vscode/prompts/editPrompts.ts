import * as vscode from 'vscode';
import { BUILT_IN_PROMPTS } from '../../core/prompts/prompt';
import { writePromptFile } from '../../core/prompts/promptFile';
import type { ListedPrompt } from '../../core/prompts/promptList';
import { showError } from '../report';
import { hiddenCount } from './approvePrompt';
import { newPrompt } from './newPrompt';
import { freePromptUri, removePrompt } from './promptStorage';
import { descriptionOf, precedenceWords, sourceWords } from './promptWords';

/** `list` reads the prompts anew at every call: the rows are made again after each deletion. */
export interface EditPromptsDependencies {
  readonly userFolder: vscode.Uri;
  readonly list: () => Promise<readonly ListedPrompt[]>;
}

interface Row extends vscode.QuickPickItem {
  readonly listed?: ListedPrompt;
  readonly isNew?: true;
}

/** The list of all prompts: where each comes from, to be opened, added, deleted, or set back to what is built in. */
export async function editPrompts({ userFolder, list }: EditPromptsDependencies): Promise<void> {
  const box = vscode.window.createQuickPick<Row>();
  box.title = vscode.l10n.t('Edit Prompts');
  box.placeholder = vscode.l10n.t('Choose a prompt to change it, or add one');
  box.matchOnDescription = true;
  const refresh = async (): Promise<void> => {
    box.items = rows(await list());
  };
  await refresh();
  /** One after the other: what a second click on the same bin means is gone by then. */
  let removed: Promise<void> = Promise.resolve();
  const chosen = await new Promise<Row | undefined>(resolve => {
    box.onDidTriggerItemButton(({ item: { listed } }) => {
      if (!listed) return;
      removed = removed.then(() => removePrompt(listed, isOverride(listed)));
      removed = removed.then(refresh).catch(showError);
    });
    box.onDidAccept(() => {
      resolve(box.selectedItems[0]);
      box.hide();
    });
    box.onDidHide(() => resolve(undefined));
    box.show();
  });
  box.dispose();
  if (chosen?.isNew) await newPrompt(userFolder);
  else if (chosen?.listed) await open(chosen.listed, userFolder, await list());
}

/** One that is built in is changed in a copy of the user's. */
async function open(listed: ListedPrompt, userFolder: vscode.Uri, all: readonly ListedPrompt[]): Promise<void> {
  const own = all.find(({ name, source }) => name === listed.name && source === 'user');
  const file = listed.file ?? own?.file;
  if (file) return show(vscode.Uri.parse(file.uri));
  if (!('prompt' in listed)) return;
  const uri = await freePromptUri(userFolder, listed.name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(writePromptFile(listed.prompt)));
  await show(uri);
}

async function show(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri, { preview: false });
}

function isOverride({ name, source }: ListedPrompt): boolean {
  return source === 'user' && BUILT_IN_PROMPTS.some(builtIn => builtIn.name === name);
}

function rows(all: readonly ListedPrompt[]): readonly Row[] {
  const add: Row = { label: `$(add) ${vscode.l10n.t('New prompt…')}`, isNew: true, alwaysShow: true };
  const groups = (['workspace', 'user', 'builtIn'] as const).flatMap((source): readonly Row[] => {
    const own = all.filter(listed => listed.source === source);
    if (own.length === 0) return [];
    return [{ label: sourceWords(source), kind: vscode.QuickPickItemKind.Separator }, ...own.map(row)];
  });
  return [add, ...groups];
}

function row(listed: ListedPrompt): Row {
  const hidden = hiddenCount(listed.file?.text ?? '');
  // Of a long row the end is not seen.
  const words = [
    hidden > 0 ? vscode.l10n.t('characters that cannot be seen: {0}', hidden) : '',
    precedenceWords(listed),
    descriptionOf(listed),
  ];
  return {
    listed,
    label: `${'problem' in listed ? '$(warning) ' : ''}/${listed.name}`,
    description: words.filter(Boolean).join(' · '),
    buttons: listed.source === 'user' ? [isOverride(listed) ? reset() : remove()] : [],
  };
}

function reset(): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon('discard'), tooltip: vscode.l10n.t('Reset to the built-in prompt') };
}

function remove(): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Delete this prompt') };
}
