import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ChosenFile } from '../../src/core/composer/composerTypes';
import { createContextEditor } from '../../src/vscode/context/contextEditor';
import { readExcludes } from '../../src/vscode/settings';
import { gitChanges } from '../../src/vscode/sourceControl/gitChanges';
import { makeTemporaryFolder } from '../host/temporaryFolder';
import { type TestRepository, testRepository } from './commitRepository';
import { closeAllEditors, untilAnswered } from './support';
import { partOf } from './workspaceFolder';

describe('What can be taken along of a repository', () => {
  const context = createContextEditor({
    changes: gitChanges,
    excludes: readExcludes,
    returnToChat: async () => undefined,
  });
  let repository: TestRepository;

  before(async function () {
    this.timeout(60_000);
    // VS Code 1.106 opens none outside the workspace without it.
    await openAnywhere('always');
    repository = await testRepository(['feat: add a sum']);
  });
  after(async () => {
    await closeAllEditors();
    await repository?.close();
    await openAnywhere(undefined);
  });

  async function openAnywhere(value: string | undefined): Promise<void> {
    const git = vscode.workspace.getConfiguration('git');
    await git.update('openRepositoryInParentFolders', value, vscode.ConfigurationTarget.Global);
  }

  async function changedText(): Promise<string> {
    const taken = await changes();
    return taken?.type === 'part' ? taken.part.text : '';
  }

  async function changes(): Promise<ChosenFile | undefined> {
    return (await context.mentions()).find(({ label }) => label === '#changes')?.take?.();
  }

  it('is what has changed in it since the last commit, staged or not, and new files', async () => {
    await repository.write('sum.ts', 'export const sum = 2;\n');
    await repository.write('new.ts', 'export const more = 3;\n');
    await repository.git('add', 'new.ts');
    await repository.write('untracked.ts', 'export const unknown = 4;\n');
    await vscode.window.showTextDocument(vscode.Uri.joinPath(repository.root, 'sum.ts'), { preview: false });
    await untilAnswered('Git tells all changes', async () => {
      const taken = await changes();
      return taken?.type === 'part' && taken.part.context?.detail?.startsWith('3 files') === true;
    });
    const { text } = partOf((await changes()) ?? assert.fail());
    assert.match(text, /^\+export const sum = 2;$/m);
    assert.match(text, /^\+export const more = 3;$/m);
    assert.match(text, /^\+export const unknown = 4;$/m);
  });

  it('holds nothing of what a new link leads to, which may be any file of the user’s', async () => {
    const secrets = path.join(await makeTemporaryFolder(), 'private');
    await writeFile(secrets, 'nobody else may see this\n');
    await symlink(secrets, path.join(repository.root.fsPath, 'link.ts'));
    await repository.write('after.ts', 'export const after = 5;\n');
    await untilAnswered('Git tells of it', async () => /b\/after\.ts/.test(await changedText()));
    const text = await changedText();
    assert.match(text, /^diff --git a\/link\.ts b\/link\.ts\nnew file$/m);
    assert.doesNotMatch(text, /nobody else may see this/);
  });
});
