import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../ids';
import { followCompletionCursor } from './completionCursor';
import type { LiveInsertion } from './liveInsertion';

/** Says quietly which text was written, until the user keeps it, takes it back or goes on. */
export interface CompletionMark extends vscode.Disposable {
  /** Marks what is there by now. */
  show(): void;
  /** Tells now, and whenever it changes, whether the cursor is where keys keep it or take it back. */
  followCursor(tell: (isHere: boolean) => void): void;
  /**
   * Nothing more is written: whatever the user does next ends the mark. `onEnd` is told. In a file that was left while it was
   * written, the mark waits until the file is shown again.
   *
   * @param cut why it is not whole, in words
   */
  hold(cut: string | undefined, onEnd: () => void): void;
}

/** One for each completion. Who made it disposes it, unless the user's next step after `hold` does. */
export function createCompletionMark(document: vscode.TextDocument, insertion: LiveInsertion): CompletionMark {
  const decoration = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedTextBackground'),
    // High contrast has borders in place of backgrounds; elsewhere this colour is none.
    outlineWidth: '1px',
    outlineStyle: 'dashed',
    outlineColor: new vscode.ThemeColor('diffEditor.insertedTextBorder'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  const cursor = followCompletionCursor(document, insertion);
  const garbage: vscode.Disposable[] = [decoration, cursor];
  let isShown = false;
  let isOver = false;

  function show(): void {
    cursor.look();
    const range = insertion.range();
    if (isOver || (range.isEmpty && !isShown)) return;
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document === document) editor.setDecorations(decoration, range.isEmpty ? [] : [range]);
    if (!isShown) void setPending(true);
    isShown = true;
  }
  garbage.push(vscode.window.onDidChangeVisibleTextEditors(show));

  function dispose(): void {
    if (isOver) return;
    isOver = true;
    for (const each of garbage) each.dispose();
    if (isShown) void setPending(false);
  }

  return {
    show,
    followCursor: cursor.follow,
    hold(cut, onEnd) {
      const end = (): void => {
        if (isOver) return;
        dispose();
        onEnd();
      };
      let isSeen = false;
      const see = (): void => {
        isSeen = true;
        show();
        const keys = vscode.l10n.t('Completion: Tab keeps it, Esc takes it back.');
        garbage.push(vscode.window.setStatusBarMessage(cut === undefined ? keys : `${cut} ${keys}`));
      };
      garbage.push(
        vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
          // Our own writing moves the cursor, too; that has no kind.
          const isUser = kind === vscode.TextEditorSelectionChangeKind.Keyboard || kind === MOUSE;
          if (isUser && textEditor.document === document) end();
        }),
        vscode.window.onDidChangeActiveTextEditor(editor => {
          if (editor?.document !== document && isSeen) end();
          else if (editor?.document === document && !isSeen) see();
        }),
      );
      for (const signal of [insertion.passed, insertion.misplaced]) signal.addEventListener('abort', end);
      const isLeft = vscode.window.activeTextEditor?.document !== document;
      // Whoever has gone elsewhere in the file meanwhile has gone on.
      if (insertion.passed.aborted || insertion.misplaced.aborted || !(isLeft || cursor.isHere())) end();
      else if (!isLeft) see();
    },
    dispose,
  };
}

const MOUSE = vscode.TextEditorSelectionChangeKind.Mouse;

function setPending(isPending: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', CONTEXT_KEYS.completionPending, isPending);
}
