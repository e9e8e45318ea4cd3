import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { composerEditor } from '../../src/vscode/chat/composerEditor';
import { closeAllEditors, openEditor, select, untilAnswered } from './support';

const CODE = 'const a = 1;\n\nfunction debounce() {\n  return a;\n}\n|';

describe('What the editor gives to the composer', () => {
  afterEach(closeAllEditors);

  it('is no code while nothing is open', async () => {
    assert.equal(await composerEditor.code(), undefined);
  });

  it('is the code that a slash command is about, with what is reported in its lines alone', async () => {
    const editor = await openEditor(CODE);
    const problems = vscode.languages.createDiagnosticCollection('test');
    const report = (line: number, message: string, severity: vscode.DiagnosticSeverity): vscode.Diagnostic => {
      const diagnostic = new vscode.Diagnostic(new vscode.Range(line, 0, line, 3), message, severity);
      diagnostic.source = 'lint';
      diagnostic.code = { value: 17, target: vscode.Uri.parse('https://example.com') };
      return diagnostic;
    };
    problems.set(editor.document.uri, [
      report(0, 'elsewhere', vscode.DiagnosticSeverity.Error),
      report(3, 'here', vscode.DiagnosticSeverity.Warning),
    ]);
    await select(editor, new vscode.Selection(2, 0, 5, 0));
    const code = await composerEditor.code();
    problems.dispose();
    assert.deepEqual(code?.scope.file.lines, [3, 5]);
    assert.deepEqual(
      code?.problems.filter(({ source }) => source?.startsWith('lint')),
      [{ line: 4, severity: 'warning', message: 'here', source: 'lint 17' }],
    );
  });

  it('is what all cursors have selected', async () => {
    const editor = await openEditor(CODE);
    editor.selections = [new vscode.Selection(0, 0, 0, 12), new vscode.Selection(3, 2, 3, 8)];
    await untilAnswered('both are taken', async () => {
      const code = await composerEditor.code();
      return code?.scope.file.text === 'const a = 1;' && code.others?.[0]?.file.text === '  return a;';
    });
  });
});
