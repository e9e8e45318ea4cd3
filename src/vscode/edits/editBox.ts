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
  /** What is in the box already. */
  readonly words?: string;
}

/** A box in the editor that asks what should be changed. There is one at most. */
export interface EditBox {
  /**
   * What the user wants; undefined where they leave, or close what the box stands in.
   *
   * @param closed the box goes with what it is about
   */
  ask(place: EditBoxPlace, closed?: AbortSignal): Promise<string | undefined>;
  /** Takes what is in the box. */
  submit(comment: unknown): Promise<void>;
  leave(): Promise<void>;
}

interface OpenBox {
  /** The thread, and what closes it. */
  readonly parts: vscode.Disposable;
  readonly answer: (text: string | undefined) => void;
}

/**
 * A comment that is being written, as in the review of a pull request: the one box that VS Code lets extensions put below lines of
 * code. It takes several lines, grows, and works with keyboard and screen reader.
 */
export function createEditBox(comments: () => vscode.CommentController, showsComments: () => boolean): EditBox {
  let open: OpenBox | undefined;

  function close(text: string | undefined): void {
    const box = open;
    open = undefined;
    box?.parts.dispose();
    box?.answer(text);
  }

  return {
    async ask(place, closed) {
      close(undefined);
      if (closed?.aborted) return undefined;
      // Cells of notebooks have no comments at a selection.
      if (!showsComments() || place.uri.scheme === 'vscode-notebook-cell') return askAbove(place, closed);
      return new Promise(answer => {
        const leave = (): void => close(undefined);
        const parts = [showThread(comments(), place), whenTabCloses(place.uri, leave), whenAborted(closed, leave)];
        open = { parts: vscode.Disposable.from(...parts), answer };
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

function showThread(
  comments: vscode.CommentController,
  { uri, range, title, model, words = '' }: EditBoxPlace,
): vscode.Disposable {
  const comment: vscode.Comment = {
    author: { name: model },
    body: words,
    mode: vscode.CommentMode.Editing,
    contextValue: 'edit',
  };
  const thread = comments.createCommentThread(uri, range, [comment]);
  thread.label = title;
  thread.canReply = false;
  thread.contextValue = 'edit';
  thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
  return thread;
}

/** The box stands on a document that nobody sees any more. */
function whenTabCloses(uri: vscode.Uri, then: () => void): vscode.Disposable {
  return vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
    const isShown = vscode.window.tabGroups.all.some(group => group.tabs.some(tab => showsIn(tab, uri)));
    if (!isShown && closed.some(tab => showsIn(tab, uri))) then();
  });
}

function showsIn({ input }: vscode.Tab, uri: vscode.Uri): boolean {
  if (input instanceof vscode.TabInputText) return input.uri.toString() === uri.toString();
  if (!(input instanceof vscode.TabInputTextDiff)) return false;
  return [input.original, input.modified].some(side => side.toString() === uri.toString());
}

function whenAborted(signal: AbortSignal | undefined, then: () => void): vscode.Disposable {
  signal?.addEventListener('abort', then);
  return new vscode.Disposable(() => signal?.removeEventListener('abort', then));
}

async function askAbove({ title, model, words }: EditBoxPlace, closed?: AbortSignal): Promise<string | undefined> {
  const cancel = new vscode.CancellationTokenSource();
  const listener = whenAborted(closed, () => cancel.cancel());
  const options = { title, prompt: model, ignoreFocusOut: true, ...(words === undefined ? {} : { value: words }) };
  try {
    const text = (await vscode.window.showInputBox(options, cancel.token))?.trim();
    return text === '' ? undefined : text;
  } finally {
    listener.dispose();
    cancel.dispose();
  }
}

function textOf(comment: unknown): string {
  if (typeof comment !== 'object' || comment === null || !('body' in comment)) return '';
  const { body } = comment;
  if (typeof body === 'string') return body;
  return body instanceof vscode.MarkdownString ? body.value : '';
}
