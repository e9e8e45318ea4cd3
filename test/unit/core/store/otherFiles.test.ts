import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { turn, useStores } from './storeSetup';

describe('a conversation on disk that is not what the window has', () => {
  const stores = useStores();

  it('is written anew when its file was deleted while it is open', async () => {
    const one = stores.window();
    await one.say(...turn(1));
    await rm(stores.directory, { recursive: true });
    await one.say(...turn(2));
    assert.deepEqual(await stores.read('c'), one.conversation);
    assert.deepEqual(one.forks, []);
  });

  it('is left alone when another program has written into it', async () => {
    const one = stores.window();
    await one.say(...turn(1));
    const file = path.join(stores.directory, 'c.jsonl');
    await appendFile(file, 'something\n');
    const before = await readFile(file, 'utf8');
    await one.say(...turn(2));
    assert.equal(await readFile(file, 'utf8'), before);
    assert.deepEqual(await stores.read(one.conversation.id), one.conversation);
  });

  it('opens when a newer version wrote it, and is not written to (P10)', async () => {
    const text = '{"type":"conversation","version":99,"id":"c","createdAt":1}\n{"type":"chosen","id":"x"}\n';
    const one = stores.window();
    await one.say(...turn(1));
    await one.store.close();
    await writeFile(path.join(stores.directory, 'n.jsonl'), text);
    const other = stores.window();
    await other.open('n');
    await other.say(...turn(2));
    assert.deepEqual(
      other.forks.map(({ reason }) => reason),
      ['newerVersion'],
    );
    assert.equal(await readFile(path.join(stores.directory, 'n.jsonl'), 'utf8'), text);
    assert.deepEqual(await stores.read(other.conversation.id), other.conversation);
  });

  it('opens when an earlier version wrote it; the first write switches to the new format and keeps the old file (P10)', async () => {
    const head = '{"type":"conversation","version":1,"id":"c","createdAt":1}';
    const lines = [head, ...turn(1).map(record => JSON.stringify(record)), '{"type":"delta","id":"a1","te'];
    const text = lines.join('\n');
    const one = stores.window();
    await one.store.close();
    const file = path.join(stores.directory, 'c.jsonl');
    await mkdir(stores.directory);
    await writeFile(file, text);
    const other = stores.window();
    const { entries } = await other.open('c');
    assert.deepEqual(
      entries.map(({ id }) => id),
      ['q1', 'a1'],
    );
    assert.equal(await readFile(file, 'utf8'), text, 'reading changes nothing');
    await other.say(...turn(2));
    assert.deepEqual(other.forks, []);
    assert.deepEqual(await stores.read('c'), other.conversation);
    assert.match(await readFile(file, 'utf8'), /^[0-9a-f]{8} 0 \{"type":"conversation","version":2,/);
    assert.equal(await readFile(path.join(stores.directory, 'c.version1'), 'utf8'), text);
  });

  it('delete removes every file of it, and no other', async () => {
    const one = stores.window({ segmentBytes: 200 });
    await one.say(...turn(1));
    await one.say(...turn(2));
    await one.store.flush();
    await writeFile(path.join(stores.directory, 'c.damaged-00000000'), '');
    await writeFile(path.join(stores.directory, 'c2.jsonl'), '');
    assert.ok((await readdir(stores.directory)).includes('c.1.jsonl'));
    await one.store.remove('c');
    const left = await readdir(stores.directory);
    assert.deepEqual(
      left.filter(name => name !== 'conversations.index'),
      ['c2.jsonl'],
    );
    await unlink(path.join(stores.directory, 'c2.jsonl'));
    assert.deepEqual(await one.store.list(), []);
  });
});
