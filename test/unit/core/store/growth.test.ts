import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encode, headOf } from '../../../../src/core/store/conversationFile';
import { encodeLine } from '../../../../src/core/store/lines';
import { createFaultyFileSystem } from '../../../support/faultyFileSystem';
import { turn, useStores } from './storeSetup';

describe('a history that has grown (P1, P11)', function () {
  this.timeout(300_000);

  const stores = useStores();

  it('lists 10,000 conversations without opening one, and finds the one that has a word', async () => {
    await mkdir(stores.directory);
    const ids = Array.from({ length: 10_000 }, (_, n) => `c${n}`);
    const summaries = ids.map((id, n) => ({
      summary: { id, title: `Title ${n}`, createdAt: n, updatedAt: n, messages: 2 },
    }));
    await writeFile(path.join(stores.directory, 'conversations.index'), encodeLine(0, { entries: summaries }));
    for (const [n, id] of ids.entries()) {
      const records = turn(n, n === 1234 ? 'A pangolin.' : 'Something else.');
      await writeFile(
        path.join(stores.directory, `${id}.jsonl`),
        encode(0, [headOf({ id, createdAt: n }), ...records]),
      );
    }
    const disk = createFaultyFileSystem();
    const { store } = stores.window({ fileSystem: disk.fileSystem });
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      ids.toReversed(),
    );
    assert.equal(disk.calls.filter(call => call === 'readFile').length, 1);
    const found: string[] = [];
    for await (const { summary } of store.search('pangolin', new AbortController().signal)) found.push(summary.id);
    assert.deepEqual(found, ['c1234']);
    const before = disk.calls.filter(call => call === 'readFile').length;
    for await (const { summary } of store.search('pangolin', new AbortController().signal)) found.push(summary.id);
    assert.deepEqual(found, ['c1234', 'c1234']);
    const opened = disk.calls.filter(call => call === 'readFile').length - before;
    assert.ok(opened < 100, `${opened} files read`);
  });

  it('keeps 10,000 messages of a conversation in its files', async () => {
    await mkdir(stores.directory);
    const records = Array.from({ length: 4999 }, (_, n) => turn(n, 'An answer.')).flat();
    await writeFile(path.join(stores.directory, 'c.jsonl'), encode(0, [headOf({ id: 'c', createdAt: 1 }), ...records]));
    const window = stores.window();
    assert.equal((await window.open('c')).entries.length, 9998);
    await window.say(...turn(5000));
    assert.deepEqual([...window.forks, ...window.told], []);
    await window.store.close();
    assert.deepEqual((await readdir(stores.directory)).sort(), ['c.jsonl', 'conversations.index']);
    assert.ok((await readFile(path.join(stores.directory, 'conversations.index'))).length < 1000);
    assert.equal((await stores.read('c'))?.entries.length, 10_000);
    assert.equal((await stores.window().store.list())[0]?.messages, 10_000);
  });

  it('leaves nothing of a conversation that is deleted, whatever was made of it', async () => {
    const window = stores.window({ segmentBytes: 200 });
    for (let n = 1; n < 4; n++) await window.say(...turn(n, 'A pangolin.'));
    await window.store.label('c', { title: 'Mine', pinned: true });
    for await (const _match of window.store.search('pangolin', new AbortController().signal));
    for (const name of [
      'c.damaged-00000000',
      'c.1.damaged-00000000',
      'c.version1',
      'c.jsonl.new',
      'c.label.x.new',
      'c.lease.x',
    ])
      await writeFile(path.join(stores.directory, name), 'pangolin');
    await writeFile(path.join(stores.directory, 'c2.label'), '{"title":"Of another"}');
    await window.store.remove('c');
    await window.store.close();
    const left = await readdir(stores.directory);
    assert.deepEqual(left.sort(), ['c2.label', 'conversations.index', 'conversations.search']);
    for (const name of left)
      assert.doesNotMatch(await readFile(path.join(stores.directory, name), 'utf8'), /pangolin|Mine|Question|"c"/);
  });
});
