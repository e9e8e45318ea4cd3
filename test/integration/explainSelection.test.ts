import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { arrayField, field, stringField } from '../../src/core/unknown';
import type { PracticeServer } from '../support/practiceServer';
import { lastQuestion } from '../support/questions';
import { closeAllEditors, openEditor, practiceServer, select, useEndpoint } from './support';

const CODE = 'const a = 1;\n\nfunction debounce() {\n  return a;\n}\n|';

describe('explainSelection', () => {
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

  async function explained(editor: vscode.TextEditor, selection: vscode.Selection): Promise<string> {
    await select(editor, selection);
    await vscode.commands.executeCommand('endpointChat.explainSelection');
    const messages = arrayField(lastQuestion(server.requests)?.body, 'messages');
    return stringField(messages.at(-1), 'content') ?? '';
  }

  it('sends the selected lines with file, language and line numbers', async () => {
    const editor = await openEditor(CODE);
    const content = await explained(editor, new vscode.Selection(2, 0, 5, 0));
    assert.match(content, /\(lines 3–5\):\n```typescript\nfunction debounce\(\) \{\n {2}return a;\n\}\n```/);
    assert.match(content, /Explain the selected code\.$/);
  });

  it('takes the line of the cursor where nothing is selected and no symbol is around it, and says so', async () => {
    const editor = await openEditor(CODE, 'plaintext');
    const content = await explained(editor, new vscode.Selection(0, 3, 0, 3));
    assert.match(content, /```plaintext\nconst a = 1;\n```/);
    assert.match(content, /Explain line 1, where the cursor is\.$/);
  });

  it('takes the function around the cursor where nothing is selected, and says so', async () => {
    // Symbols of our own: TypeScript's server starts with its first file, which takes a busy machine longer than a test waits.
    const range = new vscode.Range(2, 0, 4, 1);
    const debounce = new vscode.DocumentSymbol('debounce', '', vscode.SymbolKind.Function, range, range);
    const provider = vscode.languages.registerDocumentSymbolProvider('plaintext', {
      provideDocumentSymbols: () => [debounce],
    });
    const editor = await openEditor(CODE, 'plaintext');
    const content = await explained(editor, new vscode.Selection(3, 2, 3, 2));
    provider.dispose();
    assert.match(content, /\(lines 3–5\)/);
    assert.match(content, /Explain `debounce`, which is around the cursor\.$/);
  });

  it('is in the lightbulb of a selection, and not of a mere cursor', async () => {
    // VS Code waits for the lightbulbs of all; TypeScript's server takes a busy machine long to start.
    const editor = await openEditor(CODE, 'plaintext');
    const actions = async (range: vscode.Range): Promise<readonly string[]> => {
      const found = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        editor.document.uri,
        range,
      );
      return found.flatMap(action =>
        action.command?.command.startsWith('endpointChat.') ? [action.command.command] : [],
      );
    };
    assert.deepEqual(await actions(new vscode.Range(2, 0, 4, 1)), ['endpointChat.explainSelection']);
    assert.deepEqual(await actions(new vscode.Range(3, 0, 3, 0)), []);
  });

  it('asks with the same model that the chat shows', async () => {
    const editor = await openEditor(CODE);
    await explained(editor, new vscode.Selection(0, 0, 0, 5));
    assert.equal(field(lastQuestion(server.requests)?.body, 'model'), 'practice-model');
  });
});
