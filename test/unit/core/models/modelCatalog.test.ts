import assert from 'node:assert/strict';
import type { ModelInfo } from '../../../../src/core/chat';
import { type Endpoint, parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import { createModelCatalog, type ModelCatalogDependencies } from '../../../../src/core/models/modelCatalog';
import type { ModelLists } from '../../../../src/core/models/modelLists';
import { until } from '../../../support/until';

const [plain, withWindow] = parseEndpoints([
  { name: 'Plain', url: 'localhost:1' },
  { name: 'With window', url: 'localhost:2', contextWindow: 4096 },
]).endpoints;
assert.ok(plain && withWindow);
const target = { endpoint: plain, model: 'm' };
const M: ModelInfo = { id: 'm', contextWindow: 8192, vision: true };

function memoryLists(): ModelLists {
  const lists = new Map<string, readonly ModelInfo[]>();
  return {
    known: async ({ url }) => lists.get(url) ?? [],
    async learn({ url }, list) {
      const isNew = JSON.stringify(lists.get(url)) !== JSON.stringify(list);
      lists.set(url, list);
      return isNew;
    },
  };
}

/** A catalog of an endpoint that tells these lists, one after the other; undefined: it has none, an error: it fails. */
function setUp(
  told: readonly (readonly ModelInfo[] | undefined | Error)[],
  more: Partial<ModelCatalogDependencies> = {},
) {
  const counts = { asked: 0, recalled: 0, learned: 0 };
  const catalog = createModelCatalog({
    lists: async () => lists,
    async models(endpoint: Endpoint) {
      const list = told[Math.min(counts.asked++, told.length - 1)];
      if (list instanceof Error) throw list;
      // As the client does, whoever asks.
      if (list) await catalog.take(endpoint, list);
      return list;
    },
    tokenChanges: () => 0,
    onRecalled: () => counts.recalled++,
    onLearned: () => counts.learned++,
    ...more,
  });
  const lists = memoryLists();
  return { catalog, counts };
}

describe('The model catalog', () => {
  it('knows nothing before it has asked, and asks each endpoint once', async () => {
    const { catalog, counts } = setUp([[M]]);
    assert.equal(catalog.info(target), undefined);
    await Promise.all([catalog.learn(plain), catalog.learn(plain)]);
    await catalog.learn(plain);
    assert.deepEqual([counts.asked, counts.learned], [1, 1]);
    assert.deepEqual(catalog.info(target), M);
    assert.deepEqual(await catalog.known(plain), [M]);
    assert.equal(catalog.info({ endpoint: plain, model: 'other' }), undefined);
  });

  it('puts the window that the user has set before the one that the server tells', async () => {
    const { catalog } = setUp([[M]]);
    const own = { endpoint: withWindow, model: 'm' };
    assert.deepEqual(catalog.info(own), { id: 'm', contextWindow: 4096 });
    await catalog.learn(withWindow);
    assert.deepEqual(catalog.info(own), { ...M, contextWindow: 4096 });
  });

  it('asks again where the endpoint did not answer; after answers to something else three times at most', async () => {
    const down = new Error('down');
    const { catalog, counts } = setUp([down, down, down, [M]]);
    for (let answers = 0; answers < 6; answers++) await catalog.learnAfterAnswer(plain);
    assert.equal(counts.asked, 3);
    await catalog.learn(plain);
    await catalog.learn(plain);
    assert.equal(counts.asked, 4);
    assert.deepEqual(catalog.info(target), M);
  });

  it('asks anew with another token, whose models are other ones', async () => {
    let changes = 0;
    const { catalog, counts } = setUp([[M], [{ id: 'n' }]], { tokenChanges: () => changes });
    await catalog.learnAfterAnswer(plain);
    assert.deepEqual(catalog.info(target), M);
    changes++;
    await catalog.learnAfterAnswer(plain);
    await catalog.learn(plain);
    assert.equal(counts.asked, 2);
    assert.equal(catalog.info(target), undefined);
    assert.deepEqual(await catalog.known(plain), [{ id: 'n' }]);
  });

  it('knows what was told in an earlier window before it has asked, says when it does, and asks all the same', async () => {
    const lists = memoryLists();
    await lists.learn(plain, [M]);
    const { catalog, counts } = setUp([[{ id: 'm', contextWindow: 16_384 }]], { lists: async () => lists });
    assert.equal(catalog.info(target), undefined);
    await until(() => counts.recalled === 1);
    assert.deepEqual(catalog.info(target), M);
    assert.equal(counts.asked, 0);
    await catalog.learn(plain);
    assert.deepEqual(catalog.info(target), { id: 'm', contextWindow: 16_384 });
    assert.equal(counts.recalled, 1);
  });

  it('reads what was told in an earlier window at the next use where it could not be read before', async () => {
    let reads = 0;
    const lists = memoryLists();
    await lists.learn(plain, [M]);
    const { catalog, counts } = setUp([], {
      async lists() {
        if (reads++ === 0) throw new Error('EIO');
        return lists;
      },
    });
    assert.equal(catalog.info(target), undefined);
    await until(() => {
      catalog.info(target);
      return reads === 2;
    });
    await until(() => counts.recalled === 1);
    assert.deepEqual(catalog.info(target), M);
  });

  it('does not put what was remembered over what was told meanwhile', async () => {
    let release = (_list: readonly ModelInfo[]): void => undefined;
    const remembered = new Promise<readonly ModelInfo[]>(resolve => {
      release = resolve;
    });
    const lists = { ...memoryLists(), known: () => remembered };
    const { catalog, counts } = setUp([[{ id: 'm', contextWindow: 16_384 }]], { lists: async () => lists });
    catalog.info(target);
    await catalog.learn(plain);
    release([M]);
    await catalog.known(plain);
    await new Promise(setImmediate);
    assert.deepEqual([catalog.info(target)?.contextWindow, counts.recalled], [16_384, 0]);
  });

  it('keeps the endpoints with other headers apart', async () => {
    const { catalog } = setUp([[M]]);
    await catalog.learn(plain);
    assert.equal(catalog.info({ ...target, endpoint: { ...plain, headers: { 'x-team': 'b' } } }), undefined);
  });

  it('is silent about an endpoint that has no list or fails, and keeps what it said before', async () => {
    for (const told of [undefined, new Error('down')]) {
      const { catalog } = setUp([told]);
      await catalog.learn(plain);
      assert.equal(catalog.info(target), undefined);
      await catalog.take(plain, [M]);
      await catalog.learn(plain);
      assert.deepEqual(catalog.info(target), M);
    }
  });
});
