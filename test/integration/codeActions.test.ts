import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FilePart } from '../../src/core/chat';
import { type CodeActions, createCodeActions } from '../../src/vscode/code/codeActions';
import { filePart } from '../../src/vscode/editor';
import { answering } from './answering';
import { codeFolder } from './codeFolder';
import { closeAllEditors, select, until } from './support';

describe('the buttons of a code block', () => {
  let actions: CodeActions;
  /** What code was proposed for. */
  const proposed: string[] = [];
  const folder = codeFolder();
  const questions = answering();

  before(() => {
    actions = createCodeActions({
      propose: async (document, range) => {
        proposed.push(document.getText(range));
      },
    });
  });
  beforeEach(() => {
    questions.begin();
  });
  afterEach(async () => {
    questions.end();
    await closeAllEditors();
  });

  function change(document: vscode.TextDocument, range: vscode.Range, text: string): Thenable<boolean> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, text);
    return vscode.workspace.applyEdit(edit);
  }

  const top = new vscode.Range(0, 0, 0, 0);

  describe('Insert at cursor', () => {
    it('indents the code for its place, and one undo takes it back', async () => {
      const editor = await folder.open('class A {\n    f() {\n        |\n    }\n}\n');
      const before = editor.document.getText();
      await actions.insert('if (x) {\n  y();\n}');
      assert.equal(
        editor.document.getText(),
        'class A {\n    f() {\n        if (x) {\n          y();\n        }\n    }\n}\n',
      );
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), before);
    });

    it('replaces the selection', async () => {
      const editor = await folder.open('  one();\n  two();\n|');
      await select(editor, new vscode.Selection(0, 0, 1, 8));
      await actions.insert('three();\nfour();');
      assert.equal(editor.document.getText(), '  three();\n  four();\n');
    });

    it('keeps the line ends of the document', async () => {
      const editor = await folder.open('a\r\n|\r\nb\r\n');
      await actions.insert('x\ny');
      assert.equal(editor.document.getText(), 'a\r\nx\r\ny\r\nb\r\n');
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), 'a\r\n\r\nb\r\n');
    });

    it('offers the code where no file is open, and opens it on request', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      questions.answer('New file with code');
      await actions.insert('x = 1');
      assert.equal(vscode.window.activeTextEditor?.document.getText(), 'x = 1');
      assert.match(questions.asked[0] ?? '', /No file is open/);
    });

    it('says that a document cannot be changed, and copies on request', async () => {
      const provider = vscode.workspace.registerTextDocumentContentProvider('read-only-test', {
        provideTextDocumentContent: () => 'fixed',
      });
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('read-only-test:/a.txt'));
      await vscode.window.showTextDocument(document);
      await vscode.env.clipboard.writeText('');
      questions.answer('Copy code');
      await actions.insert('x = 1');
      assert.equal(document.getText(), 'fixed');
      assert.equal(await vscode.env.clipboard.readText(), 'x = 1');
      assert.match(questions.asked[0] ?? '', /a\.txt cannot be changed/);
      provider.dispose();
    });

    it('asks before it inserts what cannot be seen, and names it', async () => {
      const editor = await folder.open('|\n');
      questions.answer('Insert without them');
      await actions.insert('if (admin\u202E) { \u200B\u200B}');
      assert.equal(editor.document.getText(), 'if (admin) { }\n');
      assert.match(questions.asked[0] ?? '', /U\+202E.*: 1\nU\+200B.*: 2/s);
      questions.answer('Insert as it is');
      await actions.insert('\u2066x');
      assert.ok(editor.document.getText().includes('\u2066x'));
      const before = editor.document.getText();
      questions.answer(undefined);
      await actions.insert('\u2066y');
      assert.equal(editor.document.getText(), before);
    });

    it('leaves out what only a terminal understands, without a question', async () => {
      const editor = await folder.open('|\n');
      await actions.insert('\u001B[31mred\u001B[0m\u0007 \u009B2Jx\ty');
      assert.equal(editor.document.getText(), 'red x\ty\n');
      assert.deepEqual(questions.asked, []);
    });
  });

  describe('Insert at cursor, while a question is open', () => {
    const races: Readonly<Record<string, (editor: vscode.TextEditor) => PromiseLike<unknown>>> = {
      'the document changes elsewhere': ({ document }) => change(document, top, '// new\n'),
      'the document changes at the cursor': ({ document }) => change(document, new vscode.Range(0, 4, 0, 4), '1'),
      'the cursor moves': async editor => {
        await select(editor, new vscode.Selection(1, 0, 1, 0));
        await until('the cursor has moved', () => editor.selection.active.line === 1);
      },
    };
    for (const [name, race] of Object.entries(races)) {
      it(`${name}: asks again, and does nothing unless it is wanted`, async () => {
        const editor = await folder.open('x = |\ny\n');
        questions.answer('Insert without them', () => race(editor));
        questions.answer(undefined);
        await actions.insert('secret\u200B');
        assert.ok(!editor.document.getText().includes('secret'));
        assert.match(questions.asked[1] ?? '', /has changed, or its cursor moved/);
      });
    }

    it('the file is closed: offers the code instead', async () => {
      await folder.open('x = |\n');
      questions.answer('Insert without them', closeAllEditors);
      await actions.insert('secret\u200B');
      assert.match(questions.asked[1] ?? '', /cannot be changed|no longer open/);
    });

    it('another file is opened in its place: puts nothing into the other one', async () => {
      await folder.open('x = |\n');
      questions.answer('Insert without them', () => folder.open('other|'));
      await actions.insert('secret\u200B');
      assert.equal(vscode.window.activeTextEditor?.document.getText(), 'other');
      assert.match(questions.asked[1] ?? '', /no longer open/);
    });
  });

  describe('Apply, while it asks whether the selection is meant', () => {
    const COMPARE = 'Compare with the selection';
    let editor: vscode.TextEditor;
    let gone: FilePart;

    beforeEach(async () => {
      proposed.length = 0;
      editor = await folder.open('one\ntwo\nthree\n');
      gone = { ...filePart(editor.document), text: 'gone', lines: [1, 1] };
      await select(editor, new vscode.Selection(1, 0, 1, 3));
    });

    it('lines are added above: compares with the same code', async () => {
      questions.answer(COMPARE, async () => {
        await change(editor.document, top, 'zero\n');
        await until('the selection follows', () => editor.selection.start.line === 2);
      });
      await actions.apply(gone, 'TWO');
      assert.deepEqual(proposed, ['two']);
    });

    it('something else is selected: compares with that', async () => {
      questions.answer(COMPARE, () => select(editor, new vscode.Selection(2, 0, 2, 5)));
      await actions.apply(gone, 'THREE');
      assert.deepEqual(proposed, ['three']);
    });

    it('nothing stays selected: asks for a selection', async () => {
      questions.answer(COMPARE, () => select(editor, new vscode.Selection(0, 0, 0, 0)));
      await actions.apply(gone, 'TWO');
      assert.deepEqual(proposed, []);
      assert.match(questions.asked[1] ?? '', /Select the code/);
    });

    it('another file is in front: takes nothing of that for the selection', async () => {
      const other = await folder.open('another');
      await vscode.window.showTextDocument(editor.document, { selection: new vscode.Range(1, 0, 1, 3) });
      questions.answer(COMPARE, () => select(other, new vscode.Selection(0, 0, 0, 7)));
      await actions.apply(gone, 'TWO');
      assert.deepEqual(proposed, []);
      assert.match(questions.asked[1] ?? '', /select the code/);
    });
  });

  describe('New file with code', () => {
    it('opens an untitled document in the language of the fence', async () => {
      for (const [word, id] of [
        ['ts', 'typescript'],
        ['Python', 'python'],
        ['sh', 'shellscript'],
        ['', 'plaintext'],
        ['klingon', 'plaintext'],
      ] as const) {
        await actions.newFile('x', word);
        const document = vscode.window.activeTextEditor?.document;
        assert.deepEqual([document?.languageId, document?.isUntitled, document?.getText()], [id, true, 'x'], word);
      }
    });

    it('takes no path from an answer: what looks like one is a language that nobody knows', async () => {
      await writeFile(path.join(folder.path(), 'settings.json'), '{}');
      for (const word of [
        '../../.vscode/settings.json',
        '/etc/passwd',
        'file:///etc/passwd',
        '..\\x',
        'ts:settings.json',
      ]) {
        await actions.newFile('{"evil": true}', word);
        const document = vscode.window.activeTextEditor?.document;
        assert.deepEqual([document?.uri.scheme, document?.languageId], ['untitled', 'plaintext'], word);
      }
      assert.equal(await readFile(path.join(folder.path(), 'settings.json'), 'utf8'), '{}');
    });
  });
});
