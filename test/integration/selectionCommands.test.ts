import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { arrayField, field, stringField } from '../../src/core/unknown';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import {
  closeAllEditors,
  openEditor,
  practiceServer,
  select,
  setUserSetting,
  untilAnswered,
  useEndpoint,
} from './support';

const CODE = 'const a = 1;\n\nfunction debounce() {\n  return a;\n}\n|';
// Put together here, so that nothing takes this file for one with secrets.
const SECRET = `${'glpat'}-Zk7qR2xB9mVnT4wLcYp8`;

describe('The commands about a selection', () => {
  let server: PracticeServer;

  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
  });
  after(() => server.close());
  afterEach(async () => {
    await vscode.commands.executeCommand('endpointChat.newConversation');
    await closeAllEditors();
  });

  const questions = (): number => server.requests.filter(isQuestion).length;

  function sent(): string {
    const messages = arrayField(lastQuestion(server.requests)?.body, 'messages');
    return stringField(messages.at(-1), 'content') ?? '';
  }

  async function asked(command: string, editor: vscode.TextEditor, selection: vscode.Selection): Promise<string> {
    await select(editor, selection);
    await vscode.commands.executeCommand(`endpointChat.${command}`);
    return sent();
  }

  it('send the selected lines with file, language and line numbers, and what is wanted', async () => {
    for (const [command, sentence] of [
      ['explainSelection', 'Explain the selected code.'],
      ['fixSelection', 'Find and fix what is wrong with the selected code.'],
      ['writeTests', 'Write tests for the selected code.'],
      ['documentSelection', 'Write documentation comments for the selected code.'],
    ] as const) {
      const editor = await openEditor(CODE, 'plaintext');
      const content = await asked(command, editor, new vscode.Selection(2, 0, 5, 0));
      assert.match(content, /\(lines 3–5\):\n```plaintext\nfunction debounce\(\) \{\n {2}return a;\n\}\n```\n\n/);
      assert.ok(content.endsWith(`\`\`\`\n\n${sentence}`), content);
      await vscode.commands.executeCommand('endpointChat.newConversation');
      await closeAllEditors();
    }
  });

  it('take the line of the cursor where nothing is selected and no symbol is around it, and say so', async () => {
    const editor = await openEditor(CODE, 'plaintext');
    const content = await asked('explainSelection', editor, new vscode.Selection(0, 3, 0, 3));
    assert.match(content, /```plaintext\nconst a = 1;\n```/);
    assert.match(content, /Explain line 1, where the cursor is\.$/);
  });

  it('take the function around the cursor with its whole first line where nothing is selected, and say so', async () => {
    // Symbols of our own: TypeScript's server starts with its first file, which takes a busy machine longer than a test waits.
    const range = new vscode.Range(2, 9, 4, 1);
    const debounce = new vscode.DocumentSymbol('debounce', '', vscode.SymbolKind.Function, range, range);
    const provider = vscode.languages.registerDocumentSymbolProvider('plaintext', {
      provideDocumentSymbols: () => [debounce],
    });
    const editor = await openEditor(CODE, 'plaintext');
    // Whoever asks waits for symbols a second and no longer, which a busy machine may take for nothing at all.
    await untilAnswered('the function is taken', async () => {
      const content = await asked('explainSelection', editor, new vscode.Selection(3, 2, 3, 2));
      return /\(lines 3–5\):\n```plaintext\nfunction debounce\(\)[\s\S]*Explain `debounce`, which is around the cursor\.$/.test(
        content,
      );
    });
    provider.dispose();
  });

  it('take what the editor reports in those lines along with "Fix Selection"', async () => {
    const editor = await openEditor(CODE, 'plaintext');
    const reported = vscode.languages.createDiagnosticCollection('test');
    const report = (line: number, message: string) =>
      new vscode.Diagnostic(new vscode.Range(line, 0, line, 3), message, vscode.DiagnosticSeverity.Warning);
    reported.set(editor.document.uri, [report(0, 'elsewhere'), report(3, 'no such name')]);
    const content = await asked('fixSelection', editor, new vscode.Selection(2, 0, 5, 0));
    reported.dispose();
    assert.match(
      content,
      /```\n\nReported by the editor:\n- line 4, warning: no such name\n\nFind and fix what is wrong/,
    );
  });

  it('send nothing of what looks like a secret, or is longer than may go along', async () => {
    const before = questions();
    const secret = await openEditor(`token = ${SECRET}|`, 'plaintext');
    await asked('explainSelection', secret, new vscode.Selection(0, 0, 0, 40));
    await setUserSetting('context.maxFileKilobytes', 1);
    const long = await openEditor(`${'word '.repeat(300)}|`, 'plaintext');
    await asked('fixSelection', long, new vscode.Selection(0, 0, 0, 1400));
    await setUserSetting('context.maxFileKilobytes', undefined);
    assert.equal(questions(), before);
  });

  it('add to the chat without sending anything', async () => {
    const before = questions();
    const editor = await openEditor(CODE, 'plaintext');
    await asked('addSelectionToChat', editor, new vscode.Selection(2, 0, 5, 0));
    await vscode.commands.executeCommand('endpointChat.addFileToChat');
    assert.equal(questions(), before);
  });

  it('ask the same model that the chat shows', async () => {
    const editor = await openEditor(CODE, 'plaintext');
    await asked('explainSelection', editor, new vscode.Selection(0, 0, 0, 5));
    assert.equal(field(lastQuestion(server.requests)?.body, 'model'), 'practice-model');
  });
});
