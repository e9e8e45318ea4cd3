import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Entries } from '../../src/core/endpoints/endpointEntries';
import { parseEndpoints } from '../../src/core/endpoints/endpoints';
import { createOriginMemory } from '../../src/core/endpoints/originMemory';
import { placeWords, viewTarget } from '../../src/vscode/chat/viewTarget';
import { createAddressActions } from '../../src/vscode/endpoints/addressActions';
import { createTokens } from '../../src/vscode/tokens';
import { memoryMemento } from '../support/memoryMemento';
import { memorySecrets } from '../support/memorySecrets';
import { answering } from './answering';

const ORIGIN = 'http://lan.corp.test';
const SETTING = [{ name: ' Lan ', url: ORIGIN, model: 'm', protocol: 'envelope' }, 'broken', { name: 'Lan', url: 'x' }];
const NEW = 'https://new.corp.test/v1/chat/completions';

describe('what changes where something goes, or how', () => {
  const user = answering();
  beforeEach(user.begin);
  afterEach(user.end);

  function setUp() {
    let entries: Entries = SETTING;
    const origins = createOriginMemory(memoryMemento());
    const tokens = createTokens(memorySecrets(), {}, { onRemoved: origins.forgetToken });
    const actions = createAddressActions({
      endpoints: () => parseEndpoints(entries).endpoints,
      changeEntries: async to => change(to),
      tokens,
      forgetEndpoint: origins.forgetEndpoint,
      origins,
    });
    const change = (to: (before: Entries) => Entries): void => {
      entries = to(entries);
    };
    return { entries: () => entries, change, origins, tokens, actions };
  }

  it('asks whether a token may go unencrypted, and takes that back at a command (S4)', async () => {
    const { origins, actions } = setUp();
    user.answer(undefined);
    assert.equal(await actions.allowPlainHttp('Lan'), false);
    assert.deepEqual(origins.plainHttp(), []);
    user.answer('Send it unencrypted');
    assert.equal(await actions.allowPlainHttp('Lan'), true);
    assert.deepEqual(origins.plainHttp(), [ORIGIN]);
    await actions.forgetUnencryptedAddresses();
    assert.deepEqual(origins.plainHttp(), []);
    assert.match(user.asked.at(-1) ?? '', /asked again before a token goes unencrypted to http:\/\/lan\.corp\.test/);
    await actions.forgetUnencryptedAddresses();
    assert.match(user.asked.at(-1) ?? '', /No token is allowed/);
  });

  it('asks whether an endpoint that had a token is to be asked without one (S2)', async () => {
    const { origins, actions } = setUp();
    origins.noteToken('Lan', 'https://old.corp.test');
    user.answer(undefined);
    assert.equal(await actions.sendWithoutToken('Lan'), false);
    assert.equal(origins.tokenOrigin('Lan'), 'https://old.corp.test');
    user.answer('Ask without a token');
    assert.equal(await actions.sendWithoutToken('Lan'), true);
    assert.equal(origins.tokenOrigin('Lan'), undefined);
  });

  it('does not ask again about a token that was said not to come along to another address', async () => {
    const { entries, origins, actions } = setUp();
    origins.noteToken('Lan', ORIGIN);
    user.answer('Use this address');
    assert.equal(await actions.useAddress('Lan', NEW), true);
    assert.match(user.asked[0] ?? '', /another server\. The token for http:\/\/lan\.corp\.test is not sent there/);
    assert.doesNotMatch(user.asked[0] ?? '', /deleted/, 'there is none');
    assert.equal(origins.tokenOrigin('Lan'), undefined);
    // The address is whole and says its protocol; entries that are not this endpoint’s stay as they are.
    assert.deepEqual(entries(), [{ name: ' Lan ', url: NEW, model: 'm' }, ...SETTING.slice(1)]);
  });

  it('asks whether the headers with a key are to go to another address, and names them (S2)', async () => {
    const { origins, actions, change } = setUp();
    change(() => [{ name: 'Lan', url: NEW, headers: { 'X-Api-Key': 'canary', 'x-team': 'a' } }]);
    origins.noteKey('Lan', ORIGIN);
    user.answer(undefined);
    assert.equal(await actions.sendWithoutToken('Lan'), false);
    assert.equal(origins.keyOrigin('Lan'), ORIGIN);
    user.answer('Send them there');
    assert.equal(await actions.sendWithoutToken('Lan'), true);
    assert.match(user.asked[1] ?? '', /headers with a key \(X-Api-Key\) to https:\/\/new\.corp\.test/);
    assert.doesNotMatch(user.asked.join(' '), /canary/);
    assert.equal(origins.keyOrigin('Lan'), undefined);
  });

  it('says which headers with a key go along to another address, and asks once', async () => {
    const { origins, actions, change } = setUp();
    change(() => [{ name: 'Lan', url: ORIGIN, headers: { 'X-Api-Key': 'canary', 'x-team': 'a' } }]);
    origins.noteKey('Lan', ORIGIN);
    user.answer('Use this address');
    assert.equal(await actions.useAddress('Lan', NEW), true);
    assert.match(user.asked[0] ?? '', /The headers with a key go along: X-Api-Key\./);
    assert.equal(origins.keyOrigin('Lan'), undefined);
  });

  it('deletes the token that no endpoint uses any more, and says so before', async () => {
    const { origins, tokens, actions } = setUp();
    await tokens.set(ORIGIN, 'canary');
    await origins.setPlainHttp([ORIGIN]);
    user.answer(undefined);
    assert.equal(await actions.useAddress('Lan', NEW), false);
    assert.equal(await tokens.get(ORIGIN), 'canary');
    user.answer('Use this address');
    assert.equal(await actions.useAddress('Lan', NEW), true);
    assert.match(user.asked[1] ?? '', /It is deleted, because no other endpoint uses it/);
    assert.equal(await tokens.get(ORIGIN), undefined);
    assert.deepEqual(origins.plainHttp(), []);
  });

  it('leaves the token to another endpoint that uses it', async () => {
    const { tokens, actions, change } = setUp();
    await tokens.set(ORIGIN, 'canary');
    change(entries => [...entries, { name: 'Sharer', url: `${ORIGIN}/other` }]);
    user.answer('Use this address');
    assert.equal(await actions.useAddress('Lan', NEW), true);
    assert.doesNotMatch(user.asked[0] ?? '', /deleted/);
    assert.equal(await tokens.get(ORIGIN), 'canary');
  });

  it('asks about another path, too, and keeps token and query there', async () => {
    const { entries, origins, tokens, actions, change } = setUp();
    change(() => [{ name: 'Lan', url: `${ORIGIN}/x?api-version=1&key=mine` }]);
    await tokens.set(ORIGIN, 'canary');
    origins.noteToken('Lan', ORIGIN);
    user.answer('Use this address');
    assert.equal(await actions.useAddress('Lan', `${ORIGIN}/v1/chat/completions`), true);
    assert.match(user.asked[0] ?? '', /It is the same server/);
    assert.doesNotMatch(user.asked[0] ?? '', /mine/);
    assert.deepEqual(entries(), [{ name: 'Lan', url: `${ORIGIN}/v1/chat/completions?api-version=1&key=mine` }]);
    assert.equal(await tokens.get(ORIGIN), 'canary');
    assert.equal(origins.tokenOrigin('Lan'), ORIGIN);
  });

  it('is nothing for an endpoint that is not there, and asks nothing', async () => {
    const { actions } = setUp();
    for (const name of [undefined, 'Other', {}, '__proto__']) {
      assert.equal(await actions.allowPlainHttp(name), false);
      assert.equal(await actions.sendWithoutToken(name), false);
      assert.equal(await actions.useAddress(name, 'https://evil.test'), false);
    }
    assert.deepEqual(user.asked, []);
  });
});

