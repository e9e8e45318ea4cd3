import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { editPrompts } from '../../src/vscode/prompts/editPrompts';
import { readPrompts } from '../../src/vscode/prompts/promptFiles';
import { closeAllEditors } from './support';

describe('Edit Prompts', () => {
  const { createQuickPick } = vscode.window;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'edit-prompts-'));
  });
  afterEach(async () => {
    Object.assign(vscode.window, { createQuickPick });
    await closeAllEditors();
    await rm(folder, { recursive: true, force: true });
  });

  /** Chooses the last row of this name in the list: what is built in comes last. */
  async function choose(label: string): Promise<void> {
    const userFolder = vscode.Uri.file(folder);
    const create = () => {
      const pick = createQuickPick();
      const onDidAccept: typeof pick.onDidAccept = listener => {
        const selectedItems = pick.items.filter(item => item.label === label).slice(-1);
        Object.defineProperty(pick, 'selectedItems', { value: selectedItems });
        setImmediate(listener);
        return { dispose: () => undefined };
      };
      return Object.defineProperty(pick, 'onDidAccept', { value: onDidAccept });
    };
    Object.assign(vscode.window, { createQuickPick: create });
    const list = () => readPrompts(userFolder, { ...vscode.workspace, workspaceFolders: undefined });
    await editPrompts({ userFolder, list });
  }

  const shown = (): string => path.basename(vscode.window.activeTextEditor?.document.fileName ?? '');

  it('opens a copy of what is built in, and the same copy again', async () => {
    for (const _ of [1, 2]) {
      await choose('/explain');
      assert.equal(shown(), 'explain.prompt.md');
    }
    assert.deepEqual(await readdir(folder), ['explain.prompt.md']);
  });

  it('writes over no file of the user’s, whatever its prompt is called', async () => {
    const mine = '---\nname: my-explain\n---\nMine.\n';
    await writeFile(path.join(folder, 'explain.prompt.md'), mine);
    for (const _ of [1, 2]) {
      await choose('/explain');
      assert.equal(shown(), 'explain-2.prompt.md');
    }
    assert.equal(await readFile(path.join(folder, 'explain.prompt.md'), 'utf8'), mine);
    assert.match(await readFile(path.join(folder, 'explain-2.prompt.md'), 'utf8'), /^---\nname: explain\n/);
    assert.deepEqual((await readdir(folder)).toSorted(), ['explain-2.prompt.md', 'explain.prompt.md']);
  });
});
