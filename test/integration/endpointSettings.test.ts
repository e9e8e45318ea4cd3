import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { renamed, takeOut } from '../../src/core/endpoints/endpointEntries';
import { changeEndpoints, readSettings, saveEndpoint, takenNames } from '../../src/vscode/settings';
import { setUserSetting } from './support';

function userValue(): unknown {
  return vscode.workspace.getConfiguration('endpointChat').inspect('endpoints')?.globalValue;
}

describe('the user’s list of endpoints', () => {
  const practice = { name: 'Practice', url: 'http://localhost:1/v1', note: 'mine', headers: { 'x-team': 'a' } };
  beforeEach(() => setUserSetting('endpoints', [practice, 'broken']));
  after(() => setUserSetting('endpoints', undefined));

  it('keeps fields and entries that are not known, and is read at once', async () => {
    await changeEndpoints(entries => renamed(entries, 'Practice', 'Mine'));
    assert.deepEqual(userValue(), [{ ...practice, name: 'Mine' }, 'broken']);
    assert.equal(readSettings().endpoints[0]?.name, 'Mine');
  });

  it('gets one more behind, and loses none: not one of the same name, and not one that cannot be used', async () => {
    const unusable = { name: 'Broken', url: 5, headers: { 'x-team': 'a' } };
    const added = { name: 'Broken', url: 'http://localhost:2/v1', model: 'm' };
    await setUserSetting('endpoints', [practice, unusable, 'broken']);
    await saveEndpoint(added);
    assert.deepEqual(userValue(), [practice, unusable, 'broken', added]);
  });

  it('tells every name that is taken, also of entries that cannot be used', async () => {
    await setUserSetting('endpoints', [practice, { name: ' Broken ', url: 5 }, 'broken', { url: 'x' }]);
    assert.deepEqual(takenNames(), [{ name: 'Practice' }, { name: 'Broken' }]);
    for (const none of [undefined, 'by mistake']) {
      await setUserSetting('endpoints', none);
      assert.deepEqual(takenNames(), []);
    }
  });

  it('is written for the user alone', async () => {
    await changeEndpoints(entries => takeOut(entries, 'Practice').entries);
    const written = vscode.workspace.getConfiguration('endpointChat').inspect('endpoints');
    assert.deepEqual(written?.globalValue, ['broken']);
    assert.equal(written?.workspaceValue, undefined);
    assert.equal(written?.workspaceFolderValue, undefined);
  });

  it('is left alone where it is no list', async () => {
    await setUserSetting('endpoints', 'by mistake');
    await assert.rejects(
      changeEndpoints(() => []),
      /is not a list/,
    );
    assert.equal(userValue(), 'by mistake');
  });
});
