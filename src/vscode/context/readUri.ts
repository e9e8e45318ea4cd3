import * as vscode from 'vscode';
import type { ChosenFile, ComposerProblem } from '../../core/composer/composerTypes';
import { namedText } from '../../core/context/attachments';
import { notebookText } from '../../core/context/notebook';
import { filePart, nameOf } from '../editor';
import { leadsOut } from '../leadsOut';

/** Bytes of a file that is read at all: more than any photograph. */
const MAX_BYTES = 24 * 1024 * 1024;

/** A file as it stands in its editor, else as it is on disk; a folder as its names. What it cannot be is said. */
export async function readUri(
  uri: vscode.Uri,
  readFolder: (uri: vscode.Uri) => Promise<ChosenFile>,
): Promise<ChosenFile> {
  const name = nameOf({ uri }) || uri.scheme;
  const refused = (reason: 'gone' | 'special' | 'leadsOut'): ChosenFile => {
    const problem: ComposerProblem = { reason, name };
    return { type: 'refused', problem };
  };
  const key = uri.toString();
  if (!isInTab(uri) && vscode.workspace.getWorkspaceFolder(uri) && (await leadsOut(uri))) return refused('leadsOut');
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === key);
  if (open && !open.isClosed) return { type: 'part', part: filePart(open) };
  const notebook = vscode.workspace.notebookDocuments.find(document => document.uri.toString() === key);
  if (notebook && !notebook.isClosed) return { type: 'part', part: notebookPart(notebook, name) };
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return readFolder(uri);
    // To read from a pipe or a device may never end.
    if ((type & vscode.FileType.File) === 0) return refused('special');
    if (size > MAX_BYTES) return { type: 'tooLarge', name, size };
    return { type: 'bytes', name, bytes: await vscode.workspace.fs.readFile(uri), source: key };
  } catch (error) {
    const isGone = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    return isGone ? refused('gone') : { type: 'unreadable', name };
  }
}

function notebookPart(notebook: vscode.NotebookDocument, name: string) {
  const cells = notebook.getCells().map(({ document }) => ({
    language: document.languageId,
    text: document.getText().replaceAll('\r\n', '\n'),
  }));
  return namedText(name, notebookText(cells), notebook.uri.toString());
}

/** Whether a tab shows it, of a comparison as the newer side. What the user has opened may be read, wherever it lies. */
export function isInTab(uri: vscode.Uri): boolean {
  return tabUris().some(other => other.toString() === uri.toString());
}

/** What is open in tabs: text, notebooks, and images in VS Code's own preview of them. */
export function tabUris(): readonly vscode.Uri[] {
  return vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .flatMap(({ input }) => {
      if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook) return [input.uri];
      if (input instanceof vscode.TabInputTextDiff) return [input.modified];
      return input instanceof vscode.TabInputCustom && input.viewType.startsWith('imagePreview.') ? [input.uri] : [];
    });
}
