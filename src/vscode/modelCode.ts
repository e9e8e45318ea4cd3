// Code that a model wrote, on its way into a document.
import * as vscode from 'vscode';
import { fitIndentation, type IndentStyle, marginOf } from '../core/code/indentation';
import {
  type FoundHidden,
  findHidden,
  type HiddenKind,
  withoutControls,
  withoutHidden,
} from '../core/safety/hiddenCharacters';
import { isReadOnly } from './readOnly';

/** As many kinds of hidden characters as a question lists. */
const LISTED = 6;

/**
 * Code from a model as it may go into a document: without terminal sequences, and without what is hidden in it unless the
 * user wants that. Undefined when the user wants neither.
 */
export async function safeCode(text: string): Promise<string | undefined> {
  const code = withoutControls(text).replace(/\r\n?/g, '\n');
  const found = findHidden(code);
  if (found.length === 0) return code;
  const without = vscode.l10n.t('Insert without them');
  const asItIs = vscode.l10n.t('Insert as it is');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('There are characters in this code that cannot be seen.'),
    {
      modal: true,
      detail: `${list(found)}\n\n${vscode.l10n.t('They can change what the code does, or carry a message.')}`,
    },
    without,
    asItIs,
  );
  if (chosen === without) return withoutHidden(code);
  return chosen === asItIs ? code : undefined;
}

function list(found: readonly FoundHidden[]): string {
  const words: Readonly<Record<HiddenKind, string>> = {
    zeroWidthSpace: vscode.l10n.t('zero width space'),
    directionOverride: vscode.l10n.t('changes the direction of text'),
    invisibleOperator: vscode.l10n.t('invisible operator or joiner'),
    directionIsolate: vscode.l10n.t('sets text of another direction apart'),
    byteOrderMark: vscode.l10n.t('byte order mark'),
    tag: vscode.l10n.t('invisible letter'),
    variationSelector: vscode.l10n.t('variation selector'),
  };
  const lines = found
    .slice(0, LISTED)
    .map(({ codePoint, kind, count }) => vscode.l10n.t('{0}, {1}: {2}', codePoint, words[kind], count));
  const more = found.length - LISTED;
  return [...lines, ...(more > 0 ? [vscode.l10n.t('and {0} others', more)] : [])].join('\n');
}

/** Whether a document is one that can be written to. */
export async function canChange(document: vscode.TextDocument): Promise<boolean> {
  return !document.isClosed && !(await isReadOnly(document));
}

/** Code with the indentation and the line ends of the place that it goes to. */
export function fitted(document: vscode.TextDocument, place: vscode.Range, code: string): string {
  const before = document.lineAt(place.start.line).text.slice(0, place.start.character);
  const replaced = document.getText(place);
  const firstLine = replaced.split(/\r?\n/).find(line => line.trim() !== '') ?? '';
  const margin = marginOf(before === '' ? firstLine : before);
  const indented = fitIndentation(code, margin, styleOf(document), before === '');
  // What stands before it on the line is as far away as before.
  const gap = before.trim() === '' ? '' : marginOf(replaced);
  const text = gap === '' || indented === '' ? indented : gap + indented.trimStart();
  const complete = replaced.endsWith('\n') && !text.endsWith('\n') ? `${text}\n` : text;
  return document.eol === vscode.EndOfLine.CRLF ? complete.replaceAll('\n', '\r\n') : complete;
}

function styleOf(document: vscode.TextDocument): IndentStyle {
  const editor = vscode.window.visibleTextEditors.find(candidate => candidate.document === document);
  const { insertSpaces, tabSize } = editor?.options ?? {};
  // Where no editor shows the document, its first indented line says it.
  const tabs = /^\t/m.test(document.getText()) && !/^ {2}/m.test(document.getText());
  return {
    insertSpaces: typeof insertSpaces === 'boolean' ? insertSpaces : !tabs,
    tabSize: typeof tabSize === 'number' ? tabSize : 4,
  };
}

/** What cannot be put in its place is offered instead of being lost. */
export async function offerCode(message: string, code: string, language = 'plaintext'): Promise<void> {
  const copy = vscode.l10n.t('Copy code');
  const open = vscode.l10n.t('New file with code');
  const chosen = await vscode.window.showWarningMessage(message.trim(), copy, open);
  if (chosen === copy) await vscode.env.clipboard.writeText(code);
  if (chosen === open) await openUntitled(code, language);
}

/** A new document with code. */
export async function openUntitled(content: string, language: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}
