import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { gitChanges } from '../../src/vscode/sourceControl/gitChanges';

describe('The changes since the last commit', () => {
  it('are none, and no failure, where Git is off or missing', async () => {
    const git: unknown = await vscode.extensions.getExtension('vscode.git')?.activate();
    assert.ok(typeof git === 'object' && git !== null, 'VS Code has its Git extension');
    // What VS Code itself does from its start on in such a window.
    Reflect.defineProperty(git, 'getAPI', {
      configurable: true,
      value() {
        throw new Error('Git model not found');
      },
    });
    try {
      assert.equal(await gitChanges(), undefined);
    } finally {
      Reflect.deleteProperty(git, 'getAPI');
    }
  });
});
