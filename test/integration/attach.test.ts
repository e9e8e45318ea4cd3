import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ChosenFile, Offer } from '../../src/core/composerTypes';
import { composerEditor } from '../../src/vscode/chat/attach';
import { closeAllEditors, openEditor, select } from './support';

const CODE = 'const a = 1;\n\nfunction debounce() {\n  return a;\n}\n|';

describe('What the editor gives to the composer', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'attach-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(closeAllEditors);

  const mentions = (): Promise<readonly Offer[]> => composerEditor.offers('#');
  const taken = async (label: string): Promise<ChosenFile> => {
    const offer = (await mentions()).find(candidate => candidate.label === label);
    return (await offer?.take?.()) ?? assert.fail(`Nothing is called ${label}.`);
  };

  async function openFile(name: string, content: string | Uint8Array): Promise<vscode.TextEditor> {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  }

  it('is nothing to take along while nothing is open', async () => {
    assert.deepEqual(await mentions(), []);
    assert.equal(await composerEditor.code(), undefined);
  });

  it('is the selection with its lines, the file, and what is open in other tabs', async () => {
    await openFile('other.py', 'print(1)\n');
    const editor = await openFile('search.ts', CODE.replace('|', ''));
    assert.deepEqual(
      (await mentions()).map(({ label }) => label),
      ['#file', 'other.py', 'search.ts'],
    );
    await select(editor, new vscode.Selection(2, 3, 5, 0));
    const [selection] = await mentions();
    assert.deepEqual([selection?.label, selection?.detail], ['#selection', 'search.ts 3–5']);
    assert.deepEqual(await taken('#selection'), {
      type: 'part',
      part: {
        type: 'file',
        name: 'search.ts',
        language: 'typescript',
        text: 'ction debounce() {\n  return a;\n}',
        lines: [3, 5],
        source: editor.document.uri.toString(),
      },
    });
  });

  it('is a file as it stands in its editor, saved or not, whole and without lines', async () => {
    const editor = await openFile('changed.ts', 'saved');
    await editor.edit(builder => builder.insert(new vscode.Position(0, 0), 'not '));
    const source = editor.document.uri.toString();
    const part = { type: 'file', name: 'changed.ts', language: 'typescript', text: 'not saved', source };
    for (const label of ['#file', 'changed.ts']) assert.deepEqual(await taken(label), { type: 'part', part });
  });

  it('is a new file that is on no disk', async () => {
    await openEditor('fresh|', 'plaintext');
    const file = await taken('#file');
    assert.ok(file.type === 'part' && file.part.text === 'fresh');
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

  it('is what is chosen from a list, and nothing where the user leaves it', async () => {
    await openFile('text.txt', 'text');
    const [file] = await answer('workbench.action.acceptSelectedQuickOpenItem', composerEditor.choose());
    assert.ok(file?.type === 'part' && file.part.text === 'text');
    assert.deepEqual(await answer('workbench.action.closeQuickOpen', composerEditor.choose()), []);
  });

  /** Answers a list, which is there some time after it was asked for. */
  async function answer<Chosen>(command: string, chosen: Promise<Chosen>): Promise<Chosen> {
    let isAnswered = false;
    const answered = chosen.finally(() => {
      isAnswered = true;
    });
    while (!isAnswered) await vscode.commands.executeCommand(command);
    return answered;
  }
});
