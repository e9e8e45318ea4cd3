import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isQuestion } from '../support/questions';
import { complete, useCompletions } from './completing';
import { checksTheOneThatWasAsked } from './failingElsewhere';
import { closeAllEditors, openEditor, until } from './support';

const TIMEOUT = 60_000;

function readOnlyFiles(text: string): vscode.FileSystemProvider {
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => ({ dispose: () => undefined }),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: text.length }),
    readFile: () => Buffer.from(text),
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}

describe('a completion where none can be written', function () {
  this.timeout(TIMEOUT);
  const { user, server } = useCompletions();

  const asked = () => server().requests.filter(isQuestion).length;

  async function isRefused(words: RegExp): Promise<void> {
    const before = asked();
    await complete();
    assert.match(user.asked.at(-1) ?? '', words);
    assert.match(user.asked.at(-1) ?? '', /Nothing was sent/);
    assert.equal(asked(), before);
  }

  it('checks the endpoint that was asked where another one was chosen meanwhile', async () => {
    await openEditor('a = |\n');
    await checksTheOneThatWasAsked(server(), user, complete);
  });

  it('says so for several cursors', async () => {
    const editor = await openEditor('a|\nb\n');
    editor.selections = [0, 1].map(line => new vscode.Selection(line, 1, line, 1));
    await until('there are two', () => editor.selections.length === 2);
    await isRefused(/several cursors/);
  });

  it('says so for a file of a file system that cannot be written to', async () => {
    const provider = vscode.workspace.registerFileSystemProvider('completion-test-files', readOnlyFiles('x = \n'), {
      isReadonly: true,
    });
    await vscode.window.showTextDocument(vscode.Uri.parse('completion-test-files:/a.ts'));
    await isRefused(/read-only/);
    await closeAllEditors();
    provider.dispose();
  });

  it('says so for a document that an extension provides, such as the left side of a diff', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('completion-test', {
      provideTextDocumentContent: () => 'x = \n',
    });
    await vscode.window.showTextDocument(vscode.Uri.parse('completion-test:/a.ts'));
    await isRefused(/read-only/);
    provider.dispose();
  });
});
