import * as vscode from 'vscode';
import type { FilePart } from '../../core/chat';
import { languageIdOf } from '../../core/code/languageIds';
import { findPlace, findReplaced } from '../../core/code/place';
import { nameOf } from '../editor';
import { canChange, fitted, offerCode, openUntitled, safeCode } from '../modelCode';

/** Where a change to a whole piece of code is shown: what `insert` puts at the cursor needs none. */
export interface CodeActionsDependencies {
  /** Shows what a document would be with code in place of a range, to accept or reject. */
  readonly propose: (document: vscode.TextDocument, range: vscode.Range, code: string) => Promise<void>;
}

/** What the buttons of a code block do. Nothing happens without a click, and nothing that a model wrote says where. */
export interface CodeActions {
  /** Puts code at the cursor, or in place of the selection. */
  insert(text: string): Promise<void>;
  /** Shows the change that code makes to what the question was about, to accept or reject. `file`: what that came with. */
  apply(file: FilePart | undefined, text: string): Promise<void>;
  /** Opens a new document with code; `word` is what the model wrote behind the fence. */
  newFile(text: string, word: string): Promise<void>;
}

/** Keeps nothing between two clicks. Code that finds no place any more is offered to be copied, and the reason is said. */
export function createCodeActions({ propose }: CodeActionsDependencies): CodeActions {
  async function apply(file: FilePart | undefined, text: string): Promise<void> {
    const code = await safeCode(text);
    if (code === undefined) return;
    const document = file && (await findDocument(file));
    if (!file || !document) return applyToSelection(code, '', file?.language);
    const place = placeOf(document, file, code);
    if (place) return propose(document, place, code);
    const message = file.lines
      ? vscode.l10n.t('{0} has changed: the code that you asked about is no longer there.', file.name)
      : vscode.l10n.t('It is not clear which part of {0} this code replaces.', file.name);
    return applyToSelection(code, message, file.language);
  }

  /** Where the question was about no file, or about code that is gone, the user says what is meant by selecting it. */
  async function applyToSelection(code: string, reason: string, language?: string): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const isChangeable = editor && (await canChange(editor.document));
    if (isChangeable && reason !== '' && !editor.selection.isEmpty) {
      const compare = vscode.l10n.t('Compare with the selection');
      if ((await vscode.window.showWarningMessage(reason, compare)) !== compare) return;
    }
    // An editor that is no longer shown does not tell what is selected.
    if (!isChangeable || !vscode.window.visibleTextEditors.includes(editor)) {
      return offerCode(
        `${reason} ${vscode.l10n.t('Open the file and select the code that this replaces. Then apply it again.')}`,
        code,
        language,
      );
    }
    const { document, selection } = editor;
    if (selection.isEmpty) {
      const wanted = vscode.l10n.t('Select the code that this replaces, and apply it again.');
      return offerCode(`${reason} ${wanted}`, code, language ?? document.languageId);
    }
    return propose(document, selection, code);
  }

  return { insert, apply, newFile };
}

async function insert(text: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const before = editor && { version: editor.document.version, selection: editor.selection };
  const code = await safeCode(text);
  if (code === undefined) return;
  if (!editor || !before) return offerCode(vscode.l10n.t('No file is open to insert the code into.'), code);
  const { document } = editor;
  if (!(await canChange(document))) return offerCode(cannotBeChanged(document), code, document.languageId);
  const moved = document.version !== before.version || !editor.selection.isEqual(before.selection);
  if (!vscode.window.visibleTextEditors.includes(editor)) {
    return offerCode(vscode.l10n.t('The file is no longer open, so nothing was inserted.'), code, document.languageId);
  }
  if (moved && !(await wantedAnyway(document))) return;
  const { selection } = editor;
  if (!(await edit(editor, selection, fitted(document, selection, code))))
    return offerCode(cannotBeChanged(document), code, document.languageId);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** False also where the tab was left at this very moment, for which VS Code rejects. */
async function edit(editor: vscode.TextEditor, range: vscode.Range, text: string): Promise<boolean> {
  try {
    return await editor.edit(builder => builder.replace(range, text));
  } catch {
    return false;
  }
}

async function wantedAnyway(document: vscode.TextDocument): Promise<boolean> {
  const yes = vscode.l10n.t('Insert at the cursor');
  const message = vscode.l10n.t('{0} has changed, or its cursor moved, while you were asked.', nameOf(document));
  return (await vscode.window.showWarningMessage(message, { modal: true }, yes)) === yes;
}

async function newFile(text: string, word: string): Promise<void> {
  const code = await safeCode(text);
  if (code === undefined) return;
  await openUntitled(code, languageIdOf(word, await vscode.languages.getLanguages()));
}

function cannotBeChanged(document: vscode.TextDocument): string {
  return vscode.l10n.t('{0} cannot be changed, so nothing was inserted.', nameOf(document));
}

/** The very document that the question came from: another of the same name was not meant, and pasted text has none. */
async function findDocument({ source }: FilePart): Promise<vscode.TextDocument | undefined> {
  if (source === undefined) return undefined;
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === source) ?? (await open(source));
  return document && (await canChange(document)) ? document : undefined;
}

async function open(source: string): Promise<vscode.TextDocument | undefined> {
  const uri = vscode.Uri.parse(source);
  // An untitled document that is gone would come back empty.
  if (uri.scheme === 'untitled') return undefined;
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

/** Where a question was about a whole file, its answer may still be a piece of it. */
function placeOf(document: vscode.TextDocument, { text, lines }: FilePart, code: string): vscode.Range | undefined {
  const whole = document.getText();
  const place = lines ? findPlace(whole, text, lines[0]) : findReplaced(whole, code);
  return place && new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
}
