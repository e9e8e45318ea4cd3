import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { filePart } from '../../src/vscode/editor';
import { at, useSelectionActions } from './selectionSetup';
import { closeAllEditors, until } from './support';

describe('What the commands about a selection do with files', () => {
  const { actions, added, said, user } = useSelectionActions();
  let folder: string;
  const uriOf = (name: string): vscode.Uri => vscode.Uri.file(path.join(folder, name));

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'selection-'));
    for (const name of ['a.txt', 'b.txt']) await writeFile(path.join(folder, name), name);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(closeAllEditors);
  afterEach(closeAllEditors);

  it('name the cell of a notebook', async () => {
    const cell = (source: string) => ({
      cell_type: 'code',
      source,
      metadata: {},
      outputs: [],
      execution_count: null,
    });
    const content = { cells: [cell('a = 1'), cell('b = 2')], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    await writeFile(uriOf('sums.ipynb').fsPath, JSON.stringify(content));
    const notebook = await vscode.workspace.openNotebookDocument(uriOf('sums.ipynb'));
    const [first, second] = notebook.getCells().map(({ document }) => document);
    user.editor = { document: second, selection: at(0, 0, 0, 5), selections: [at(0, 0, 0, 5)] };
    await actions.addSelectionToChat();
    assert.deepEqual(
      added.map(thing => (typeof thing === 'string' ? thing : [thing.name, thing.text])),
      [['sums.ipynb cell 2', 'b = 2']],
    );
    assert.ok(first && filePart(first).name === 'sums.ipynb cell 1');
  });

  it('adds those that were clicked, however many, and nothing that is no file of VS Code’s', async () => {
    const [a, b] = [uriOf('a.txt'), uriOf('b.txt')];
    await actions.addFileToChat(a, [a, b]);
    await actions.addFileToChat(b, { groupId: 1, editorIndex: 0 });
    assert.deepEqual(added, [String(a), String(b), String(b)]);
    await actions.addFileToChat('Mine', 'https://spy.test/v1');
    assert.equal(added.length, 3);
    assert.deepEqual(said, ['Open the file that you want to add to the chat.']);
  });

  it('adds the file of the active editor, and of a comparison the newer one', async () => {
    const activeTab = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    await vscode.window.showTextDocument(uriOf('a.txt'));
    await until('the tab is there', () => activeTab() instanceof vscode.TabInputText);
    await actions.addFileToChat();
    await vscode.commands.executeCommand('vscode.diff', uriOf('a.txt'), uriOf('b.txt'));
    await until('the comparison is there', () => activeTab() instanceof vscode.TabInputTextDiff);
    await actions.addFileToChat();
    assert.deepEqual(added, [String(uriOf('a.txt')), String(uriOf('b.txt'))]);
  });
});
