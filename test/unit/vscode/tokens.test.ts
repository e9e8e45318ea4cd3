import assert from 'node:assert/strict';
import { createTokens } from '../../../src/vscode/tokens';
import { memorySecrets } from '../../support/memorySecrets';

const A = 'https://a.example';
const B = 'https://b.example';

describe('tokens', () => {
  it('belong to one origin each', async () => {
    const tokens = createTokens(memorySecrets(), {});
    await tokens.set(A, 'one');
    assert.equal(await tokens.get(A), 'one');
    for (const other of [B, 'http://a.example', 'https://a.example:8443'])
      assert.equal(await tokens.get(other), undefined, other);
    await tokens.remove(A);
    assert.equal(await tokens.get(A), undefined);
  });

  it('count their changes, in this window and in others', async () => {
    const secrets = memorySecrets();
    const tokens = createTokens(secrets, {});
    const counts = [tokens.changes(A)];
    await tokens.set(A, 'one');
    counts.push(tokens.changes(A));
    await createTokens(secrets, {}).set(A, 'two');
    counts.push(tokens.changes(A));
    await tokens.remove(A);
    counts.push(tokens.changes(A));
    assert.deepEqual(
      counts.toSorted((left, right) => left - right),
      counts,
    );
    assert.equal(new Set(counts).size, 4);
    assert.equal(tokens.changes(B), 0);
  });

  it('come from the environment for the origin that it names, and for no other', async () => {
    const secrets = memorySecrets();
    const tokens = createTokens(secrets, { ENDPOINT_URL: 'a.example/v1', ENDPOINT_TOKEN: 'Bearer one' });
    assert.equal(await tokens.get(B), undefined);
    assert.equal(await tokens.get(A), 'one');
    assert.equal(await createTokens(secrets, {}).get(A), 'one', 'it is in the secret storage now');
  });

  it('stay removed, also when the environment still has them', async () => {
    const tokens = createTokens(memorySecrets(), { ENDPOINT_URL: 'a.example', ENDPOINT_TOKEN: 'one' });
    await tokens.get(A);
    await tokens.remove(A);
    assert.equal(await tokens.get(A), undefined);
    await tokens.set(A, 'by hand');
    assert.equal(await tokens.get(A), 'by hand');
  });

  it('give way to another one in the environment', async () => {
    const secrets = memorySecrets();
    await createTokens(secrets, { ENDPOINT_URL: 'a.example', ENDPOINT_TOKEN: 'one' }).get(A);
    assert.equal(await createTokens(secrets, { ENDPOINT_URL: 'a.example', ENDPOINT_TOKEN: 'two' }).get(A), 'two');
  });

  it('are asked of the storage once while a message is typed, and again when they have changed, also elsewhere', async () => {
    const secrets = memorySecrets();
    let asked = 0;
    const get = (key: string) => {
      asked++;
      return secrets.get(key);
    };
    const tokens = createTokens({ ...secrets, get }, {});
    await tokens.set(A, 'one');
    assert.deepEqual([await tokens.get(A), await tokens.get(A), asked], ['one', 'one', 1]);
    await createTokens(secrets, {}).set(A, 'two');
    assert.equal(await tokens.get(A), 'two');
    await tokens.remove(A);
    assert.equal(await tokens.get(A), undefined);
  });

  it('are asked for again where the storage has failed', async () => {
    const secrets = memorySecrets({ [`endpointChat.token:${A}`]: 'one' });
    let asked = 0;
    const get = (key: string) => (asked++ === 0 ? Promise.reject(new Error('locked')) : secrets.get(key));
    const tokens = createTokens({ ...secrets, get }, {});
    await assert.rejects(tokens.get(A), /locked/);
    assert.equal(await tokens.get(A), 'one');
  });

  it('put nothing into the storage when the environment is not an endpoint', async () => {
    const tokens = createTokens(memorySecrets(), { ENDPOINT_URL: 'ftp://a.example', ENDPOINT_TOKEN: 'one' });
    assert.equal(await tokens.get(A), undefined);
  });
});
