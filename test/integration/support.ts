import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';

const EXTENSION_ID = 'endpoint-chat.endpoint-chat';

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION_ID);
  assert.ok(found, 'the extension is installed');
  return found;
}

/** A practice server that answers at once. */
export function practiceServer(): Promise<PracticeServer> {
  return startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 0 } });
}

export async function useEndpoint(url: string, more: object = {}): Promise<void> {
  await setUserSetting('endpoints', [{ name: 'Practice', url, model: 'practice-model', ...more }]);
}

export async function setUserSetting(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('endpointChat');
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

/** How the files of a language end; VS Code knows it by that. */
const FILE_ENDS: Readonly<Record<string, string>> = {
  go: 'go',
  html: 'html',
  markdown: 'md',
  plaintext: 'txt',
  python: 'py',
  ruby: 'rb',
  rust: 'rs',
  typescript: 'ts',
  yaml: 'yaml',
};

let folder: string | undefined;
let files = 0;

after(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/**
 * Opens a file with this text; `|` is the cursor, or what is given for it. Each is a new one: a document without a file gets the
 * name of the one that was closed before it, and where VS Code still has that one's text, it comes back.
 */
export async function openEditor(
  code: string,
  language = 'typescript',
  eol = vscode.EndOfLine.LF,
  cursor = '|',
): Promise<vscode.TextEditor> {
  folder ??= await mkdtemp(path.join(tmpdir(), 'editor-'));
  const uri = vscode.Uri.file(path.join(folder, `code${++files}.${FILE_ENDS[language]}`));
  const text = code.replace(cursor, '');
  await writeFile(uri.fsPath, eol === vscode.EndOfLine.CRLF ? text.replaceAll('\n', '\r\n') : text);
  const document = await vscode.workspace.openTextDocument(uri);
  assert.deepEqual([document.languageId, document.eol], [language, eol]);
  const editor = await vscode.window.showTextDocument(document);
  const lines = code.slice(0, code.indexOf(cursor)).split('\n');
  const position = new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
  editor.options = { insertSpaces: true, tabSize: 2 };
  await select(editor, new vscode.Selection(position, position));
  return editor;
}

/**
 * Selects, and waits until VS Code has it. What is only assigned comes back a moment later, and an echo of the selection before
 * it would undo it.
 */
export async function select({ document }: vscode.TextEditor, selection: vscode.Selection): Promise<void> {
  await vscode.window.showTextDocument(document, { selection });
}

/** A promise that the test settles, for a scripted server to wait for. */
export function handshake(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A guard against what never comes, in milliseconds: a busy machine may take long to start a part of VS Code. */
const PATIENCE = 60_000;

/** Resolves when the condition holds. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!condition()) {
    if (Date.now() > deadline) assert.fail(`Never happened: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** The same for what has to be asked for: one question at a time, or VS Code would be busy with nothing else. */
export async function untilAnswered(what: string, ask: () => PromiseLike<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!(await ask())) {
    if (Date.now() > deadline) assert.fail(`Never happened: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** One by one: where all are closed at once, VS Code asks about those that have changed, and keeps them open. */
export async function closeAllEditors(): Promise<void> {
  const isOpen = () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0);
  const deadline = Date.now() + PATIENCE;
  while (isOpen()) {
    assert.ok(Date.now() < deadline, 'an editor does not close');
    const { activeTabGroup } = vscode.window.tabGroups;
    if (activeTabGroup.tabs.length === 0) await vscode.commands.executeCommand('workbench.action.focusNextGroup');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}
