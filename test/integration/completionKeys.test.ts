import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { lastQuestion } from '../support/questions';
import { beginHalted, complete, DONE, keep, piece, redo, script, takeBack, undo, useCompletions } from './completing';
import { closeAllEditors, handshake, openEditor, select, until, untilAnswered } from './support';

const TIMEOUT = 60_000;

describe('a completion that can be kept or taken back', function () {
  this.timeout(TIMEOUT);
  const { user, server } = useCompletions();

  it('is taken back to the byte, and nothing of it is left for an undo', async () => {
    const editor = await openEditor('x = |;\n');
    await editor.edit(builder => builder.insert(new vscode.Position(1, 0), 'mine\n'));
    script(server(), piece('one\n'), piece('  + two'), DONE);
    await complete();
    assert.equal(editor.document.getText(), 'x = one\n  + two;\nmine\n');
    await takeBack();
    assert.equal(editor.document.getText(), 'x = ;\nmine\n');
    await undo();
    await until('the edit before it is undone', () => editor.document.getText() === 'x = ;\n');
  });

  it('is taken back while it is written, and the connection is closed', async () => {
    const editor = await openEditor('x = |;\n');
    const { completed } = await beginHalted(server(), editor, handshake(), ['one']);
    await takeBack();
    await completed;
    assert.equal(editor.document.getText(), 'x = ;\n');
    assert.equal((await lastQuestion(server().requests)?.ended)?.by, 'client');
  });

  it('is taken back after edits elsewhere, which stay', async () => {
    const editor = await openEditor('// top\nx = |;\n// end\n');
    const { goOn } = await beginHalted(server(), editor, handshake(), ['one', ' + two']);
    await editor.edit(builder => builder.insert(new vscode.Position(0, 0), '// new\n'));
    await goOn();
    assert.equal(editor.document.getText(), '// new\n// top\nx = one + two;\n// end\n');
    await takeBack();
    assert.equal(editor.document.getText(), '// new\n// top\nx = ;\n// end\n');
  });

  it('is taken back also where it was saved while it was written', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'completion-'));
    await writeFile(path.join(folder, 'a.ts'), 'x = ;\n');
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, 'a.ts')));
    await select(editor, new vscode.Selection(0, 4, 0, 4));
    const { goOn } = await beginHalted(server(), editor, handshake(), ['one', ' + two']);
    await editor.document.save();
    await goOn();
    await takeBack();
    assert.equal(editor.document.getText(), 'x = ;\n');
    await closeAllEditors();
    await rm(folder, { recursive: true });
  });

  it('is taken back in a file that was left while it was written, once the user is there again', async () => {
    const editor = await openEditor('x = |;\n');
    const { goOn } = await beginHalted(server(), editor, handshake(), ['one', ' + two', ' + three']);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'another' }));
    await goOn();
    assert.equal(editor.document.getText(), 'x = one + two + three;\n');
    await vscode.window.showTextDocument(editor.document);
    await takeBack();
    await until('all of it is gone', () => editor.document.getText() === 'x = ;\n');
  });

  it('is taken back no more in a file that was left, shown again and left once more', async () => {
    const editor = await openEditor('x = |;\n');
    const { goOn } = await beginHalted(server(), editor, handshake(), ['one', ' + two']);
    const other = await vscode.workspace.openTextDocument({ content: 'another' });
    await vscode.window.showTextDocument(other);
    await goOn();
    await vscode.window.showTextDocument(editor.document);
    await vscode.window.showTextDocument(other);
    await takeBack();
    assert.equal(editor.document.getText(), 'x = one + two;\n');
  });

  it('is kept while it is written, as far as it is there', async () => {
    const editor = await openEditor('x = |;\n');
    const { completed } = await beginHalted(server(), editor, handshake(), ['one', ' + two']);
    await keep();
    await completed;
    assert.equal(editor.document.getText(), 'x = one;\n');
    await takeBack();
    assert.equal(editor.document.getText(), 'x = one;\n', 'it is no longer to be taken back');
    await undo();
    await until('an undo does it', () => editor.document.getText() === 'x = ;\n');
    await redo();
    await until('and a redo brings it again', () => editor.document.getText() === 'x = one;\n');
  });

  const goingOn: readonly (readonly [what: string, act: (editor: vscode.TextEditor) => Thenable<unknown>])[] = [
    ['kept', keep],
    ['followed by typing', () => vscode.commands.executeCommand('type', { text: '!' })],
    ['followed by an edit elsewhere', editor => editor.edit(builder => builder.insert(new vscode.Position(1, 0), 'y'))],
    [
      'left for another tab',
      async () => vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'another' })),
    ],
  ];
  for (const [what, act] of goingOn)
    it(`is not taken back once it is ${what}`, async () => {
      const editor = await openEditor('x = |;\n');
      script(server(), piece('one'), DONE);
      await complete();
      await act(editor);
      await takeBack();
      assert.match(editor.document.getText(), /^x = one/);
    });

  it('is taken back with nothing else, when nothing is written', async () => {
    const editor = await openEditor('x = |;\n');
    await takeBack();
    await keep();
    assert.equal(editor.document.getText(), 'x = ;\n');
  });

  it('is asked about before anything in it that cannot be seen is inserted (S20)', async () => {
    const hidden = 'a\u202Eb\u2066c\u{E0041}d';
    const outcomes = [
      ['Insert without them', 'x = abcd;\n'],
      ['Insert as it is', `x = ${hidden};\n`],
      [undefined, 'x = ;\n'],
    ] as const;
    for (const [answer, wanted] of outcomes) {
      const editor = await openEditor('x = |;\n');
      // Not even while it is asked.
      user.answer(answer, async () => assert.equal(editor.document.getText(), 'x = abcd;\n'));
      script(server(), piece(hidden.slice(0, 3)), piece(hidden.slice(3)), DONE);
      await complete();
      assert.equal(editor.document.getText(), wanted);
      await closeAllEditors();
    }
    assert.match(user.asked[0] ?? '', /cannot be seen[\s\S]*U\+202E/);
  });

  it('has nothing of a terminal in it (S21)', async () => {
    const editor = await openEditor('x = |;\n');
    script(server(), piece('\u001B[3'), piece('1m1\u001B]0;title\u0007\u009B0m + \u00002'), DONE);
    await complete();
    assert.equal(editor.document.getText(), 'x = 1 + 2;\n');
  });

  it('is written into the cell of a notebook, and knows the cells before it', async () => {
    const cells = ['import pandas as pd', 'words', 'df = '].map(
      (text, index) =>
        new vscode.NotebookCellData(
          index === 1 ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code,
          text,
          index === 1 ? 'markdown' : 'python',
        ),
    );
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData(cells));
    const cell = notebook.cellAt(2);
    await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(2, 3)] });
    const isInCell = () => vscode.window.activeTextEditor?.document === cell.document;
    await untilAnswered('the cursor is in the cell', async () => {
      if (!isInCell()) await vscode.commands.executeCommand('notebook.cell.edit');
      return isInCell();
    });
    await vscode.commands.executeCommand('cursorEnd');
    await until('it is at its end', () => vscode.window.activeTextEditor?.selection.active.character === 5);
    script(server(), piece('pd.DataFrame()'), DONE);
    await complete();
    assert.equal(cell.document.getText(), 'df = pd.DataFrame()');
    const body = JSON.stringify(lastQuestion(server().requests)?.body);
    assert.match(body, /import pandas as pd\\n\\ndf = <CURSOR>/);
    assert.doesNotMatch(body, /words/);
    await takeBack();
    assert.equal(cell.document.getText(), 'df = ');
  });
});
