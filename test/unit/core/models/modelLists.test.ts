import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createModelLists } from '../../../../src/core/models/modelLists';
import { until } from '../../../support/until';
import { endpoint } from '../client/clientSetup';

const KEY = 'sk-canary-lists-1';
const plain = endpoint({ url: 'https://api.corp.test/v1' });
const keyed = { ...plain, headers: { 'x-api-key': KEY } };
const list = [{ id: 'a', contextWindow: 8192, maxOutputTokens: 100, vision: true, tools: false }, { id: 'b' }];

describe('The lists of models that are remembered', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
    file = path.join(folder, 'storage', 'modelLists.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are there at the next start, each under its own endpoint', async () => {
    assert.deepEqual(await createModelLists(file).known(plain), []);
    assert.equal(await createModelLists(file).learn(plain, list), true);
    const later = createModelLists(file);
    assert.deepEqual(await later.known(plain), list);
    assert.deepEqual(await later.known(keyed), []);
    assert.deepEqual(await readdir(path.dirname(file)), ['modelLists.json']);
  });

  it('are news only when they say something new, also after a start', async () => {
    await createModelLists(file).learn(plain, list);
    const lists = createModelLists(file);
    assert.equal(await lists.learn(plain, structuredClone(list)), false);
    assert.equal(await lists.learn(plain, list.slice(1)), true);
    assert.deepEqual(await createModelLists(file).known(plain), [{ id: 'b' }]);
  });

  it('hold no address and no header: either may be a key', async () => {
    await createModelLists(file).learn(keyed, list);
    const written = await readFile(file, 'utf8');
    for (const secret of [KEY, 'corp.test', Buffer.from(KEY).toString('base64')]) assert.ok(!written.includes(secret));
  });

  it('are understood as far as they can be', async () => {
    const lists = createModelLists(file);
    await lists.learn(plain, list);
    const [key = ''] = Object.keys(JSON.parse(await readFile(file, 'utf8')));
    const spoilt = [{ id: 'a' }, { id: '' }, { id: 7 }, null, { id: 'x', contextWindow: -1 }, { id: 'c', later: 1 }];
    await writeFile(file, JSON.stringify({ [key]: spoilt, other: 7 }));
    assert.deepEqual(await createModelLists(file).known(plain), [{ id: 'a' }, { id: 'c' }]);
    for (const broken of ['', '{', '[]', 'null', '{"a":']) {
      await writeFile(file, broken);
      assert.deepEqual(await createModelLists(file).known(plain), []);
    }
  });

  it('are used in this window also where they cannot be kept', async () => {
    await writeFile(path.join(folder, 'storage'), 'not a folder');
    const lists = createModelLists(file);
    assert.equal(await lists.learn(plain, list), true);
    assert.deepEqual(await lists.known(plain), list);
  });

  it('are kept of every window, also where both have read before either has written', async () => {
    const [one, other] = [createModelLists(file), createModelLists(file)];
    await Promise.all([one.known(plain), other.known(plain)]);
    await one.learn(plain, list);
    await other.learn(keyed, [{ id: 'k' }]);
    await one.learn(endpoint({ url: 'http://localhost:1/v1' }), [{ id: 'l' }]);
    const later = createModelLists(file);
    assert.deepEqual([await later.known(plain), await later.known(keyed)], [list, [{ id: 'k' }]]);
    await other.learn(plain, [{ id: 'new' }]);
    await one.learn(keyed, [{ id: 'newer' }]);
    assert.deepEqual(await createModelLists(file).known(plain), [{ id: 'new' }], 'an older list comes not back');
  });

  it('are written one after the other, however slow the disk', async () => {
    let writes = 0;
    let release = (): void => undefined;
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    await mkdir(path.dirname(file));
    const lists = createModelLists(file, async (name, text) => {
      if (writes++ === 0) await released;
      await writeFile(name, text);
    });
    const first = lists.learn(plain, list);
    await until(() => writes === 1);
    const second = lists.learn(keyed, [{ id: 'k' }]);
    // Long enough for a second write beside the first.
    await Promise.race([second, new Promise(resolve => setTimeout(resolve, 100))]);
    release();
    await Promise.all([first, second]);
    assert.equal(writes, 2);
    const later = createModelLists(file);
    assert.deepEqual([await later.known(plain), await later.known(keyed)], [list, [{ id: 'k' }]]);
  });

  it('leave nothing beside them where the file cannot be replaced', async () => {
    await mkdir(path.join(file, 'not a file'), { recursive: true });
    const lists = createModelLists(file);
    assert.equal(await lists.learn(plain, list), true);
    assert.deepEqual(await readdir(path.dirname(file)), ['modelLists.json']);
    assert.deepEqual(await lists.known(plain), list);
  });

  it('are those of the twenty endpoints that told last', async () => {
    const lists = createModelLists(file);
    const endpoints = Array.from({ length: 21 }, (_, port) => endpoint({ url: `http://localhost:${port + 1}/v1` }));
    for (const each of endpoints) await lists.learn(each, list);
    const kept = await Promise.all(endpoints.map(async each => (await lists.known(each)).length > 0));
    assert.deepEqual(
      kept,
      endpoints.map((_, index) => index > 0),
    );
  });
});
