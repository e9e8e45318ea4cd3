import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { ChosenFile, ComposerEditor, Offer } from '../../core/composerTypes';
import { codeScope, filePart, nameOf, problemsIn, selectionPart } from '../editor';

/** Bytes of a file that is read at all: more than any photograph. */
const MAX_BYTES = 24 * 1024 * 1024;

/** What the editor has to give to the message box. */
export const composerEditor: Omit<ComposerEditor, 'changes'> = {
  async code() {
    const editor = activeEditor();
    const scope = editor && (await codeScope(editor));
    return scope && { scope, problems: problemsIn(editor.document.uri, scope.file.lines) };
  },
  file() {
    const editor = activeEditor();
    return editor && filePart(editor.document);
  },
  offers: mentionOffers,
  choose,
};

/** The editor beside the chat; a panel with a log is none. */
function activeEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.uri.scheme === 'output' ? undefined : editor;
}

async function mentionOffers(): Promise<readonly Offer[]> {
  const editor = activeEditor();
  const own = editor ? [...selectionOffers(editor), fileOffer(editor)] : [];
  const seen = new Map(tabUris().map(uri => [uri.toString(), uri]));
  const others = [...seen.values()].map(uri => {
    const name = nameOf({ uri });
    return {
      id: idOf(uri),
      icon: 'file' as const,
      label: baseName(name),
      detail: name.slice(0, Math.max(0, name.lastIndexOf('/'))),
      take: () => read(uri),
    };
  });
  return [...own, ...others];
}

/** The same at every time: a list that the user chooses from may be older than the last one that was asked for. No path. */
function idOf(uri: vscode.Uri): string {
  return createHash('sha256').update(uri.toString()).digest('base64url');
}

function selectionOffers(editor: vscode.TextEditor): readonly Offer[] {
  const part = selectionPart(editor);
  if (!part) return [];
  const [first, last] = part.lines ?? [1, 1];
  const lines = first === last ? String(first) : `${first}–${last}`;
  const detail = `${baseName(part.name)} ${lines}`;
  return [
    { id: 'selection', icon: 'selection', label: '#selection', detail, take: async () => ({ type: 'part', part }) },
  ];
}

function fileOffer({ document }: vscode.TextEditor): Offer {
  const detail = baseName(nameOf(document));
  const take = async (): Promise<ChosenFile> => ({ type: 'part', part: filePart(document) });
  return { id: 'file', icon: 'file', label: '#file', detail, take };
}

/** What is open in tabs: text, and images in VS Code's own preview of them. */
function tabUris(): readonly vscode.Uri[] {
  return vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .flatMap(({ input }) => {
      if (input instanceof vscode.TabInputText) return [input.uri];
      if (input instanceof vscode.TabInputTextDiff) return [input.modified];
      return input instanceof vscode.TabInputCustom && input.viewType.startsWith('imagePreview.') ? [input.uri] : [];
    });
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

interface Choice extends vscode.QuickPickItem {
  readonly choose: () => Promise<readonly ChosenFile[]>;
}

async function choose(): Promise<readonly ChosenFile[]> {
  const choices = (await mentionOffers()).map(
    ({ label, detail, icon, take }): Choice => ({
      label: `$(${icon === 'selection' ? 'list-selection' : 'file'}) ${choiceLabel(label)}`,
      description: detail,
      choose: async () => {
        const file = await take?.();
        return file ? [file] : [];
      },
    }),
  );
  const files: Choice = { label: `$(folder-opened) ${vscode.l10n.t('Choose files…')}`, choose: chooseFiles };
  const placeHolder = vscode.l10n.t('What should go along with your message?');
  const chosen = await vscode.window.showQuickPick([...choices, files], { placeHolder, matchOnDescription: true });
  return (await chosen?.choose()) ?? [];
}

function choiceLabel(label: string): string {
  if (label === '#selection') return vscode.l10n.t('Current selection');
  return label === '#file' ? vscode.l10n.t('Current file') : label;
}

async function chooseFiles(): Promise<readonly ChosenFile[]> {
  const uris = await vscode.window.showOpenDialog({ canSelectMany: true, openLabel: vscode.l10n.t('Attach') });
  return Promise.all((uris ?? []).map(read));
}

/** A file as it stands in its editor, else as it is on disk. */
async function read(uri: vscode.Uri): Promise<ChosenFile> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open && !open.isClosed) return { type: 'part', part: filePart(open) };
  const name = nameOf({ uri });
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_BYTES) return { type: 'tooLarge', name, size };
    return { type: 'bytes', name, bytes: await vscode.workspace.fs.readFile(uri), source: uri.toString() };
  } catch {
    return { type: 'unreadable', name };
  }
}
