import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { emptyConversation } from '../../../../src/core/conversation/conversation';
import { createFaultyFileSystem } from '../../../support/faultyFileSystem';
import { turn, useStores } from './storeSetup';

describe('deleting many conversations', () => {
  const stores = useStores();
  const all = Array.from({ length: 1000 }, (_, n) => `c${n}`);

  async function writeAll(): Promise<void> {
    const window = stores.window();
    await window.say(...turn(1));
    await window.store.close();
    const written = path.join(stores.directory, 'c.jsonl');
    for (const id of all) await fs.copyFile(written, path.join(stores.directory, `${id}.jsonl`));
    await fs.copyFile(written, path.join(stores.directory, 'c7.1.jsonl'));
  }

  async function conversationsLeft(): Promise<readonly string[]> {
    return (await fs.readdir(stores.directory)).filter(name => name.endsWith('.jsonl'));
  }

  it('looks into the folder once, and leaves the others', async () => {
    await writeAll();
    const { fileSystem, calls } = createFaultyFileSystem();
    const { store } = stores.window({ fileSystem });
    await store.removeAll([...all, '../out']);
    assert.equal(calls.filter(call => call === 'readdir').length, 1);
    assert.deepEqual(await conversationsLeft(), ['c.jsonl']);
  });

  it('goes on where one cannot be deleted, and says so once', async () => {
    await writeAll();
    const { fileSystem, refuse } = createFaultyFileSystem();
    refuse('EBUSY', ['unlink'], file => /c(3|500)\.jsonl$/.test(String(file)));
    const { store } = stores.window({ fileSystem });
    await assert.rejects(store.removeAll(all), /cannot be deleted: EBUSY/);
    assert.deepEqual((await conversationsLeft()).toSorted(), ['c.jsonl', 'c3.jsonl', 'c500.jsonl']);
  });

  it('also forgets what is not on disk yet', async () => {
    const { store } = stores.window();
    const [question] = turn(1);
    assert.ok(question);
    store.append(emptyConversation('c', 5), question);
    await store.removeAll(['c']);
    await store.flush();
    assert.deepEqual(await store.list(), []);
  });
});
