import assert from 'node:assert/strict';
import { parseEndpoints } from '../../../src/core/endpoints';
import { createModelCatalog, type ModelMemory } from '../../../src/core/modelCatalog';

const [plain, withWindow] = parseEndpoints([
  { name: 'Plain', url: 'localhost:1' },
  { name: 'With window', url: 'localhost:2', contextWindow: 4096 },
]).endpoints;

function emptyMemory(): ModelMemory {
  let written: unknown;
  return {
    read: () => written,
    write: remembered => {
      written = structuredClone(remembered);
    },
  };
}

describe('The model catalog', () => {
  it('knows nothing before it has asked, and asks each endpoint once', async () => {
    assert.ok(plain);
    let count = 0;
    const catalog = createModelCatalog(async () => {
      count++;
      return [{ id: 'm', contextWindow: 8192, vision: true }];
    }, emptyMemory());
    const target = { endpoint: plain, model: 'm' };
    assert.equal(catalog.info(target), undefined);
    await Promise.all([catalog.learn(plain), catalog.learn(plain)]);
    await catalog.learn(plain);
    assert.equal(count, 1);
    assert.deepEqual(catalog.info(target), { id: 'm', contextWindow: 8192, vision: true });
    assert.equal(catalog.info({ endpoint: plain, model: 'other' }), undefined);
  });

  it('puts the window that the user has set before the one that the server tells', async () => {
    assert.ok(withWindow);
    const catalog = createModelCatalog(async () => [{ id: 'm', contextWindow: 8192, vision: true }], emptyMemory());
    assert.deepEqual(catalog.info({ endpoint: withWindow, model: 'm' }), { id: 'm', contextWindow: 4096 });
    await catalog.learn(withWindow);
    assert.deepEqual(catalog.info({ endpoint: withWindow, model: 'm' }), {
      id: 'm',
      contextWindow: 4096,
      vision: true,
    });
  });

  it('asks again where the endpoint did not answer', async () => {
    assert.ok(plain);
    let count = 0;
    const catalog = createModelCatalog(async () => {
      if (count++ === 0) throw new Error('down');
      return [{ id: 'm', contextWindow: 8192 }];
    }, emptyMemory());
    await catalog.learn(plain);
    await catalog.learn(plain);
    assert.equal(catalog.info({ endpoint: plain, model: 'm' })?.contextWindow, 8192);
  });

  it('knows a model that was used in an earlier window before it has asked, and asks all the same', async () => {
    assert.ok(plain);
    const memory = emptyMemory();
    const target = { endpoint: plain, model: 'm' };
    const before = createModelCatalog(async () => [{ id: 'm', contextWindow: 8192, vision: true }], memory);
    before.remember(target);
    assert.equal(memory.read(), undefined, 'nothing is known yet');
    await before.learn(plain);
    before.remember(target);
    const now = createModelCatalog(async () => [{ id: 'm', contextWindow: 16_384 }], memory);
    assert.deepEqual(now.info(target), { id: 'm', contextWindow: 8192, vision: true });
    assert.equal(now.info({ endpoint: plain, model: 'other' }), undefined);
    await now.learn(plain);
    assert.deepEqual(now.info(target), { id: 'm', contextWindow: 16_384 });
    for (const spoilt of [null, 7, { 'http://x m': null }, { x: { id: 3 } }])
      assert.equal(
        createModelCatalog(async () => [], { read: () => spoilt, write: () => undefined }).info(target),
        undefined,
      );
  });

  it('writes no address down, which may hold a key', async () => {
    const memory = emptyMemory();
    const [endpoint] = parseEndpoints([{ name: 'Key', url: 'https://a.example/v1?key=sk-canary' }]).endpoints;
    assert.ok(endpoint);
    const catalog = createModelCatalog(async () => [{ id: 'm', contextWindow: 8192 }], memory);
    await catalog.learn(endpoint);
    catalog.remember({ endpoint, model: 'm' });
    assert.match(JSON.stringify(memory.read()), /8192/);
    assert.doesNotMatch(JSON.stringify(memory.read()), /canary|a\.example/);
  });

  it('writes down no more what an older version had under an address', async () => {
    assert.ok(plain);
    const memory = emptyMemory();
    memory.write({ 'https://a.example/v1?key=sk-canary m': { id: 'm' } });
    const catalog = createModelCatalog(async () => [{ id: 'm', contextWindow: 8192 }], memory);
    await catalog.learn(plain);
    catalog.remember({ endpoint: plain, model: 'm' });
    assert.doesNotMatch(JSON.stringify(memory.read()), /canary/);
  });

  it('is silent about an endpoint that has no list or fails', async () => {
    assert.ok(plain);
    for (const models of [async () => undefined, () => Promise.reject(new Error('down'))]) {
      const catalog = createModelCatalog(models, emptyMemory());
      await catalog.learn(plain);
      assert.equal(catalog.info({ endpoint: plain, model: 'm' }), undefined);
    }
  });
});
