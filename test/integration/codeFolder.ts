import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** A folder of files to change. Untitled documents would do, but one that was just closed can come back with the next. */
export interface CodeFolder {
  readonly path: () => string;
  /** Opens a new file with this text; `|` is the cursor. */
  open(content: string): Promise<vscode.TextEditor>;
}

/** There from the first test of a `describe` to the last. */
export function codeFolder(): CodeFolder {
  let folder = '';
  let count = 0;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'code-actions-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return {
    path: () => folder,
    async open(content) {
      const uri = vscode.Uri.file(path.join(folder, `file${++count}.ts`));
      await writeFile(uri.fsPath, content.replace('|', ''));
      const document = await vscode.workspace.openTextDocument(uri);
      const position = document.positionAt(Math.max(0, content.indexOf('|')));
      const editor = await vscode.window.showTextDocument(document, {
        selection: new vscode.Range(position, position),
      });
      editor.options = { insertSpaces: true, tabSize: 2 };
      return editor;
    },
  };
}
