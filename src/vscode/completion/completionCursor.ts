import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../ids';
import type { LiveInsertion } from './liveInsertion';

/** Whether the user's cursor is at a completion. Only there do Tab, Enter and Esc mean it: elsewhere they are the user's own. */
export interface CompletionCursor extends vscode.Disposable {
  isHere(): boolean;
  /** Looks again, once the text has grown. */
  look(): void;
  /** Tells it now, and whenever it changes. */
  follow(tell: (isHere: boolean) => void): void;
}

/**
 * Looks at once and whenever the editor or its selection changes, until it is disposed, and keeps `CONTEXT_KEYS.atCompletion` in step.
 * Whoever writes calls `look`, too: text that grows need not move the cursor.
 */
export function followCompletionCursor(document: vscode.TextDocument, insertion: LiveInsertion): CompletionCursor {
  const listeners: ((isHere: boolean) => void)[] = [setKey];
  let isHere = false;

  function look(): void {
    const now = isAt(document, insertion);
    if (now === isHere) return;
    isHere = now;
    for (const tell of listeners) tell(isHere);
  }

  const events = [vscode.window.onDidChangeActiveTextEditor(look), vscode.window.onDidChangeTextEditorSelection(look)];
  look();
  return {
    isHere: () => isHere,
    look,
    follow(tell) {
      listeners.push(tell);
      tell(isHere);
    },
    dispose() {
      for (const event of events) event.dispose();
      if (isHere) setKey(false);
      isHere = false;
    },
  };
}

function isAt(document: vscode.TextDocument, insertion: LiveInsertion): boolean {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document || insertion.misplaced.aborted) return false;
  const [cursor, ...others] = editor.selections;
  return cursor?.isEmpty === true && others.length === 0 && insertion.holds(cursor.active);
}

function setKey(isHere: boolean): void {
  void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.atCompletion, isHere);
}
