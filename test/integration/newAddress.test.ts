import assert from 'node:assert/strict';
import { parseEndpoints } from '../../src/core/endpoints/endpoints';
import { askForNewAddress } from '../../src/vscode/endpoints/newAddress';
import { fakeInputBox } from './inputBox';

const KEY = 'sk-canary-123456789';
const ADDRESS = 'https://one.example/v1/chat/completions';

describe('the box for another address of an endpoint', () => {
  const box = fakeInputBox();
  beforeEach(box.begin);
  afterEach(box.end);

  function open(url = ADDRESS) {
    const [endpoint] = parseEndpoints([{ name: 'One', url }]).endpoints;
    assert.ok(endpoint);
    return askForNewAddress(endpoint);
  }

  it('shows no key of the address that it begins with', async () => {
    const answer = open(`${ADDRESS}?key=${KEY}&api-version=1`);
    assert.equal(box.value, `${ADDRESS}?api-version=1`);
    box.press('Enter');
    assert.equal(await answer, undefined, 'nothing was changed');
  });

  for (const paste of [
    `https://new.example/v1?api_key=${KEY}`,
    `curl https://new.example/v1/chat/completions -H 'Authorization: Bearer ${KEY}' -d '{}'`,
  ])
    it(`hides the key of a paste at once, says so, and does not hand it on: ${paste.slice(0, 12)}`, async () => {
      const answer = open();
      box.type(paste);
      assert.equal(box.value, 'https://new.example/v1/chat/completions');
      assert.match(box.problem, /Set it as the token/);
      box.press('Enter');
      assert.equal(await answer, 'https://new.example/v1/chat/completions');
    });

  it('takes a key that was typed for none when it is whole', async () => {
    const answer = open();
    const typed = `https://new.example/v1?api_key=${KEY}`;
    box.type('https://new.example/v1?api_key=');
    for (let length = box.value.length; length <= typed.length; length++) box.type(typed.slice(0, length));
    assert.equal(box.value, typed);
    box.press('Enter');
    assert.equal(box.value, 'https://new.example/v1/chat/completions');
    assert.match(box.problem, /Set it as the token/);
    box.press('Escape');
    assert.equal(await answer, undefined);
    assert.equal(box.value, '');
  });

  it('hides a token that was pasted in place of an address', async () => {
    const answer = open();
    box.type(KEY);
    assert.equal(box.value, ADDRESS);
    assert.match(box.problem, /looks like a token/);
    box.press('Escape');
    await answer;
  });

  it('takes nothing that is no address', async () => {
    const answer = open();
    box.type('');
    box.press('Enter');
    assert.match(box.problem, /The address is empty/);
    box.type('two.example/v1');
    assert.equal(box.problem, '');
    box.press('Enter');
    assert.equal(await answer, 'two.example/v1');
  });
});
