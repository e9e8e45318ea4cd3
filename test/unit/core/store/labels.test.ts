import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { titleOf } from '../../../../src/core/conversation/conversationTitle';
import { type ChatError, CODES } from '../../../../src/core/errors';
import type { ConversationSummary } from '../../../../src/core/store/conversationIndex';
import { createFaultyFileSystem } from '../../../support/faultyFileSystem';
import { deadLease, turn, useStores } from './storeSetup';

describe('the label of a conversation', () => {
  const stores = useStores();
  const inFolder = (name: string): string => path.join(stores.directory, name);

  async function listed(id = 'c'): Promise<ConversationSummary | undefined> {
    return (await stores.window().store.list()).find(summary => summary.id === id);
  }

  /** A window in which a conversation is that others may write to, too. */
  async function started() {
    const window = stores.window();
    await window.say(...turn(1));
    await window.store.list();
    return window;
  }

  it('gives it its title, in this window and in the next, in the list and when it is opened', async () => {
    const { store } = await started();
    await store.label('c', { title: 'Mine' });
    assert.equal((await store.list())[0]?.title, 'Mine');
    assert.equal((await listed())?.title, 'Mine');
    const conversation = await stores.read('c');
    assert.deepEqual(conversation?.label, { title: 'Mine' });
    assert.equal(conversation && titleOf(conversation), 'Mine');
  });

  it('changes what is said and leaves the rest; an empty title takes the title back', async () => {
    const { store } = await started();
    await store.label('c', { title: 'Mine' });
    await store.label('c', { pinned: true });
    assert.deepEqual((await stores.read('c'))?.label, { title: 'Mine', pinned: true });
    assert.equal((await listed())?.pinned, true);
    await store.label('c', { title: '' });
    assert.deepEqual((await stores.read('c'))?.label, { pinned: true });
    assert.equal((await listed())?.title, 'Question 1? ✓');
    await store.label('c', { pinned: false });
    assert.equal((await stores.read('c'))?.label, undefined);
    const summary = await listed();
    assert.ok(summary && !('pinned' in summary));
    assert.ok(!(await readdir(stores.directory)).includes('c.label'), 'and nothing is left of it');
  });

  it('is one line without control characters, and not as long as a book', async () => {
    const { store } = await started();
    await store.label('c', { title: `  a\n\tb\u001b[31m ${'😀'.repeat(300)}` });
    const { title = '' } = (await listed()) ?? {};
    assert.ok(title.startsWith('a b [31m 😀'));
    assert.equal([...title].length, 200);
  });

  it('never makes a copy of it, whoever writes to it meanwhile', async () => {
    const window = await started();
    const other = stores.window();
    await other.open('c');
    const [question, asked, delta, ended] = turn(2);
    assert.ok(question && asked && delta && ended);
    await window.say(question, asked, delta);
    await other.store.label('c', { title: 'Theirs' });
    await window.say(ended);
    await window.store.list();
    assert.deepEqual([...window.forks, ...other.forks], []);
    assert.equal((await stores.read('c'))?.entries.length, 4);
    assert.equal((await listed())?.title, 'Theirs');
  });

  it('stands whatever a window with an older idea of it says later', async () => {
    const window = await started();
    await window.store.label('c', { title: 'Old' });
    await window.open('c');
    await stores.window().store.label('c', { title: 'New' });
    // Its conversation has the old one still, and it tells the index when it has settled.
    await window.say(...turn(2));
    await window.store.close();
    assert.equal((await listed())?.title, 'New');
    assert.equal((await listed())?.messages, 4);
  });

  it('is the last one where windows change it at once', async () => {
    await started();
    const windows = Array.from({ length: 4 }, () => stores.window());
    for (let round = 0; round < 10; round++) {
      await Promise.all(windows.map(({ store }, n) => store.label('c', { title: `${n} in ${round}` })));
      const onDisk: unknown = JSON.parse(await readFile(inFolder('c.label'), 'utf8'));
      assert.deepEqual(onDisk, { title: (await listed())?.title });
    }
  });

  it('is told to the list where a window died before it could', async () => {
    const { store } = await started();
    await store.label('c', { title: 'Before' });
    const disk = createFaultyFileSystem();
    const dying = stores.window({ fileSystem: disk.fileSystem });
    // The label is on disk, and nothing after it is written.
    disk.refuse('EIO', ['open'], file => String(file).endsWith('conversations.index'));
    await dying.store.label('c', { title: 'After' });
    assert.equal((await listed())?.title, 'After');
  });

  it('is as it was where the disk refuses, and that is said (P9)', async () => {
    const { store } = await started();
    await store.label('c', { title: 'Before' });
    for (const [code, call] of [
      ['ENOSPC', 'writeFile'],
      ['EROFS', 'open'],
      ['EACCES', 'rename'],
      ['EIO', 'sync'],
    ] as const) {
      const disk = createFaultyFileSystem();
      const window = stores.window({ fileSystem: disk.fileSystem, platform: 'linux' });
      disk.refuse(code, [call], parameter => !String(parameter).endsWith('conversations'));
      await assert.rejects(window.store.label('c', { title: 'After' }), (error: ChatError) => {
        assert.equal(error.details.code, CODES.nameNotSaved);
        assert.match(error.details.serverMessage ?? '', new RegExp(`^${code}`), 'the words of the disk');
        return true;
      });
      disk.allow();
      const title = code === 'EIO' ? /Before|After/ : /Before/;
      assert.match((await window.store.list())[0]?.title ?? '', title, code);
      await window.say(...turn(5));
      assert.deepEqual(window.told, [], 'nothing else stops');
      await window.store.remove(window.conversation.id === 'c' ? 'none' : window.conversation.id);
    }
  });

  it('that cannot be read costs the title and nothing else, whichever byte of it is another', async () => {
    const { store } = await started();
    await store.label('c', { title: 'Mine', pinned: true });
    const whole = await readFile(inFolder('c.label'));
    for (let offset = 0; offset < whole.length; offset++) {
      const bytes = Buffer.from(whole);
      bytes[offset] = 0xff;
      await writeFile(inFolder('c.label'), bytes);
      await rm(inFolder('conversations.index'), { force: true });
      assert.equal((await store.load('c'))?.entries.length, 2, `byte ${offset}`);
      assert.equal((await store.list()).length, 1, `byte ${offset}`);
    }
  });

  it('goes along into a copy, without being pinned', async () => {
    const window = await started();
    const other = stores.window({ newId: () => 'copy' });
    await window.store.label('c', { title: 'Mine', pinned: true });
    await other.open('c');
    await window.say(...turn(2));
    await other.say(...turn(3));
    assert.equal(other.forks.length, 1);
    assert.equal((await listed('copy'))?.title, 'Mine');
    assert.equal((await listed('copy'))?.pinned, undefined);
    assert.equal((await listed('c'))?.pinned, true);
  });

  it('does not keep a copy from being made where it cannot be written', async () => {
    const window = await started();
    const disk = createFaultyFileSystem();
    const other = stores.window({ newId: () => 'copy', fileSystem: disk.fileSystem });
    await window.store.label('c', { title: 'Mine' });
    await other.open('c');
    await window.say(...turn(2));
    disk.refuse('ENOSPC', ['open'], file => String(file).includes('copy.label'));
    await other.say(...turn(3));
    assert.equal(other.conversation.id, 'copy');
    assert.equal((await stores.read('copy'))?.entries.length, 4);
  });

  it('is refused for a conversation that is not there', async () => {
    const { store } = await started();
    await assert.rejects(store.label('d', { title: 'Mine' }), {
      details: { kind: 'internal', code: CODES.conversationGone, message: 'The conversation is not there any more.' },
    });
    await assert.rejects(store.label('../c', { title: 'Mine' }), /not there/);
    assert.deepEqual(
      (await readdir(stores.directory)).filter(name => name.endsWith('.label')),
      [],
    );
  });

  it('is deleted with its conversation, and so is what the list knew of it', async () => {
    const { store } = await started();
    await store.label('c', { title: 'Zanzibar', pinned: true });
    await store.remove('c');
    await store.close();
    assert.deepEqual(await readdir(stores.directory), ['conversations.index']);
    assert.doesNotMatch(await readFile(inFolder('conversations.index'), 'utf8'), /Zanzibar|Question/);
  });

  it('is its user’s alone', async function () {
    if (process.platform === 'win32') this.skip();
    const { store } = await started();
    await store.label('c', { title: 'Mine' });
    assert.equal((await stat(inFolder('c.label'))).mode & 0o777, 0o600);
  });

  it('of a conversation whose window died is in the list, too', async () => {
    const { store } = await started();
    await store.label('c', { title: 'Mine' });
    await store.close();
    await writeFile(inFolder('c.lease'), deadLease);
    await mkdir(stores.directory, { recursive: true });
    assert.equal((await listed())?.title, 'Mine');
  });
});
