import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { apply, type Conversation, emptyConversation } from '../../../../src/core/conversation/conversation';
import { createLazyStore } from '../../../../src/core/conversation/conversationStore';
import { createFaultyFileSystem } from '../../../support/faultyFileSystem';
import { turn, useStores } from './storeSetup';

function conversationOf(id: string): Conversation {
  const branched = [
    ...turn(1),
    { type: 'asked', id: 'b1', endpoint: 'E', model: 'n', at: 150, after: 'q1' },
    { type: 'ended', id: 'b1', at: 160, outcome: { status: 'stopped' } },
    ...turn(2),
    { type: 'withdrawn', id: 'q2' },
    { type: 'target', endpoint: 'E', model: 'm' },
  ] as const;
  return branched.reduce<Conversation>(apply, emptyConversation(id, 7));
}

describe('a conversation that is added whole', () => {
  const stores = useStores();

  it('is there as it was, with everything aside, its times and its label', async () => {
    const conversation = conversationOf('i');
    await stores.window().store.add(conversation, { title: 'Brought', pinned: true });
    const read = await stores.read('i');
    assert.deepEqual(read?.entries, conversation.entries);
    assert.deepEqual(new Set(read?.aside), new Set(conversation.aside));
    assert.deepEqual(read?.target, conversation.target);
    assert.deepEqual(read?.label, { title: 'Brought', pinned: true });
    const [summary] = await stores.window().store.list();
    assert.equal(summary?.title, 'Brought');
    assert.equal(summary?.createdAt, 7);
    assert.equal(summary?.updatedAt, 202);
  });

  it('is added, named and found also by a store that is loaded for that', async () => {
    const store = createLazyStore(async () => stores.window().store, assert.ifError);
    await store.add(conversationOf('i'));
    await store.label('i', { title: 'Brought' });
    const found: string[] = [];
    for await (const { summary } of store.search('brought', new AbortController().signal)) found.push(summary.title);
    assert.deepEqual(found, ['Brought']);
  });

  it('is told of to whoever shows conversations, as are its name and its end', async () => {
    const { store: onDisk } = stores.window();
    const store = createLazyStore(async () => onDisk, assert.ifError);
    let told = 0;
    const stop = store.onChange(() => told++);
    await store.add(conversationOf('i'));
    assert.equal(told, 1);
    await store.label('i', { title: 'Brought', pinned: true });
    assert.equal(told, 2);
    await store.remove('i');
    assert.equal(told, 3);
    await assert.rejects(store.label('i', { title: 'Gone' }));
    assert.equal(told, 4, 'what has failed may have happened in part');
    stop();
    await store.removeAll(['i']);
    assert.equal(told, 4);
  });

  it('can be gone on with at once, in any window', async () => {
    await stores.window().store.add(conversationOf('i'));
    const window = stores.window();
    await window.open('i');
    await window.say(...turn(3));
    assert.deepEqual(window.forks, []);
    assert.deepEqual(await stores.read('i'), window.conversation);
  });

  it('never takes the place of one that is there, also in the memory of this window', async () => {
    const window = stores.window();
    await window.say(...turn(1));
    const before = await readFile(path.join(stores.directory, 'c.jsonl'), 'utf8');
    await assert.rejects(window.store.add(conversationOf('c'), { title: 'No' }), /there already/);
    await assert.rejects(stores.window().store.add(conversationOf('c')), /there already/);
    assert.equal(await readFile(path.join(stores.directory, 'c.jsonl'), 'utf8'), before);
    assert.equal((await stores.read('c'))?.label, undefined);
  });

  it('is refused where it could not be read again', async () => {
    const { store } = stores.window();
    const conversation = conversationOf('i');
    const broken: Conversation = JSON.parse(JSON.stringify(conversation).replace('"text":"Answer 1."', '"text":7'));
    await assert.rejects(store.add({ ...broken, branches: conversation.branches }), /not a conversation/);
    await assert.rejects(store.add({ ...conversation, id: '../i' }), /not a conversation/);
    assert.deepEqual(await store.list(), []);
  });

  for (const [code, call, part] of [
    ['ENOSPC', 'writeFile', ''],
    ['EROFS', 'open', ''],
    ['EACCES', 'mkdir', ''],
    ['ENOSPC', 'open', 'i.label'],
  ] as const) {
    it(`is there whole or not at all: ${code} from ${call} ${part} (P9)`, async () => {
      const disk = createFaultyFileSystem();
      const { store } = stores.window({ fileSystem: disk.fileSystem });
      disk.refuse(code, [call], parameter => String(parameter).includes(part));
      await assert.rejects(store.add(conversationOf('i'), { title: 'Brought' }), new RegExp(code));
      disk.allow();
      assert.equal(await stores.read('i'), undefined);
      const left = await readdir(stores.directory).catch(() => []);
      assert.deepEqual(
        left.filter(name => name.startsWith('i.')),
        [],
      );
      await store.add(conversationOf('i'));
      assert.equal((await stores.read('i'))?.entries.length, conversationOf('i').entries.length);
    });
  }
});
