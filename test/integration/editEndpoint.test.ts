import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { refuseWithoutToken } from '../../src/core/client/refuse';
import type { Entries } from '../../src/core/endpoints/endpointEntries';
import { parseEndpoints } from '../../src/core/endpoints/endpoints';
import { createOriginMemory } from '../../src/core/endpoints/originMemory';
import { editEndpoint } from '../../src/vscode/endpoints/editEndpoint';
import { createTokens } from '../../src/vscode/tokens';
import { memoryMemento } from '../support/memoryMemento';
import { memorySecrets } from '../support/memorySecrets';
import { answering } from './answering';
import { fakeInputBox } from './inputBox';

const OLD = 'https://old.corp.test';
const NEW = 'https://new.corp.test';

describe('a change of an endpoint', () => {
  const user = answering();
  const box = fakeInputBox();
  const { showQuickPick } = vscode.window;
  let picks: string[];

  beforeEach(() => {
    user.begin();
    box.begin();
    picks = [];
    /** Takes the line that ends so, and leaves the list once there is nothing more to take. */
    const pick = async (items: readonly vscode.QuickPickItem[]) => {
      const wanted = picks.shift();
      return wanted === undefined ? undefined : items.find(({ label }) => label.endsWith(` ${wanted}`));
    };
    Object.assign(vscode.window, { showQuickPick: pick });
  });
  afterEach(() => {
    user.end();
    box.end();
    Object.assign(vscode.window, { showQuickPick });
  });

  async function setUp(more: object = {}) {
    let entries: Entries = [{ name: 'Team', url: `${OLD}/v1`, ...more }];
    const endpoints = () => parseEndpoints(entries).endpoints;
    const origins = createOriginMemory(memoryMemento());
    const tokens = createTokens(memorySecrets(), {}, { onRemoved: origins.forgetToken });
    await tokens.set(OLD, 'canary');
    origins.noteToken('Team', OLD);
    const settings = { fail: false };
    const dependencies = {
      endpoints,
      tokens,
      forgetEndpoint: origins.forgetEndpoint,
      hasToken: async () => true,
      chooseModel: async () => undefined,
      rename: origins.rename,
      remove: async () => false,
      async changeEntries(change: (before: Entries) => Entries) {
        if (settings.fail) throw new Error('settings.json cannot be written');
        entries = change(entries);
      },
    };
    const team = () => {
      const endpoint = endpoints().find(({ name }) => name === 'Team');
      assert.ok(endpoint);
      return endpoint;
    };
    return { origins, tokens, settings, team, edit: () => editEndpoint(team(), dependencies) };
  }

  /** The box is open once the list was taken. */
  async function type(address: string): Promise<void> {
    while (box.value === '') await new Promise(resolve => setTimeout(resolve, 1));
    box.type(address);
    box.press('Enter');
  }

  it('to another address at another server is not asked about again at the next question', async () => {
    const { origins, tokens, team, edit } = await setUp();
    picks.push('Address');
    user.answer('Use this address');
    const editing = edit();
    await type(`${NEW}/v1`);
    await editing;
    assert.equal(team().url, `${NEW}/v1/chat/completions`);
    assert.equal(await tokens.get(OLD), undefined);
    assert.doesNotThrow(() => refuseWithoutToken(team(), origins.tokenOrigin('Team')));
  });

  it('to another server is none where the user does not agree', async () => {
    const { origins, tokens, team, edit } = await setUp();
    picks.push('Address');
    user.answer(undefined);
    const editing = edit();
    await type(`${NEW}/v1?api_version=2`);
    await editing;
    assert.match(user.asked[0] ?? '', /Shall Team ask https:\/\/new\.corp\.test\/v1\/chat\/completions from now on/);
    assert.equal(team().url, `${OLD}/v1/chat/completions`);
    assert.deepEqual([await tokens.get(OLD), origins.tokenOrigin('Team')], ['canary', OLD]);
  });

  it('of its name that cannot be written leaves what is remembered of it where it was', async () => {
    const { origins, settings, edit } = await setUp();
    settings.fail = true;
    picks.push('Name');
    const { showInputBox } = vscode.window;
    Object.assign(vscode.window, { showInputBox: async () => 'Crew' });
    try {
      await assert.rejects(edit(), /cannot be written/);
    } finally {
      Object.assign(vscode.window, { showInputBox });
    }
    assert.deepEqual([origins.tokenOrigin('Team'), origins.tokenOrigin('Crew')], [OLD, undefined]);
  });

  it('of its name moves what is remembered of it along', async () => {
    const { origins, edit } = await setUp();
    origins.noteKey('Crew', NEW);
    picks.push('Name');
    const { showInputBox } = vscode.window;
    Object.assign(vscode.window, { showInputBox: async () => ' Crew ' });
    try {
      await edit();
    } finally {
      Object.assign(vscode.window, { showInputBox });
    }
    assert.deepEqual([origins.tokenOrigin('Crew'), origins.keyOrigin('Crew')], [OLD, undefined]);
    assert.equal(origins.tokenOrigin('Team'), undefined);
  });

  it('at the same server asks nothing, and leaves the token', async () => {
    const { origins, tokens, team, edit } = await setUp();
    picks.push('Address');
    const editing = edit();
    await type(`${OLD}/v2`);
    await editing;
    assert.deepEqual(user.asked, []);
    assert.equal(team().url, `${OLD}/v2/chat/completions`);
    assert.deepEqual([await tokens.get(OLD), origins.tokenOrigin('Team')], ['canary', OLD]);
  });
});
