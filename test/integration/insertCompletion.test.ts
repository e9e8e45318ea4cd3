import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { beginInsertion } from '../../src/vscode/completion/liveInsertion';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { closeAllEditors, handshake, openEditor, practiceServer, select, until, useEndpoint } from './support';

const DONE = sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]');

function piece(content: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
}

function complete(): Thenable<unknown> {
  return vscode.commands.executeCommand('endpointChat.insertCompletion');
}

describe('insertCompletion', () => {
  let server: PracticeServer;

  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
  });
  after(() => server.close());
  afterEach(closeAllEditors);

  function script(...steps: readonly Step[]): void {
    server.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps });
  }

  it('writes at the cursor, and one undo takes all of it back', async () => {
    const editor = await openEditor('function add(a: number, b: number) {\n  |\n}\n');
    const before = editor.document.getText();
    script(piece('const sum'), piece(' = a + b;\n'), piece('  return sum;'), { send: DONE });
    await complete();
    assert.equal(
      editor.document.getText(),
      'function add(a: number, b: number) {\n  const sum = a + b;\n  return sum;\n}\n',
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('is taken back by one undo also when the file was saved while it was written', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'completion-')), 'a.ts');
    await writeFile(file, 'x = \n');
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
    await select(editor, new vscode.Selection(0, 4, 0, 4));
    const saved = handshake();
    script(piece('one'), { wait: saved.promise }, piece(' + two'), piece(' + three'), { send: DONE });
    const completed = complete();
    await until('the first piece appears', () => editor.document.getText() === 'x = one\n');
    await editor.document.save();
    saved.resolve();
    await completed;
    assert.equal(editor.document.getText(), 'x = one + two + three\n');
    await vscode.commands.executeCommand('undo');
    await until('all of it is gone', () => editor.document.getText() === 'x = \n');
    await rm(path.dirname(file), { recursive: true });
  });

  it('shows the text while it is written', async () => {
    const editor = await openEditor('x = |\n');
    const more = handshake();
    script(piece('first'), { wait: more.promise }, piece(' + second'), { send: DONE });
    const completed = complete();
    await until('the first piece appears', () => editor.document.getText() === 'x = first\n');
    more.resolve();
    await completed;
    assert.equal(editor.document.getText(), 'x = first + second\n');
  });

  it('leaves out fences, repeated code and the closing brace that follows', async () => {
    const editor = await openEditor('function f() {\n  const total = |\n}\n');
    script(piece('```ts\n  const total = 1 +'), piece(' 2;\n}\n```\n'), { send: DONE });
    await complete();
    assert.equal(editor.document.getText(), 'function f() {\n  const total = 1 + 2;\n}\n');
  });

  it('keeps the line ends of the document', async () => {
    const editor = await openEditor('function f() {\n  |\n}\n', 'typescript', vscode.EndOfLine.CRLF);
    script(piece('a();\n'), piece('  b();'), { send: DONE });
    await complete();
    assert.equal(editor.document.getText(), 'function f() {\r\n  a();\r\n  b();\r\n}\r\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'function f() {\r\n  \r\n}\r\n');
  });

  it('stops on the command that stops everything, keeps what is there and closes the connection', async () => {
    const editor = await openEditor('x = |\n');
    script(piece('half'), { stall: true });
    const completed = complete();
    await until('the first piece appears', () => editor.document.getText() === 'x = half\n');
    await vscode.commands.executeCommand('endpointChat.stop');
    await completed;
    assert.equal(editor.document.getText(), 'x = half\n');
    assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
  });

  it('loses nothing when the user goes to another tab while it is written', async () => {
    const editor = await openEditor('x = |\n');
    const more = handshake();
    script(piece('one'), { wait: more.promise }, piece(' + two'), piece(' + three'), { send: DONE });
    const completed = complete();
    await until('the first piece appears', () => editor.document.getText() === 'x = one\n');
    const other = await vscode.workspace.openTextDocument({ content: 'another tab' });
    await vscode.window.showTextDocument(other);
    more.resolve();
    await completed;
    assert.equal(editor.document.getText(), 'x = one + two + three\n');
    assert.equal(other.getText(), 'another tab');
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    await until('all of it is gone', () => editor.document.getText() === 'x = \n');
  });

  it('takes back no edit of the user with it', async () => {
    const editor = await openEditor('// top\n\nx = |\n');
    const more = handshake();
    script(piece('one'), { wait: more.promise }, piece(' + two'), { send: DONE });
    const completed = complete();
    await until('the first piece appears', () => editor.document.getText().includes('x = one'));
    await editor.edit(builder => builder.insert(new vscode.Position(0, 0), '// mine\n'));
    more.resolve();
    await completed;
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), '// mine\n// top\n\nx = one\n');
  });

  describe('that has written nothing', () => {
    const TYPED = 'first\nthird\nfourth typed\n';

    /** A file that the user has typed into, and then deleted lines where the cursor is now. */
    async function openEdited(): Promise<vscode.TextDocument> {
      const editor = await openEditor('first\nsecond\nthird\nfourth|\n');
      await vscode.commands.executeCommand('type', { text: ' typed' });
      await select(editor, new vscode.Selection(1, 0, 2, 0));
      await vscode.commands.executeCommand('deleteLeft');
      assert.equal(editor.document.getText(), TYPED);
      return editor.document;
    }

    async function undoOne(document: vscode.TextDocument): Promise<void> {
      await vscode.commands.executeCommand('undo');
      // What else is undone has been by the time that VS Code answers again.
      await vscode.commands.executeCommand('cursorTop');
      assert.equal(document.getText(), 'first\nsecond\nthird\nfourth typed\n');
    }

    it('leaves each undo to the user’s own edits, once it is over', async () => {
      const document = await openEdited();
      script({ send: DONE });
      await complete();
      await document.save();
      await undoOne(document);
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('leaves each undo to the user’s own edits, while the model thinks', async () => {
      const document = await openEdited();
      const before = lastQuestion(server.requests);
      script({ stall: true });
      const completed = complete();
      await until('it is asked', () => lastQuestion(server.requests) !== before);
      await document.save();
      await undoOne(document);
      await completed;
    });
  });

  it('writes one emoji in place of another that begins alike', async () => {
    const editor = await openEditor('x = "|"\n');
    const insertion = beginInsertion(editor, editor.selection.active);
    assert.ok(await insertion.write('🐛 one'));
    assert.ok(await insertion.end('🔥 two'));
    assert.equal(editor.document.getText(), 'x = "🔥 two"\n');
    await insertion.takeBack();
  });

  it('stops swallowing Esc as soon as it is over, whether its offer is answered or not', async () => {
    const editor = await openEditor('x = |\n');
    script(piece('one'), { stall: true });
    const completed = complete();
    await until('the first piece appears', () => editor.document.getText() === 'x = one\n');
    await editor.edit(builder => builder.replace(new vscode.Range(0, 0, 0, 7), 'y'));
    await completed;
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('follows its place when lines are added above', async () => {
    const editor = await openEditor('// top\n\nx = |\n');
    const more = handshake();
    script(piece('one'), { wait: more.promise }, piece(' + two'), { send: DONE });
    const completed = complete();
    await until('the first piece appears', () => editor.document.getText().includes('x = one'));
    await editor.edit(builder => builder.insert(new vscode.Position(0, 0), '// new\n'));
    more.resolve();
    await completed;
    assert.equal(editor.document.getText(), '// new\n// top\n\nx = one + two\n');
  });

  it('stops when the text at its place changes, and touches nothing more', async () => {
    const editor = await openEditor('x = |\n');
    script(piece('one'), { stall: true });
    const completed = complete();
    await until('the first piece appears', () => editor.document.getText() === 'x = one\n');
    await editor.edit(builder => builder.replace(new vscode.Range(0, 0, 0, 7), 'y'));
    assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
    assert.equal(editor.document.getText(), 'y\n');
    await completed;
    assert.equal(editor.document.getText(), 'y\n');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('sends the code before and after the cursor', async () => {
    await openEditor('const a = 1;\nconst b = |;\nconst c = 3;\n');
    script(piece('2'), { send: DONE });
    await complete();
    const body = JSON.stringify(lastQuestion(server.requests)?.body);
    assert.match(body, /const a = 1;\\nconst b = <CURSOR>;\\nconst c = 3;/);
  });

  it('completes through the envelope protocol too', async () => {
    await useEndpoint(`${server.url}/api/v1/chat/completion_messages`);
    const editor = await openEditor('function f() {\n  |\n}\n');
    const answer = { code: 0, message: 'success', result: { answer: 'return 1;', usage: { finish_reason: 'stop' } } };
    server.script({
      when: isQuestion,
      headers: { 'Content-Type': 'application/json' },
      steps: [{ send: JSON.stringify(answer) }],
    });
    await complete();
    assert.equal(editor.document.getText(), 'function f() {\n  return 1;\n}\n');
    await useEndpoint(server.url);
  });
});
