import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseEndpoints } from '../../src/core/endpoints';
import { createOriginMemory } from '../../src/core/originMemory';
import { createAddressActions } from '../../src/vscode/addressActions';
import { placeWords, viewTarget } from '../../src/vscode/viewTarget';
import { memoryMemento } from '../support/memoryMemento';
import { answering } from './answering';

const ORIGIN = 'http://lan.corp.test';
const { endpoints } = parseEndpoints([{ name: 'Lan', url: ORIGIN, model: 'm' }]);

describe('what changes where something goes, or how', () => {
  const user = answering();
  beforeEach(user.begin);
  afterEach(user.end);

  function setUp() {
    const saved: string[] = [];
    const origins = createOriginMemory(memoryMemento());
    const saveAddress = async (name: string, url: string) => void saved.push(`${name} ${url}`);
    return { saved, origins, actions: createAddressActions({ endpoints: () => endpoints, saveAddress, origins }) };
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
    const { saved, origins, actions } = setUp();
    origins.noteToken('Lan', ORIGIN);
    user.answer('Use this address');
    assert.equal(await actions.useAddress('Lan', 'https://new.corp.test/v1/chat/completions'), true);
    assert.match(user.asked[0] ?? '', /another server\. The token for http:\/\/lan\.corp\.test is not sent there/);
    assert.deepEqual(saved, ['Lan https://new.corp.test/v1/chat/completions']);
    assert.equal(origins.tokenOrigin('Lan'), undefined);
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
