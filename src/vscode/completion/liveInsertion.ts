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
  /** Takes it out again, to the byte. False where the document has changed at this very place. */
  takeBack(): Promise<boolean>;
  /** Where it stands now. */
  range(): vscode.Range;
  /** Whether a position is in it or at its end, also in what is just being written. */
  holds(position: vscode.Position): boolean;
  /** Aborted when someone else changes the document at this very place (`undone`: by an undo), or closes it. */
  readonly misplaced: AbortSignal;
  /** Aborted when someone else changes the document anywhere after `end`. */
  readonly passed: AbortSignal;
}

interface Change {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Begins at a position and follows it while the document changes above. */
export function beginInsertion(editor: vscode.TextEditor, position: vscode.Position): LiveInsertion {
  const { document } = editor;
  const original = document.getText();
  const misplaced = new AbortController();
  const passed = new AbortController();
  let place = position;
  let start = document.offsetAt(position);
  let { eol, lineCount } = document;
  let inserted = '';
  let ours: Change | undefined;
  let isApplied = false;
  let joinsLastUndoStep = false;
  let undoSteps = 0;
  let saves = 0;
  let ended = false;
  let isAlone = true;
  let isUndoing = false;

  function onChange(event: vscode.TextDocumentChangeEvent): void {
    if (event.document !== document || isUndoing) return;
    if (document.eol !== eol) onLineEnds();
    else onChanges(event);
    place = document.positionAt(start);
    ({ eol, lineCount } = document);
  }

  function onChanges({ contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    const others = contentChanges.filter(change => !isOurs(change));
    if (others.length < contentChanges.length) isApplied = true;
    if (others.length === 0) return;
    isAlone = false;
    if (ended) passed.abort();
    const isUndo = reason === vscode.TextDocumentChangeReason.Undo && others.some(touches);
    if (isUndo && ended) {
      stopFollowing();
      void undoTheRest();
      return;
    }
    joinsLastUndoStep = false;
    // What came before someone else's edit is taken back by an undo of its own.
    if (!ended && !isUndo) undoSteps = 0;
    for (const change of others) follow(change, isUndo);
    if (isUndo) void undoTheRest();
    if (misplaced.signal.aborted && ended) stopFollowing();
  }

  /** Every offset is another one then, and every line where it was. */
  function onLineEnds(): void {
    isAlone = false;
    joinsLastUndoStep = false;
    if (!ended) undoSteps = 0;
    start = document.offsetAt(place);
    inserted = withLineEnds(inserted);
    const isThere = document.getText(rangeOf(start, inserted.length)) === inserted;
    if (document.lineCount !== lineCount || !isThere) misplaced.abort();
  }

  function isOurs({ rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent): boolean {
    return ours?.offset === rangeOffset && ours.length === rangeLength && ours.text === text;
  }

  function touches({ rangeOffset, rangeLength }: vscode.TextDocumentContentChangeEvent): boolean {
    return rangeOffset + rangeLength >= start && rangeOffset <= start + inserted.length;
  }

  function follow(change: vscode.TextDocumentContentChangeEvent, isUndo: boolean): void {
    if (touches(change)) misplaced.abort(isUndo ? 'undone' : 'changed');
    else if (change.rangeOffset < start) start += change.text.length - change.rangeLength;
  }

  /** The user has just taken back the last step in this editor; the steps before it go along. */
  async function undoTheRest(): Promise<void> {
    isUndoing = true;
    try {
      await undo(undoSteps - 1);
      // Saves that we heard of only after the next piece was written have ended steps all the same.
      let left = undoSteps > 0 && saves > 0 ? whatIsLeft() : undefined;
      while (left) {
        await undo(1);
        const now = whatIsLeft();
        left = now === left ? undefined : now;
      }
    } finally {
      isUndoing = false;
    }
  }

  async function undo(steps: number): Promise<void> {
    for (let step = 0; step < steps && vscode.window.activeTextEditor?.document === document; step++) {
      await vscode.commands.executeCommand('undo');
    }
  }

  const listeners = [
    vscode.workspace.onDidChangeTextDocument(onChange),
    vscode.workspace.onDidCloseTextDocument(closed => {
      // A document whose language changes is closed for a moment, too.
      if (closed !== document || vscode.workspace.textDocuments.includes(document)) return;
      misplaced.abort('closed');
      stopFollowing();
    }),
    // VS Code ends the undo step with every save, and saves by itself when a model pauses.
    vscode.workspace.onDidSaveTextDocument(saved => {
      if (saved !== document) return;
      joinsLastUndoStep = false;
      saves++;
    }),
  ];
  function stopFollowing(): void {
    for (const listener of listeners) listener.dispose();
  }

  const rangeOf = (offset: number, length: number): vscode.Range =>
    new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const withLineEnds = (text: string): string =>
    text.replace(/\r?\n/g, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');

  async function writeOnce(text: string): Promise<boolean> {
    const same = commonPrefix(inserted, text);
    const change = { offset: start + same, length: inserted.length - same, text: text.slice(same) };
    const range = rangeOf(change.offset, change.length);
    const shown = visibleEditor();
    const joins = joinsLastUndoStep && shown !== undefined;
    ours = change;
    isApplied = false;
    const written = shown ? await edit(shown, range, change.text, joins) : await editHidden(range, change.text);
    ours = undefined;
    // An editor that is read-only takes an edit and does nothing.
    if (!written || !isApplied) return false;
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
    // An edit is refused when the document changed since it was made; where it still fits, it is made again.
    for (let attempt = 0; attempt < 3 && !misplaced.signal.aborted; attempt++) {
      const wanted = withLineEnds(text);
      if (wanted === inserted || (await writeOnce(wanted))) return true;
    }
    return false;
  }

  /** What an undo has left of it, where nobody else has changed anything: VS Code may have made more steps of it than we know. */
  function whatIsLeft(): string | undefined {
    const text = document.getText();
    const left = text.slice(start, Math.max(start, start + text.length - original.length));
    return text === original.slice(0, start) + left + original.slice(start) ? left : undefined;
  }

  /** By undo where that is all it takes: then there is nothing that another undo would bring back. */
  async function takeBack(): Promise<boolean> {
    if (isAlone && inserted !== '' && !misplaced.signal.aborted) {
      isUndoing = true;
      try {
        for (let step = 0; step < undoSteps && document.getText() !== original; step++) await undo(1);
      } finally {
        isUndoing = false;
      }
      const left = whatIsLeft();
      if (left === undefined) {
        stopFollowing();
        return false;
      }
      inserted = left;
    }
    const isGone = inserted === '' || (await writeAll(''));
    stopFollowing();
    return isGone;
  }

  return {
    misplaced: misplaced.signal,
    passed: passed.signal,
    write: async text => !misplaced.signal.aborted && (visibleEditor() === undefined || writeAll(text)),
    async end(text) {
      const written = await writeAll(text);
      ended = true;
      if (misplaced.signal.aborted || inserted === '') stopFollowing();
      return written;
    },
    takeBack,
    range: () => rangeOf(start, inserted.length),
    holds(position) {
      const offset = document.offsetAt(position);
      const arriving = ours ? ours.offset + ours.text.length : start;
      return offset >= start && offset <= Math.max(start + inserted.length, arriving);
    },
  };
}

/** False also where the tab was left at this very moment, for which VS Code rejects. */
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
  // Never between the two halves of a line end or of a character.
  return /[\r\uD800-\uDBFF]/.test(right[length - 1] ?? '') ? length - 1 : length;
}
