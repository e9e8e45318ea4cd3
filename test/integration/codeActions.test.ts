import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FilePart } from '../../src/core/chat';
import { type CodeActions, createCodeActions } from '../../src/vscode/codeActions';
import { answering } from './answering';
import { closeAllEditors, openEditor, until } from './support';

const CODE = 'const a = 1;\n\nfunction add(x, y) {\n  return x - y;\n}\n\nconst b = 2;\n';
const WRONG = 'function add(x, y) {\n  return x - y;\n}';
const RIGHT = 'function add(x, y) {\n  return x + y;\n}';
const FIXED = CODE.replace('x - y', 'x + y');

describe('the buttons of a code block', () => {
  let folder = '';
  let file: FilePart | undefined;
  let actions: CodeActions;
  const questions = answering();

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'code-actions-'));
    actions = createCodeActions({ fileAskedAbout: () => file });
  });
  after(async () => {
    actions.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    file = undefined;
    questions.begin();
  });
  afterEach(async () => {
    questions.end();
    await closeAllEditors();
  });

  async function openFile(content: string): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.file(path.join(folder, `${Math.random().toString(36).slice(2)}.ts`));
    await writeFile(uri.fsPath, content);
    const editor = await vscode.window.showTextDocument(uri);
    editor.options = { insertSpaces: true, tabSize: 2 };
    return editor;
  }

  /** As "Explain Selection" would have sent it. */
  function askAbout({ document }: vscode.TextEditor, text: string, line: number): void {
    const name = path.basename(document.uri.path);
    file = { type: 'file', name, language: 'typescript', text, lines: [line, line + text.split('\n').length - 1] };
  }

  async function shownDiff(): Promise<{ readonly left: string; readonly right: string }> {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff, 'a diff is shown');
    const [left, right] = await Promise.all(
      [input.original, input.modified].map(uri => vscode.workspace.openTextDocument(uri)),
    );
    return { left: left?.getText() ?? '', right: right?.getText() ?? '' };
  }

  async function proposed(content = CODE): Promise<vscode.TextEditor> {
    const editor = await openFile(content);
    askAbout(editor, WRONG, 3);
    await actions.apply('a', RIGHT);
    return editor;
  }

  function change(document: vscode.TextDocument, range: vscode.Range, text: string): Thenable<boolean> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, text);
    return vscode.workspace.applyEdit(edit);
  }

  const top = new vscode.Range(0, 0, 0, 0);

  describe('Insert at cursor', () => {
    it('indents the code for its place, and one undo takes it back', async () => {
      const editor = await openEditor('class A {\n    f() {\n        |\n    }\n}\n');
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
      const editor = await openEditor('  one();\n  two();\n|');
      editor.selection = new vscode.Selection(0, 0, 1, 8);
      await actions.insert('three();\nfour();');
      assert.equal(editor.document.getText(), '  three();\n  four();\n');
    });

    it('keeps the line ends of the document', async () => {
      const editor = await openEditor('a\n|\nb\n', 'typescript', vscode.EndOfLine.CRLF);
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
      const editor = await openEditor('|\n');
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
      const editor = await openEditor('|\n');
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
        editor.selection = new vscode.Selection(1, 0, 1, 0);
        await until('the cursor has moved', () => editor.selection.active.line === 1);
      },
    };
    for (const [name, race] of Object.entries(races)) {
      it(`${name}: asks again, and does nothing unless it is wanted`, async () => {
        const editor = await openEditor('x = |\ny\n');
        questions.answer('Insert without them', () => race(editor));
        questions.answer(undefined);
        await actions.insert('secret\u200B');
        assert.ok(!editor.document.getText().includes('secret'));
        assert.match(questions.asked[1] ?? '', /has changed, or its cursor moved/);
      });
    }

    it('the file is closed: offers the code instead', async () => {
      await openEditor('x = |\n');
      questions.answer('Insert without them', closeAllEditors);
      await actions.insert('secret\u200B');
      assert.match(questions.asked[1] ?? '', /cannot be changed|no longer open/);
    });

    it('another file is opened in its place: puts nothing into the other one', async () => {
      await openEditor('x = |\n');
      questions.answer('Insert without them', () => openEditor('other|'));
      await actions.insert('secret\u200B');
      assert.equal(vscode.window.activeTextEditor?.document.getText(), 'other');
      assert.match(questions.asked[1] ?? '', /no longer open/);
    });
  });

  describe('Apply', () => {
    it('shows what is and what would be, and changes nothing before it is accepted', async () => {
      const { document } = await proposed();
      assert.deepEqual(await shownDiff(), { left: CODE, right: FIXED });
      assert.equal(document.getText(), CODE);
      assert.equal(document.isDirty, false);
      await actions.accept();
      assert.equal(document.getText(), FIXED);
      assert.equal(vscode.window.activeTextEditor?.document, document);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), CODE);
    });

    it('is accepted by the button of its notification, too', async () => {
      questions.answer('Accept changes');
      const { document } = await proposed();
      await until('it is accepted', () => document.getText() === FIXED);
    });

    it('leaves everything as it was when it is rejected', async () => {
      const { document } = await proposed();
      await actions.reject();
      await actions.accept();
      assert.equal(document.getText(), CODE);
      assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 1);
    });

    it('keeps line ends, indentation and every other byte', async () => {
      const content = `${'\t'}class A {\r\n\t\tadd() {\r\n\t\t\treturn 1;\r\n\t\t}\r\n\t}\r\n  odd  \r\n`;
      const editor = await openFile(content);
      editor.options = { insertSpaces: false, tabSize: 4 };
      askAbout(editor, '\t\tadd() {\n\t\t\treturn 1;\n\t\t}', 2);
      await actions.apply('a', 'add() {\n    return 2;\n}');
      await actions.accept();
      assert.equal(editor.document.getText(), content.replace('1', '2'));
    });

    it('goes to the selection where the question was about no file, and asks for one where there is none', async () => {
      const editor = await openFile(CODE);
      questions.answer(undefined);
      await actions.apply('a', RIGHT);
      assert.match(questions.asked[0] ?? '', /Select the code/);
      editor.selection = new vscode.Selection(2, 0, 4, 1);
      await actions.apply('a', RIGHT);
      assert.deepEqual(await shownDiff(), { left: CODE, right: FIXED });
    });

    it('finds the code where it is now: of two that are alike, the one on its line', async () => {
      const twice = `${WRONG}\n\n${WRONG}\n`;
      const editor = await openFile(twice);
      askAbout(editor, WRONG, 5);
      await change(editor.document, top, '// new\n');
      await actions.apply('a', RIGHT);
      await actions.accept();
      assert.equal(editor.document.getText(), `// new\n${WRONG}\n\n${RIGHT}\n`);
    });
  });

  describe('Apply, when something else happens', () => {
    const follows: Readonly<Record<string, (document: vscode.TextDocument) => PromiseLike<unknown>>> = {
      'lines are added above': document => change(document, top, '// new\n// lines\n'),
      'lines are removed above': document => change(document, new vscode.Range(0, 0, 1, 0), ''),
      'something changes below': document => change(document, new vscode.Range(6, 0, 6, 5), 'let'),
    };
    for (const [name, race] of Object.entries(follows)) {
      it(`${name}: follows its place and keeps that`, async () => {
        const { document } = await proposed();
        await race(document);
        const meanwhile = document.getText();
        assert.equal((await shownDiff()).left, meanwhile);
        await actions.accept();
        assert.equal(document.getText(), meanwhile.replace('x - y', 'x + y'));
      });
    }

    const loses: Readonly<Record<string, (document: vscode.TextDocument) => PromiseLike<unknown>>> = {
      'the place itself changes': document => change(document, new vscode.Range(3, 9, 3, 10), 'z'),
      'the place is deleted': document => change(document, new vscode.Range(2, 0, 4, 1), ''),
      'everything is deleted': document => change(document, new vscode.Range(0, 0, 7, 0), ''),
    };
    for (const [name, race] of Object.entries(loses)) {
      it(`${name}: says so, and touches nothing`, async () => {
        const { document } = await proposed();
        await race(document);
        const meanwhile = document.getText();
        questions.answer(undefined);
        await actions.accept();
        assert.equal(document.getText(), meanwhile);
        assert.match(questions.asked.at(-1) ?? '', /has changed meanwhile/);
      });
    }

    it('the place has changed before Apply: says so, and compares with the selection only if that is wanted', async () => {
      const editor = await openFile(FIXED);
      askAbout(editor, WRONG, 3);
      editor.selection = new vscode.Selection(2, 0, 4, 1);
      questions.answer(undefined);
      await actions.apply('a', RIGHT.replace('+', '*'));
      assert.match(questions.asked[0] ?? '', /no longer there/);
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff, false);
    });

    it('its diff is closed: it is forgotten', async () => {
      const { document } = await proposed();
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await actions.accept();
      assert.equal(document.getText(), CODE);
    });

    it('it is accepted twice: it is done once', async () => {
      const { document } = await proposed();
      await Promise.all([actions.accept(), actions.accept()]);
      assert.equal(document.getText(), FIXED);
    });

    it('the file is deleted: nothing appears in its place', async () => {
      const { document } = await proposed();
      await rm(document.uri.fsPath);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await actions.accept();
      assert.deepEqual((await readdir(folder)).includes(path.basename(document.uri.fsPath)), false);
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
      await writeFile(path.join(folder, 'settings.json'), '{}');
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
      assert.equal(await readFile(path.join(folder, 'settings.json'), 'utf8'), '{}');
    });
  });
});
