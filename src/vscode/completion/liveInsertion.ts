import * as vscode from 'vscode';

/** Text that grows in a document at one place, and that one undo takes back. */
export interface LiveInsertion {
  /**
   * Makes the inserted text this one; only the difference is written, and nothing while no editor shows the document. False
   * when it cannot be written: the document is closed, read-only, or has changed at this very place.
   */
  write(text: string): Promise<boolean>;
  /** Writes the last of it, whether an editor shows the document or not. */
  end(text: string): Promise<boolean>;
  /** Aborted when someone else changes the document at this very place, or closes it. */
  readonly misplaced: AbortSignal;
}

interface Change {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Begins at a position and follows it while the document changes above. */
export function beginInsertion(editor: vscode.TextEditor, position: vscode.Position): LiveInsertion {
  const { document } = editor;
  const misplaced = new AbortController();
  let start = document.offsetAt(position);
  let inserted = '';
  let ours: Change | undefined;
  let joinsLastUndoStep = false;
  let undoSteps = 0;
  let ended = false;

  function onChange(event: vscode.TextDocumentChangeEvent): void {
    if (event.document !== document) return;
    const others = event.contentChanges.filter(change => !isOurs(change));
    if (others.length === 0) return;
    if (ended && event.reason === vscode.TextDocumentChangeReason.Undo && others.some(touches)) {
      stopFollowing();
      void undoTheRest();
      return;
    }
    joinsLastUndoStep = false;
    // What came before someone else's edit is taken back by an undo of its own.
    if (!ended) undoSteps = 0;
    others.forEach(follow);
    if (misplaced.signal.aborted && ended) stopFollowing();
  }

  function isOurs({ rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent): boolean {
    return ours?.offset === rangeOffset && ours.length === rangeLength && ours.text === text;
  }

  function touches({ rangeOffset, rangeLength }: vscode.TextDocumentContentChangeEvent): boolean {
    return rangeOffset + rangeLength >= start && rangeOffset <= start + inserted.length;
  }

  function follow(change: vscode.TextDocumentContentChangeEvent): void {
    if (touches(change)) misplaced.abort();
    else if (change.rangeOffset < start) start += change.text.length - change.rangeLength;
  }

  /** The user has just taken back the last step in this editor; the steps before it go along. */
  async function undoTheRest(): Promise<void> {
    for (let step = 1; step < undoSteps && vscode.window.activeTextEditor?.document === document; step++) {
      await vscode.commands.executeCommand('undo');
    }
  }

  const listeners = [
    vscode.workspace.onDidChangeTextDocument(onChange),
    vscode.workspace.onDidCloseTextDocument(closed => {
      if (closed !== document) return;
      misplaced.abort();
      stopFollowing();
    }),
    // VS Code ends the undo step with every save, and saves by itself when a model pauses.
    vscode.workspace.onDidSaveTextDocument(saved => {
      if (saved === document) joinsLastUndoStep = false;
    }),
  ];
  function stopFollowing(): void {
    for (const listener of listeners) listener.dispose();
  }

  async function writeOnce(text: string): Promise<boolean> {
    const same = commonPrefix(inserted, text);
    const change = { offset: start + same, length: inserted.length - same, text: text.slice(same) };
    const [from, to] = [document.positionAt(change.offset), document.positionAt(change.offset + change.length)];
    const range = new vscode.Range(from, to);
    const shown = visibleEditor();
    const joins = joinsLastUndoStep && shown !== undefined;
    ours = change;
    const written = shown ? await edit(shown, range, change.text, joins) : await editHidden(range, change.text);
    ours = undefined;
    if (!written) return false;
    inserted = text;
    if (!joins) undoSteps++;
    joinsLastUndoStep = true;
    return true;
  }

  /** An editor stops working when its tab is left, and a new one stands in its place when the user comes back. */
  function visibleEditor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(candidate => candidate.document === document);
  }

  async function editHidden(range: vscode.Range, text: string): Promise<boolean> {
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, range, text);
    return vscode.workspace.applyEdit(change);
  }

  async function writeAll(text: string): Promise<boolean> {
    const wanted = document.eol === vscode.EndOfLine.CRLF ? text.replaceAll('\n', '\r\n') : text;
    // An edit is refused when the document changed since it was made; where it still fits, it is made again.
    for (let attempt = 0; attempt < 3 && !misplaced.signal.aborted; attempt++) {
      if (wanted === inserted || (await writeOnce(wanted))) return true;
    }
    return false;
  }

  return {
    misplaced: misplaced.signal,
    write: async text => !misplaced.signal.aborted && (visibleEditor() === undefined || writeAll(text)),
    async end(text) {
      const written = await writeAll(text);
      ended = true;
      // Followed until it is undone only where that takes more than VS Code's own one step.
      if (undoSteps < 2 || misplaced.signal.aborted) stopFollowing();
      return written;
    },
  };
}

/** Rejects when the tab was left at this very moment; then it is not written either. */
async function edit(editor: vscode.TextEditor, range: vscode.Range, text: string, joins: boolean): Promise<boolean> {
  try {
    return await editor.edit(builder => builder.replace(range, text), { undoStopBefore: !joins, undoStopAfter: false });
  } catch {
    return false;
  }
}

function commonPrefix(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let length = 0;
  while (length < most && left[length] === right[length]) length++;
  // Never between the two halves of a line end.
  return right[length - 1] === '\r' ? length - 1 : length;
}