describe('where the next message goes, as the page is told', () => {
  const { UI, Workspace } = vscode.ExtensionKind;

  it('is new until something was sent there, and open to everyone without https', () => {
    const origins = createOriginMemory(memoryMemento());
    const targetOf = (url: string) => {
      const [endpoint] = parseEndpoints([{ name: 'One', url }]).endpoints;
      assert.ok(endpoint);
      const { isFirst, isUnencrypted } = viewTarget({ endpoint, model: 'm' }, origins.isFirst, UI);
      return [isFirst, isUnencrypted];
    };
    assert.deepEqual(targetOf('https://a.test'), [true, undefined]);
    origins.noteSent('https://a.test/v1');
    assert.deepEqual(targetOf('https://a.test'), [undefined, undefined]);
    assert.deepEqual(targetOf('http://a.test'), [true, true]);
    assert.deepEqual(targetOf('http://localhost:1'), [undefined, undefined]);
  });

  it('names the machine that localhost is, where there are two', () => {
    assert.equal(placeWords(undefined, UI, 'box'), undefined);
    assert.equal(placeWords(undefined, Workspace, 'box'), undefined);
    assert.match(placeWords('ssh-remote', UI, 'box') ?? '', /the computer in front of you, not the remote one/);
    for (const [remote, words] of [
      ['ssh-remote', /the SSH host “box”/],
      ['wsl', /Linux of WSL on “box”/],
      ['dev-container', /container “box”/],
      ['attached-container', /container “box”/],
      ['codespaces', /“box”, where VS Code’s server runs/],
      ['127.0.0.1', /“box”, where VS Code’s server runs/],
    ] as const)
      assert.match(placeWords(remote, Workspace, 'box') ?? '', words);
  });
});
