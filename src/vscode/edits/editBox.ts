import * as vscode from 'vscode';
import { focusEditor } from './proposalTabs';

/** Where a box stands, and what it says. */
export interface EditBoxPlace {
  readonly uri: vscode.Uri;
  /** The box is below its last line. */
  readonly range: vscode.Range;
  readonly title: string;
  /** Who is asked. */
  readonly model: string;
}

/** A box in the editor that asks what should be changed. There is one at most. */
export interface EditBox {
  /** What the user wants; undefined where they leave. */
  ask(place: EditBoxPlace): Promise<string | undefined>;
  /** Takes what is in the box. */
  submit(comment: unknown): Promise<void>;
  leave(): Promise<void>;
}

/**
 * A comment that is being written, as in the review of a pull request: the one box that VS Code lets extensions put below lines of
 * code. It takes several lines, grows, and works with keyboard and screen reader.
 */
export function createEditBox(comments: () => vscode.CommentController, showsComments: () => boolean): EditBox {
  let open: { readonly thread: vscode.CommentThread; readonly answer: (text: string | undefined) => void } | undefined;

  function close(text: string | undefined): void {
    open?.thread.dispose();
    open?.answer(text);
    open = undefined;
  }

  return {
    async ask(place) {
      close(undefined);
      // Cells of notebooks have no comments at a selection.
      if (!showsComments() || place.uri.scheme === 'vscode-notebook-cell') return askAbove(place);
      const comment: vscode.Comment = {
        author: { name: place.model },
        body: '',
        mode: vscode.CommentMode.Editing,
        contextValue: 'edit',
      };
      const thread = comments().createCommentThread(place.uri, place.range, [comment]);
      thread.label = place.title;
      thread.canReply = false;
      thread.contextValue = 'edit';
      thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
      return new Promise(resolve => {
        open = { thread, answer: resolve };
      });
    },
    async submit(comment) {
      const text = textOf(comment).trim();
      if (text === '') return;
      close(text);
      await focusEditor();
    },
    async leave() {
      close(undefined);
      await focusEditor();
    },
  };
}

async function askAbove({ title, model }: EditBoxPlace): Promise<string | undefined> {
  const text = (await vscode.window.showInputBox({ title, prompt: model, ignoreFocusOut: true }))?.trim();
  return text === '' ? undefined : text;
}

function textOf(comment: unknown): string {
  if (typeof comment !== 'object' || comment === null || !('body' in comment)) return '';
  const { body } = comment;
  if (typeof body === 'string') return body;
  return body instanceof vscode.MarkdownString ? body.value : '';
}
