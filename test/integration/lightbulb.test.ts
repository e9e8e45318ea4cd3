import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { arrayField, stringField } from '../../src/core/unknown';
import { lightbulbOffers } from '../../src/vscode/selection/lightbulb';
import type { PracticeServer } from '../support/practiceServer';
import { lastQuestion } from '../support/questions';
import { closeAllEditors, openEditor, practiceServer, untilAnswered, useEndpoint } from './support';

const LINES = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);

describe('The lightbulb', () => {
  let server: PracticeServer;
  let reported: vscode.DiagnosticCollection;

  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
    reported = vscode.languages.createDiagnosticCollection('test');
  });
  after(async () => {
    reported.dispose();
    await server.close();
  });
  afterEach(async () => {
    reported.clear();
    await vscode.commands.executeCommand('endpointChat.newConversation');
    await closeAllEditors();
  });

  function report(line: number, message: string): vscode.Diagnostic {
    const range = new vscode.Range(line - 1, 0, line - 1, 4);
    const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'lint';
    return diagnostic;
  }

  async function offers(
    { document }: vscode.TextEditor,
    range: vscode.Range,
    only?: vscode.CodeActionKind,
  ): Promise<readonly vscode.CodeAction[]> {
    const found = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      only?.value,
    );
    return found.filter(({ command }) => command?.command.startsWith('endpointChat.'));
  }

  const titles = (actions: readonly vscode.CodeAction[]): readonly string[] =>
    actions.map(({ title }) => title).toSorted();

  /** What the editor reports reaches the lightbulb a moment later. */
  async function offersOnReported(
    editor: vscode.TextEditor,
    range: vscode.Range,
  ): Promise<readonly vscode.CodeAction[]> {
    let found: readonly vscode.CodeAction[] = [];
    await untilAnswered('a fix is offered', async () => {
      found = await offers(editor, range);
      return found.length > 1;
    });
    return found;
  }

  /** Runs the action, and says what was sent. */
  async function run(actions: readonly vscode.CodeAction[], title: string): Promise<string> {
    const command = actions.find(action => action.title === title)?.command ?? assert.fail(title);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    const messages = arrayField(lastQuestion(server.requests)?.body, 'messages');
    return stringField(messages.at(-1), 'content') ?? '';
  }

  it('explains what is selected, and is not on a mere cursor', async () => {
    const editor = await openEditor(`${LINES.join('\n')}|`, 'plaintext');
    assert.deepEqual(titles(await offers(editor, new vscode.Range(2, 0, 4, 1))), ['Explain with Endpoint Chat']);
    assert.deepEqual(await offers(editor, new vscode.Range(3, 0, 3, 0)), []);
  });

  it('fixes what is reported, under the quick fixes, with the message of that alone and the lines around it', async () => {
    const editor = await openEditor(`${LINES.join('\n')}|`, 'plaintext');
    reported.set(editor.document.uri, [report(20, 'no such name'), report(22, 'another matter')]);
    const found = await offersOnReported(editor, new vscode.Range(19, 2, 19, 2));
    assert.deepEqual(titles(found), ['Explain with Endpoint Chat', 'Fix with Endpoint Chat']);
    const fix = found.find(({ title }) => title.startsWith('Fix'));
    assert.equal(fix?.kind?.value, vscode.CodeActionKind.QuickFix.value);
    const content = await run(found, 'Fix with Endpoint Chat');
    assert.match(content, /\(lines 15–25\):\n```plaintext\nline 15\n[\s\S]*\nline 25\n```/);
    assert.match(content, /Reported by the editor:\n- line 20, error: no such name \(lint\)\n\n/);
    assert.match(content, /Find and fix what is wrong with the code around what the editor reports\.$/);
    assert.doesNotMatch(content, /another matter/);
  });

  it('explains what is reported, and says what is wanted', async () => {
    const editor = await openEditor(`${LINES.join('\n')}|`, 'plaintext');
    reported.set(editor.document.uri, [report(1, 'no such name')]);
    const found = await offersOnReported(editor, new vscode.Range(0, 0, 0, 0));
    const content = await run(found, 'Explain with Endpoint Chat');
    assert.match(content, /\(lines 1–6\)[\s\S]*- line 1, error: no such name \(lint\)/);
    assert.match(content, /Explain the code around what the editor reports\.\n\nSay what is reported about it means/);
  });

  it('takes the selection where what is reported lies in it', async () => {
    const editor = await openEditor(`${LINES.join('\n')}|`, 'plaintext');
    reported.set(editor.document.uri, [report(20, 'no such name')]);
    const found = await offersOnReported(editor, new vscode.Range(18, 0, 21, 0));
    const content = await run(found, 'Fix with Endpoint Chat');
    assert.match(content, /\(lines 19–21\):[\s\S]*- line 20, error: no such name \(lint\)[\s\S]*the selected code\.$/);
  });

  it('attaches what it offers to what is reported', () => {
    const uri = vscode.Uri.file('/a.txt');
    const diagnostics = [report(1, 'no such name')];
    const found = lightbulbOffers({ uri, range: new vscode.Range(0, 0, 0, 0), diagnostics });
    assert.deepEqual(
      found.map(action => action.diagnostics),
      [diagnostics, diagnostics],
    );
  });

  it('offers nothing to who wants neither, and both among the quick fixes', async () => {
    const editor = await openEditor(`${LINES.join('\n')}|`, 'plaintext');
    reported.set(editor.document.uri, [report(20, 'no such name')]);
    const range = new vscode.Range(19, 0, 19, 0);
    await offersOnReported(editor, range);
    assert.equal((await offers(editor, range, vscode.CodeActionKind.QuickFix)).length, 2);
    assert.deepEqual(await offers(editor, range, vscode.CodeActionKind.Refactor), []);
  });
});
