import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Changes, ChosenFile, ComposerEditor } from '../../src/core/composer/composerTypes';
import { createContextEditor } from '../../src/vscode/context/contextEditor';
import { readExcludes } from '../../src/vscode/settings';

/** A folder of the workspace that is open, with files of its own. */
export interface WorkspaceFolder {
  readonly uri: (name?: string) => vscode.Uri;
  readonly write: (name: string, content: string | Uint8Array) => Promise<vscode.Uri>;
  /** What can be taken along from it. `changes`: what Git tells of it. */
  readonly context: Pick<ComposerEditor, 'mentions' | 'search' | 'read' | 'readDropped' | 'choose'>;
  readonly changes: { found?: Changes };
  /** How often the keyboard was given back to the chat that asks. */
  readonly returned: { readonly count: number };
  /** What this row of the list takes along. */
  readonly taken: (label: string) => Promise<ChosenFile>;
}

/** There from the first test of a `describe` to the last. */
export function workspaceFolder(name: string): WorkspaceFolder {
  const changes: { found?: Changes } = {};
  const returned = { count: 0 };
  const context = createContextEditor({
    changes: async () => changes.found,
    excludes: readExcludes,
    async returnToChat() {
      returned.count++;
    },
  });
  const uri = (below = ''): vscode.Uri => {
    const root = vscode.workspace.workspaceFolders?.[0] ?? assert.fail('a folder is open');
    return vscode.Uri.joinPath(root.uri, name, below);
  };
  before(() => mkdir(uri().fsPath, { recursive: true }));
  after(() => rm(uri().fsPath, { recursive: true, force: true }));
  return {
    uri,
    context,
    changes,
    returned,
    async write(below, content) {
      const file = uri(below);
      await mkdir(path.dirname(file.fsPath), { recursive: true });
      await writeFile(file.fsPath, content);
      return file;
    },
    async taken(label) {
      const offer = (await context.mentions()).find(candidate => candidate.label === label);
      return (await offer?.take?.()) ?? assert.fail(`Nothing is called ${label}.`);
    },
  };
}

/** The part that was taken, which is no refusal. */
export function partOf(file: ChosenFile) {
  return file.type === 'part' ? file.part : assert.fail(JSON.stringify(file));
}
