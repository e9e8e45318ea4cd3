import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FilePart } from '../../src/core/chat';
import { type CodeActions, createCodeActions } from '../../src/vscode/code/codeActions';
import { filePart } from '../../src/vscode/editor';
import { createProposalBars } from '../../src/vscode/edits/proposalBars';
import { createProposals, type Proposals } from '../../src/vscode/edits/proposals';
import { answering } from './answering';
import { codeFolder } from './codeFolder';
import { closeAllEditors, select, until } from './support';

const CODE = 'const a = 1;\n\nfunction add(x, y) {\n  return x - y;\n}\n\nconst b = 2;\n';
const WRONG = 'function add(x, y) {\n  return x - y;\n}';
const RIGHT = 'function add(x, y) {\n  return x + y;\n}';
const FIXED = CODE.replace('x - y', 'x + y');

describe('the button Apply of a code block', () => {
  let file: FilePart | undefined;
  let actions: CodeActions;
  let proposals: Proposals;
  let comments: vscode.CommentController;
  const folder = codeFolder();
  const questions = answering();

  before(() => {
    comments = vscode.comments.createCommentController('apply-test', 'Test');
    proposals = createProposals(createProposalBars(() => comments));
    actions = createCodeActions({ propose: proposals.propose });
  });
  after(() => {
    proposals.dispose();
    comments.dispose();
  });
  beforeEach(() => {
    file = undefined;
    questions.begin();
  });
  afterEach(async () => {
    questions.end();
    await closeAllEditors();
  });

  /** As "Explain Selection" would have sent it. */
  function askAbout({ document }: vscode.TextEditor, text: string, line: number): void {
    const name = path.basename(document.uri.path);
    const lines: FilePart['lines'] = [line, line + text.split('\n').length - 1];
    file = { type: 'file', name, language: 'typescript', text, lines, source: document.uri.toString() };
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
    const editor = await folder.open(content);
    askAbout(editor, WRONG, 3);
    await actions.apply(file, RIGHT);
    return editor;
  }

  function change(document: vscode.TextDocument, range: vscode.Range, text: string): Thenable<boolean> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, text);
    return vscode.workspace.applyEdit(edit);
  }

  const top = new vscode.Range(0, 0, 0, 0);

  describe('by itself', () => {
    it('shows what is and what would be, and changes nothing before it is accepted', async () => {
      const { document } = await proposed();
      assert.deepEqual(await shownDiff(), { left: CODE, right: FIXED });
      assert.equal(document.getText(), CODE);
      assert.equal(document.isDirty, false);
      await proposals.accept();
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
      await proposals.reject();
      await proposals.accept();
      assert.equal(document.getText(), CODE);
      assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 1);
    });

    it('keeps line ends, indentation and every other byte', async () => {
      const content = `${'\t'}class A {\r\n\t\tadd() {\r\n\t\t\treturn 1;\r\n\t\t}\r\n\t}\r\n  odd  \r\n`;
      const editor = await folder.open(content);
      editor.options = { insertSpaces: false, tabSize: 4 };
      askAbout(editor, '\t\tadd() {\n\t\t\treturn 1;\n\t\t}', 2);
      await actions.apply(file, 'add() {\n    return 2;\n}');
      await proposals.accept();
      assert.equal(editor.document.getText(), content.replace('1', '2'));
    });

    it('goes to the selection where the question was about no file, and asks for one where there is none', async () => {
      const editor = await folder.open(CODE);
      questions.answer(undefined);
      await actions.apply(file, RIGHT);
      assert.match(questions.asked[0] ?? '', /Select the code/);
      await select(editor, new vscode.Selection(2, 0, 4, 1));
      await actions.apply(file, RIGHT);
      assert.deepEqual(await shownDiff(), { left: CODE, right: FIXED });
    });

    it('replaces only what the code is a version of, where the question was about the whole file', async () => {
      const { document } = await folder.open(CODE);
      file = filePart(document);
      await actions.apply(file, RIGHT);
      assert.deepEqual(await shownDiff(), { left: CODE, right: FIXED });
      await proposals.accept();
      assert.equal(document.getText(), FIXED);
    });

    it('asks for the selection, and says why, where the code has no place in the file', async () => {
      const editor = await folder.open(CODE);
      file = filePart(editor.document);
      questions.answer(undefined);
      await actions.apply(file, 'x - y\n');
      assert.match(questions.asked[0] ?? '', /not clear which part of file\d+\.ts/);
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff, false);
    });

    it('never takes another file of the same name for the one that was pasted', async () => {
      const { document } = await folder.open(CODE);
      const { source: _, ...pasted } = filePart(document);
      file = pasted;
      questions.answer(undefined);
      await actions.apply(file, RIGHT);
      assert.match(questions.asked[0] ?? '', /Select the code/);
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff, false);
    });

    it('finds the code where it is now: of two that are alike, the one on its line', async () => {
      const twice = `${WRONG}\n\n${WRONG}\n`;
      const editor = await folder.open(twice);
      askAbout(editor, WRONG, 5);
      await change(editor.document, top, '// new\n');
      await actions.apply(file, RIGHT);
      await proposals.accept();
      assert.equal(editor.document.getText(), `// new\n${WRONG}\n\n${RIGHT}\n`);
    });
  });

  describe('when something else happens', () => {
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
        await proposals.accept();
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
        await proposals.accept();
        assert.equal(document.getText(), meanwhile);
        assert.match(questions.asked.at(-1) ?? '', /has changed meanwhile/);
      });
    }

    it('the place has changed before Apply: says so, and compares with the selection only if that is wanted', async () => {
      const editor = await folder.open(FIXED);
      askAbout(editor, WRONG, 3);
      await select(editor, new vscode.Selection(2, 0, 4, 1));
      questions.answer(undefined);
      await actions.apply(file, RIGHT.replace('+', '*'));
      assert.match(questions.asked[0] ?? '', /no longer there/);
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff, false);
    });

    it('its diff is closed: it is forgotten', async () => {
      const { document } = await proposed();
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await proposals.accept();
      assert.equal(document.getText(), CODE);
    });

    it('its diff is moved beside: it can still be accepted', async () => {
      const { document } = await proposed();
      await vscode.commands.executeCommand('workbench.action.moveEditorToNextGroup');
      await proposals.accept();
      assert.equal(document.getText(), FIXED);
    });

    it('it is accepted twice: it is done once', async () => {
      const { document } = await proposed();
      await Promise.all([proposals.accept(), proposals.accept()]);
      assert.equal(document.getText(), FIXED);
    });

    it('the file is deleted: nothing appears in its place', async () => {
      const { document } = await proposed();
      await rm(document.uri.fsPath);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await proposals.accept();
      assert.deepEqual((await readdir(folder.path())).includes(path.basename(document.uri.fsPath)), false);
    });
  });
});
