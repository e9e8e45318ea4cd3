import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFaultyFileSystem } from '../../../support/faultyFileSystem';
import { turn, useStores } from './storeSetup';

describe('the list of conversations', () => {
  const stores = useStores();
  const indexFile = (): string => path.join(stores.directory, 'conversations.index');

  async function written(count: number): Promise<void> {
    const window = stores.window();
    for (let n = 1; n <= count; n++) {
      await window.open(`c${n}`);
      await window.say(...turn(n));
    }
    await window.store.close();
  }

  it('is empty, and writes nothing, before there is a conversation', async () => {
    assert.deepEqual(await stores.window().store.list(), []);
    await assert.rejects(readFile(indexFile()));
  });

  it('tells title, times and number of messages, the last one first', async () => {
    await written(3);
    const list = await stores.window().store.list();
    assert.deepEqual(
      list.map(({ id }) => id),
      ['c3', 'c2', 'c1'],
    );
    assert.deepEqual(list[0], { id: 'c3', title: 'Question 3? ✓', createdAt: 5, updatedAt: 302, messages: 2 });
  });

  it('opens no conversation whose summary it has', async () => {
    await written(3);
    const disk = createFaultyFileSystem();
    const window = stores.window({ fileSystem: disk.fileSystem });
    assert.equal((await window.store.list()).length, 3);
    assert.equal(disk.calls.filter(call => call === 'readFile').length, 1);
  });

  for (const [what, damage] of [
    ['deleted', () => rm(indexFile())],
    [
      'damaged',
      async () =>
        writeFile(
          indexFile(),
          (await readFile(indexFile())).map(byte => byte ^ 1),
        ),
    ],
    ['cut', async () => writeFile(indexFile(), (await readFile(indexFile())).subarray(0, 150))],
    ['full of something else', () => writeFile(indexFile(), Buffer.alloc(100_000))],
  ] as const) {
    it(`misses no conversation when the index is ${what}, and is whole again afterwards (P6)`, async () => {
      await written(5);
      const before = await stores.window().store.list();
      await damage();
      assert.deepEqual(await stores.window().store.list(), before);
      const disk = createFaultyFileSystem();
      assert.deepEqual(await stores.window({ fileSystem: disk.fileSystem }).store.list(), before);
      assert.equal(disk.calls.filter(call => call === 'readFile').length, 1);
    });
  }

  it('knows what a window has written that died before it told the index', async () => {
    await written(2);
    const window = stores.window();
    await window.open('c1');
    // Being answered: the index does not know of it yet.
    await window.say(...turn(9).slice(0, 3));
    const other = stores.window();
    assert.deepEqual(
      (await other.store.list()).map(({ id, messages }) => `${id} ${messages}`),
      ['c1 4', 'c2 2'],
    );
  });

  it('does not name what is no longer there', async () => {
    await written(2);
    await rm(path.join(stores.directory, 'c1.jsonl'));
    assert.deepEqual(
      (await stores.window().store.list()).map(({ id }) => id),
      ['c2'],
    );
  });

  it('does not grow for ever', async () => {
    await written(1);
    const line = await readFile(indexFile(), 'utf8');
    const window = stores.window();
    await window.open('c1');
    for (let n = 2; n < 120; n++) await window.say({ type: 'target', endpoint: 'E', model: `m${n}` });
    await window.store.list();
    assert.ok((await readFile(indexFile(), 'utf8')).length < line.length * 20);
    assert.equal((await window.store.list())[0]?.messages, 2);
  });

  it('is there where the index cannot be written', async () => {
    await written(2);
    await rm(indexFile());
    const disk = createFaultyFileSystem();
    disk.refuse('EROFS', ['open']);
    assert.equal((await stores.window({ fileSystem: disk.fileSystem }).store.list()).length, 2);
  });
});
