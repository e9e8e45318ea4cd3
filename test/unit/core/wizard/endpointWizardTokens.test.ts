import assert from 'node:assert/strict';
import { readEndpointInput } from '../../../../src/core/pasted/endpointInput';
import { BACK } from '../../../../src/core/wizard/wizardTypes';
import { DEKA, KEY } from '../pasted/pastedWords';
import { type Answers, COMMAND, LEFT, ORIGIN, pasted, setUp, WORKS } from './endpointWizardSetup';

describe('the token, in the wizard that adds an endpoint', () => {
  it('takes the stored token along, unless another is typed', async () => {
    const kept = setUp({ token: 'stored-key' });
    await kept.run({ address: [pasted(DEKA)], token: [''], model: ['m1'], check: [WORKS] });
    assert.deepEqual(kept.seen[1], 'token: stored');
    assert.deepEqual([...kept.tokens], [[ORIGIN, 'stored-key']]);
    const typed = setUp({ token: 'stored-key' });
    await typed.run({ address: [pasted(DEKA)], token: ['new-key'], model: ['m1'], check: [WORKS] });
    assert.deepEqual([...typed.tokens], [[ORIGIN, 'new-key']]);
  });

  it('never takes a token to another server', async () => {
    const { run, seen } = setUp();
    const other = pasted('https://other.example/v1');
    await run({ address: [pasted(COMMAND), other], token: [BACK, ''], model: ['m1'], check: [undefined] });
    assert.deepEqual(seen.slice(-3), [
      'token: none',
      'model:  with undefined',
      'check: other.example m1 with undefined',
    ]);
  });

  it('takes a suggested address, with the token only on the same server', async () => {
    const same = setUp();
    const address = [pasted(COMMAND.replace('/v1/', '/wrong/v1/'))];
    await same.run({ address, token: [''], model: ['m1'], check: [{ type: 'useAddress', url: DEKA }, WORKS] });
    assert.equal(same.saved[0]?.url, DEKA);
    assert.equal(same.seen.at(-2), `check: Deka LLM m1 with ${KEY}`);
    const other = setUp();
    const url = 'https://elsewhere.example/v1/chat/completions';
    await other.run({ address, token: ['', undefined], model: ['m1'], check: [{ type: 'useAddress', url }] });
    assert.equal(other.seen.at(-1), 'token: none');
  });

  it('asks before a token may go without encryption, and goes back to the address where it may not', async () => {
    const { run, saved, seen } = setUp();
    const open = pasted('http://llm.corp.example/v1');
    await run({ address: [open, LEFT], token: ['a-key'], plainHttp: [false] });
    assert.deepEqual(seen.slice(1), [
      'token: none',
      'plainHttp: http://llm.corp.example',
      'address: http://llm.corp.example/v1/chat/completions',
    ]);
    await run({ address: [open], token: ['a-key'], plainHttp: [true], model: ['m'], check: [WORKS] });
    assert.equal(saved.length, 1);
    const local = setUp();
    await local.run({ address: [pasted('localhost:8080')], token: ['a-key'], model: ['m'], check: [WORKS] });
    assert.equal(local.saved.length, 1);
  });

  it('remembers that a token may go without encryption only with the endpoint', async () => {
    const { run, allowed, seen } = setUp();
    const open = pasted('http://llm.corp.example/v1');
    await run({ address: [open], token: ['a-key'], plainHttp: [true], model: ['m'], check: [undefined] });
    assert.equal(seen.at(-1), 'check: llm.corp.example m with a-key unencrypted');
    assert.deepEqual(allowed, []);
    await run({ address: [{ type: 'continue' }], check: [WORKS] });
    assert.deepEqual(allowed, ['http://llm.corp.example']);
  });

  it('lets a yes count for one server only', async () => {
    const { run, allowed, seen } = setUp();
    const elsewhere = { type: 'useAddress', url: 'http://other.corp.example/v1/chat/completions' } as const;
    const address = [pasted('http://llm.corp.example/v1')];
    const token = ['a-key', 'b-key'];
    await run({ address, token, plainHttp: [true, true], model: ['m', 'm'], check: [elsewhere, WORKS] });
    assert.equal(seen.filter(step => step.startsWith('plainHttp')).length, 2);
    assert.deepEqual(allowed, ['http://other.corp.example']);
  });

  it('takes no header that holds a key to another server', async () => {
    const { run, saved } = setUp();
    const input = readEndpointInput(`curl ${DEKA} -H "X-Team: a"`);
    const withKey = { ...input, headers: { ...input.headers, 'X-Api-Key': 'k', 'X-Trace': 'sk-abcdefghijkl' } };
    const url = 'https://elsewhere.example/v1/chat/completions';
    const address = [{ type: 'endpoint', input: withKey }] as const;
    await run({ address, token: ['', ''], model: ['m', 'm'], check: [{ type: 'useAddress', url }, WORKS] });
    assert.deepEqual(saved[0]?.headers, { 'X-Team': 'a' });
  });

  it('takes the token back when the settings cannot be written, and can be gone on with', async () => {
    for (const before of [{}, { token: 'old-key' }]) {
      const { run, failSaving, tokens, targets, saved } = setUp(before);
      const held = [...tokens];
      failSaving(new Error('settings.json is read-only'));
      const answers: Answers = { address: [pasted(COMMAND)], token: [''], model: ['m1'], check: [WORKS] };
      await assert.rejects(run(answers), /read-only/);
      assert.deepEqual([...tokens], held);
      assert.deepEqual(targets, []);
      failSaving(undefined);
      await run({ address: [{ type: 'continue' }], check: [WORKS] });
      assert.equal(saved.length, 1);
      assert.deepEqual([...tokens], [[ORIGIN, KEY]]);
    }
  });

  it('is passed where the keyring cannot be read, with a token and without', async () => {
    for (const [text, token] of [
      [COMMAND, ''],
      ['https://llm.example/v1', 'typed-key'],
      ['localhost:8080', ''],
    ] as const) {
      const { run, failKeyring, saved } = setUp();
      failKeyring(new Error('no keyring'));
      await run({ address: [pasted(text)], token: [token], model: ['m1'], check: [WORKS] });
      assert.equal(saved.length, 1, text);
    }
  });

  it('says that the settings cannot be written, whatever the keyring says', async () => {
    const { run, failKeyring, failSaving, tokens } = setUp();
    failKeyring(new Error('no keyring'));
    failSaving(new Error('settings.json is read-only'));
    await assert.rejects(run({ address: [pasted(COMMAND)], token: [''], model: ['m1'], check: [WORKS] }), /read-only/);
    assert.deepEqual([...tokens], []);
  });
});
