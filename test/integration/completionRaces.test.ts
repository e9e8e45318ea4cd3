import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { lastQuestion } from '../support/questions';
import { answering } from './answering';
import { beginHalted, complete, DONE, type Halted, piece, script, undo } from './completing';
import { closeAllEditors, handshake, openEditor, practiceServer, select, until, useEndpoint } from './support';

const TIMEOUT = 60_000;
const COPY = 'Copy the completion';

/** What happens to a document while a completion is written into it: it is right in the end, or offered, and never wrong bytes. */
describe('races of a completion (S19)', function () {
  this.timeout(TIMEOUT);
  const user = answering();
  let server: PracticeServer;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'completion-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    // One for each: an answer that nobody came for must not be the next one's.
    server = await practiceServer();
    await useEndpoint(server.url);
    user.begin();
    await vscode.env.clipboard.writeText('');
  });
  afterEach(async () => {
    user.end();
    await closeAllEditors();
    await server.close();
  });

  const halt = (editor: vscode.TextEditor): Promise<Halted> =>
    beginHalted(server, editor, handshake(), ['one', ' + two', ' + three']);

  async function openFile(name: string, text: string, cursor: vscode.Position): Promise<vscode.TextEditor> {
    const file = path.join(folder, name);
    await writeFile(file, text);
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
    await select(editor, new vscode.Selection(cursor, cursor));
    return editor;
  }

  /** It was stopped, and its text was offered once. */
  async function isOffered(): Promise<void> {
    await until('it is offered', () => user.asked.length > 0);
    await until('it is in the clipboard', () => user.asked.length === 1);
    assert.match(user.asked[0] ?? '', /so the completion was/);
  }

  it('edited above', async () => {
    const editor = await openEditor('// top\nx = |\n// end\n');
    const { goOn } = await halt(editor);
    await editor.edit(builder => builder.insert(new vscode.Position(0, 0), '// new\n'));
    await goOn();
    assert.equal(editor.document.getText(), '// new\n// top\nx = one + two + three\n// end\n');
  });

  it('edited below', async () => {
    const editor = await openEditor('// top\nx = |\n// end\n');
    const { goOn } = await halt(editor);
    await editor.edit(builder => builder.insert(new vscode.Position(2, 0), '// new\n'));
    await goOn();
    assert.equal(editor.document.getText(), '// top\nx = one + two + three\n// new\n// end\n');
  });

  it('edited at the place itself', async () => {
    const editor = await openEditor('x = |\n');
    user.answer(COPY);
    const { completed } = await halt(editor);
    await editor.edit(builder => builder.replace(new vscode.Range(0, 4, 0, 7), 'mine'));
    await completed;
    assert.equal(editor.document.getText(), 'x = mine\n');
    await isOffered();
    assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
  });

  it('closed', async () => {
    const editor = await openFile('closed.ts', 'x = \n', new vscode.Position(0, 4));
    user.answer(COPY);
    const { completed } = await halt(editor);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await completed;
    assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
    assert.equal(await readFile(path.join(folder, 'closed.ts'), 'utf8'), 'x = \n');
  });

  it('saved', async () => {
    const editor = await openFile('saved.ts', 'x = \n', new vscode.Position(0, 4));
    const { goOn } = await halt(editor);
    await editor.document.save();
    await goOn();
    assert.equal(editor.document.getText(), 'x = one + two + three\n');
    await undo();
    await until('all of it is gone', () => editor.document.getText() === 'x = \n');
  });

  it('saved again and again, at any moment between two pieces', async () => {
    const editor = await openFile('saves.ts', 'x = \n', new vscode.Position(0, 4));
    const words = Array.from({ length: 40 }, (_, index) => `${index} + `);
    script(server, ...words.flatMap(word => [piece(word), { wait: 10 }]), DONE);
    let isWritten = false;
    const saving = (async () => {
      while (!isWritten) await editor.document.save();
    })();
    await complete();
    isWritten = true;
    await saving;
    assert.equal(editor.document.getText(), `x = ${words.join('').trimEnd()}\n`);
    await undo();
    await until('all of it is gone', () => editor.document.getText() === 'x = \n');
  });

  it('given other line ends', async () => {
    const editor = await openEditor('// top\n// more\nif (x) {\n  |\n}\n');
    const { goOn } = await beginHalted(server, editor, handshake(), ['one();\n', '  two();\n', '  three();']);
    await editor.edit(builder => builder.setEndOfLine(vscode.EndOfLine.CRLF));
    await goOn();
    assert.equal(
      editor.document.getText(),
      '// top\r\n// more\r\nif (x) {\r\n  one();\r\n  two();\r\n  three();\r\n}\r\n',
    );
  });

  it('given another language', async () => {
    const editor = await openEditor('// top\nx = |\n');
    const { goOn } = await halt(editor);
    await vscode.languages.setTextDocumentLanguage(editor.document, 'javascript');
    await goOn();
    const { document } = vscode.window.activeTextEditor ?? editor;
    assert.equal(document.languageId, 'javascript');
    assert.equal(document.getText(), '// top\nx = one + two + three\n');
  });

  it('the cursor elsewhere, and more than one', async () => {
    const editor = await openEditor('// top\nx = |\n// end\n');
    const { goOn } = await halt(editor);
    const caret = (line: number) => new vscode.Selection(line, 0, line, 0);
    editor.selections = [caret(0), caret(2)];
    await until('there are two', () => editor.selections.length === 2);
    await goOn();
    assert.equal(editor.document.getText(), '// top\nx = one + two + three\n// end\n');
  });

  it('undone', async () => {
    const editor = await openEditor('x = |\n');
    const { completed } = await halt(editor);
    await undo();
    await completed;
    assert.equal(editor.document.getText(), 'x = \n');
    assert.deepEqual(user.asked, [], 'who undoes it does not want it');
    assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
  });

  it('another tab in front', async () => {
    const editor = await openEditor('x = |\n');
    const { goOn } = await halt(editor);
    const other = await vscode.workspace.openTextDocument({ content: 'another' });
    await vscode.window.showTextDocument(other);
    await goOn();
    assert.equal(editor.document.getText(), 'x = one + two + three\n');
    assert.equal(other.getText(), 'another');
  });

  it('formatted when it is saved', async () => {
    const editor = await openFile('formatted.txt', 'x = \n', new vscode.Position(0, 4));
    const formatter = vscode.languages.registerDocumentFormattingEditProvider(
      { scheme: 'file', pattern: '**/formatted.txt' },
      {
        provideDocumentFormattingEdits: document => {
          const { range, text } = document.lineAt(0);
          return [vscode.TextEdit.replace(range, `${text.trimEnd().replace('x = ', 'x=')};`)];
        },
      },
    );
    const configuration = vscode.workspace.getConfiguration('editor');
    await configuration.update('formatOnSave', true, vscode.ConfigurationTarget.Global);
    try {
      user.answer(COPY);
      const { completed } = await halt(editor);
      await vscode.commands.executeCommand('editor.action.formatDocument');
      await until('it is formatted', () => editor.document.getText() === 'x=one;\n');
      await editor.document.save();
      await completed;
      assert.match(editor.document.getText(), /^x=one;;?\n$/, 'nothing but what the formatter made of it');
      await isOffered();
    } finally {
      formatter.dispose();
      await configuration.update('formatOnSave', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('two commands at once', async () => {
    const editor = await openEditor('x = |;\n');
    script(server, piece('one'), DONE);
    script(server, piece('one'), DONE);
    await Promise.all([complete(), complete()]);
    assert.equal(editor.document.getText(), 'x = one;\n');
  });

  it('a second command while the first one writes', async () => {
    const editor = await openEditor('x = |;\n');
    const { completed } = await halt(editor);
    script(server, piece(' - four'), DONE);
    await complete();
    await completed;
    assert.equal(editor.document.getText(), 'x = one - four;\n');
  });

  it('made read-only', async () => {
    const editor = await openFile('readOnly.ts', 'x = \n', new vscode.Position(0, 4));
    user.answer(COPY);
    const { goOn } = await halt(editor);
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    await goOn();
    await isOffered();
    assert.equal(editor.document.getText(), 'x = one\n');
    assert.match(await vscode.env.clipboard.readText(), /^one \+ two/);
    await vscode.commands.executeCommand('workbench.action.files.resetActiveEditorReadonlyInSession');
  });

  it('reverted to what is on disk', async () => {
    const editor = await openFile('reverted.ts', '// top\nx = \n', new vscode.Position(1, 4));
    user.answer(COPY);
    const { completed } = await halt(editor);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await completed;
    assert.equal(editor.document.getText(), '// top\nx = \n');
    await isOffered();
  });
});
