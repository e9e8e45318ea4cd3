import assert from 'node:assert/strict';
import { type ChatError, CODES, errorDetails } from '../../../src/core/errors';
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

  it('leave no copy behind when they are removed, also none that an earlier version has kept', async () => {
    const environment = { ENDPOINT_URL: 'a.example', ENDPOINT_TOKEN: 'sk-one' };
    const kept = { [`endpointChat.tokenFromEnvironment:${A}`]: 'sk-one', [`endpointChat.token:${A}`]: 'sk-one' };
    for (const [secrets, from] of [
      [memorySecrets(), environment],
      [memorySecrets(kept), environment],
      [memorySecrets(kept), {}],
    ] as const) {
      const tokens = createTokens(secrets, from);
      assert.equal(await tokens.get(A), 'sk-one');
      await tokens.remove(A);
      const values = await Promise.all((await secrets.keys()).map(secrets.get));
      assert.ok(values.length > 0 && !values.some(value => value?.includes('sk-one')), String(values));
      assert.equal(await createTokens(secrets, environment).get(A), undefined, 'it does not come back');
    }
  });

  it('that an earlier version has kept as taken are taken all the same, and not kept any longer', async () => {
    const secrets = memorySecrets({ [`endpointChat.tokenFromEnvironment:${A}`]: 'sk-one' });
    const tokens = createTokens(secrets, { ENDPOINT_URL: 'a.example', ENDPOINT_TOKEN: 'sk-one' });
    assert.equal(await tokens.get(A), undefined);
    assert.notEqual(await secrets.get(`endpointChat.tokenFromEnvironment:${A}`), 'sk-one');
  });

  it('are those that were set last at once, before the storage has told of the change', async () => {
    const tokens = createTokens({ ...memorySecrets(), onDidChange: () => ({ dispose: () => undefined }) }, {});
    assert.equal(await tokens.get(A), undefined);
    await tokens.set(A, 'one');
    assert.equal(await tokens.get(A), 'one');
    await tokens.remove(A);
    assert.equal(await tokens.get(A), undefined);
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
    await assert.rejects(tokens.get(A), { kind: 'config' });
    assert.equal(await tokens.get(A), 'one');
  });

  it('put nothing into the storage when the environment is not an endpoint', async () => {
    const tokens = createTokens(memorySecrets(), { ENDPOINT_URL: 'ftp://a.example', ENDPOINT_TOKEN: 'one' });
    assert.equal(await tokens.get(A), undefined);
  });
});

describe('a keyring that does not work (S9)', () => {
  const broken = async (): Promise<never> => {
    throw new Error('Cannot create an item in a locked collection: sk-one');
  };

  it('that cannot be read is said so, in its own words, and is no refused token', async () => {
    const tokens = createTokens({ ...memorySecrets(), get: broken }, {});
    await assert.rejects(tokens.get(A), (error: unknown) => {
      const { kind, code, serverMessage } = errorDetails(error);
      assert.deepEqual([kind, code], ['config', CODES.tokenNotRead]);
      assert.match(serverMessage ?? '', /locked collection/);
      return true;
    });
  });

  it('that cannot save leaves the token to this window, says so without it, and writes it nowhere', async () => {
    const secrets = memorySecrets();
    const said: ChatError[] = [];
    const events = { onNotSaved: (error: ChatError) => said.push(error) };
    const tokens = createTokens({ ...secrets, store: broken }, {}, events);
    await tokens.set(A, 'sk-one');
    assert.deepEqual([await tokens.get(A), tokens.isHeld(A), await tokens.get(B)], ['sk-one', true, undefined]);
    assert.deepEqual(
      said.map(({ details }) => [details.code, details.serverMessage]),
      [[CODES.tokenNotSaved, 'Cannot create an item in a locked collection: •••']],
    );
    assert.deepEqual(await secrets.keys(), []);
    assert.equal(await createTokens(secrets, {}).get(A), undefined, 'another window has none');
    await tokens.remove(A);
    assert.deepEqual([await tokens.get(A), tokens.isHeld(A)], [undefined, false]);
  });

  it('that works again saves what is set then', async () => {
    const secrets = memorySecrets();
    let fails = true;
    const store = (key: string, value: string) => (fails ? broken() : secrets.store(key, value));
    const tokens = createTokens({ ...secrets, store }, {});
    await tokens.set(A, 'one');
    fails = false;
    await tokens.set(A, 'two');
    assert.deepEqual([tokens.isHeld(A), await createTokens(secrets, {}).get(A)], [false, 'two']);
  });

  it('that cannot remove is said so, and this window forgets the token all the same', async () => {
    const removed: string[] = [];
    const events = { onRemoved: async (origin: string) => void removed.push(origin) };
    const tokens = createTokens({ ...memorySecrets(), store: broken, delete: broken }, {}, events);
    await tokens.set(A, 'one');
    await assert.rejects(tokens.remove(A), error => errorDetails(error).code === CODES.tokenNotRemoved);
    assert.deepEqual([await tokens.get(A), removed], [undefined, []]);
  });

  it('lets the token of the environment be used, once, and not again after it was removed', async () => {
    const environment = { ENDPOINT_URL: 'a.example/v1', ENDPOINT_TOKEN: 'one' };
    const tokens = createTokens({ ...memorySecrets(), get: broken, store: broken }, environment);
    assert.equal(await tokens.get(A), 'one');
    await tokens.remove(A);
    await assert.rejects(tokens.get(A), error => errorDetails(error).code === CODES.tokenNotRead);
  });
});
