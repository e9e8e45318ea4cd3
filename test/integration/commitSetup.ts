import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { type Answering, answering } from './answering';
import { type TestRepository, testRepository } from './commitRepository';
import { closeAllEditors, practiceServer, until, useEndpoint } from './support';

export const DONE: Step = { send: sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]') };
export const MESSAGE = 'perbaiki: jumlahkan dengan benar';

export function piece(content: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
}

export interface CommitSetup {
  readonly server: () => PracticeServer;
  readonly repository: () => TestRepository;
  readonly user: Answering;
  /** What the model answers. */
  readonly script: (...steps: readonly Step[]) => void;
  readonly generate: () => Thenable<unknown>;
  readonly setBox: (text: string) => Promise<void>;
  readonly boxBecomes: (text: string) => Promise<void>;
  /** Types at the end of the box, as far as extensions see. */
  readonly type: (text: string) => Promise<void>;
  /** The last question, as it was sent. */
  readonly sent: () => string;
}

/** A repository with two messages in Indonesian and one change, before each test of a `describe`; its box is shown and empty. */
export function useRepository(): CommitSetup {
  let server: PracticeServer;
  let repository: TestRepository;
  const user = answering();

  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
    // VS Code 1.106 opens none outside the workspace without it.
    await openRepositoriesAnywhere('always');
    repository = await testRepository(['tambah: jumlah\n\nSigned-off-by: A <a@example.com>', 'ubah: nama']);
    await vscode.commands.executeCommand('workbench.view.scm');
    await until('VS Code shows the box', () => repository.document() !== undefined);
  });
  after(async () => {
    await repository?.close();
    await server?.close();
    await openRepositoriesAnywhere(undefined);
  });
  beforeEach(async () => {
    user.begin();
    await repository.git('reset', '--quiet', '--hard');
    await repository.git('clean', '--quiet', '--force', '-d');
    await repository.write('sum.ts', 'export const sum = 2;\n');
    await setBox('');
  });
  afterEach(async () => {
    user.end();
    await closeAllEditors();
  });

  async function setBox(text: string): Promise<void> {
    repository.setBox(text);
    await until(`the box holds "${text}"`, () => repository.box() === text);
  }

  return {
    server: () => server,
    repository: () => repository,
    user,
    script: (...steps) => server.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps }),
    generate: () => vscode.commands.executeCommand('endpointChat.generateCommitMessage', { rootUri: repository.root }),
    setBox,
    boxBecomes: text =>
      until(`the box holds "${text}"`, () => repository.box() === text).catch(() =>
        assert.equal(repository.box(), text),
      ),
    async type(text) {
      const document = repository.document();
      assert.ok(document);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
      assert.ok(await vscode.workspace.applyEdit(edit));
    },
    sent: () => JSON.stringify(lastQuestion(server.requests)?.body),
  };
}

async function openRepositoriesAnywhere(value: string | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('git');
  await configuration.update('openRepositoryInParentFolders', value, vscode.ConfigurationTarget.Global);
}
