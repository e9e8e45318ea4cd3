import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/vscode/ids';
import { onSettingsChange, readSettings } from '../../src/vscode/settings';
import { extension, practiceServer, setUserSetting, useEndpoint } from './support';

/** Whether a file of the extension has been loaded into this extension host. */
function isLoaded(file: string): boolean {
  return path.join(extension().extensionPath, 'dist', file) in require.cache;
}

describe('activation', () => {
  it('loads no network part, sends nothing and exports nothing', async () => {
    const server = await practiceServer();
    await useEndpoint(server.url);
    const exported = await extension().activate();
    assert.equal(exported, undefined);
    assert.ok(isLoaded('extension.js'));
    assert.ok(!isLoaded('network.js'), 'the network part waits for the first request');
    assert.equal(server.connections().accepted, 0);
    await server.close();
  });

  it('registers every command of the manifest', async () => {
    await extension().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(COMMANDS).filter(command => !registered.has(command)),
      [],
    );
  });
});

describe('settings', () => {
  after(() => setUserSetting('endpoints', undefined));

  it('cannot be set for a workspace where they could send the token or the text elsewhere', async () => {
    const configuration = vscode.workspace.getConfiguration('endpointChat');
    for (const name of ['endpoints', 'systemPrompt', 'inlineCompletion.enable', 'inlineCompletion.languages']) {
      await assert.rejects(async () => configuration.update(name, [], vscode.ConfigurationTarget.Workspace));
    }
  });

  it('are those of now for whoever is told of a change, and are read once until the next', async () => {
    const before = readSettings();
    assert.equal(readSettings(), before);
    const seen: string[] = [];
    const told = onSettingsChange(() => seen.push(readSettings().systemPrompt));
    try {
      for (const prompt of ['one', 'two']) {
        await setUserSetting('systemPrompt', prompt);
        assert.equal(readSettings().systemPrompt, prompt);
      }
      assert.deepEqual(seen, ['one', 'two']);
    } finally {
      told.dispose();
      await setUserSetting('systemPrompt', undefined);
    }
    assert.deepEqual(readSettings(), before);
  });

  it('let a workspace turn the history off, and never on for who wants nothing written', async () => {
    const configuration = vscode.workspace.getConfiguration('endpointChat');
    const inWorkspace = (value: unknown) =>
      configuration.update('history.enable', value, vscode.ConfigurationTarget.Workspace);
    try {
      assert.equal(readSettings().keepHistory, true);
      await inWorkspace(false);
      assert.equal(readSettings().keepHistory, false);
      await setUserSetting('history.enable', false);
      await inWorkspace(true);
      assert.equal(readSettings().keepHistory, false);
    } finally {
      await inWorkspace(undefined);
      await setUserSetting('history.enable', undefined);
    }
  });
});
