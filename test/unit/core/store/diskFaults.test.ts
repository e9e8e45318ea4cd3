import assert from 'node:assert/strict';
import { appendFile, chmod, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { StoreDependencies } from '../../../../src/core/store/historyStore';
import { createFakeClock } from '../../../support/fakeClock';
import { createFaultyFileSystem } from '../../../support/faultyFileSystem';
import { until } from '../../../support/until';
import { turn, useStores } from './storeSetup';

/** What a disk refuses, and at which of the steps of a write. */
const REFUSALS = [
  ['ENOSPC', 'appendFile'],
  ['ENOSPC', 'writeFile'],
  ['ENOSPC', 'datasync'],
  ['EDQUOT', 'appendFile'],
  ['EROFS', 'open'],
  ['EACCES', 'open'],
  ['EACCES', 'mkdir'],
  ['EIO', 'datasync'],
  ['EIO', 'stat'],
] as const;

describe('a disk that refuses (P9)', () => {
  const stores = useStores();

  function refusingWindow(more: Partial<StoreDependencies> = {}) {
    const disk = createFaultyFileSystem();
    return { disk, window: stores.window({ fileSystem: disk.fileSystem, ...more }) };
  }

  for (const [code, call] of REFUSALS) {
    it(`${code} from ${call} is told, and all of it is saved once the disk allows it`, async () => {
      const { disk, window } = refusingWindow();
      await window.say(...turn(1));
      // Its lease is given back by then: a new one is part of the next write.
      await window.store.list();
      disk.refuse(code, [call]);
      await window.say(...turn(2));
      await window.say(...turn(3));
      assert.match(window.told.at(-1) ?? '', new RegExp(code));
      assert.deepEqual(await window.store.load('c'), window.conversation, 'the chat goes on with what is in memory');
      disk.allow();
      await window.store.flush();
      assert.equal(window.told.at(-1), undefined);
      assert.ok(window.told.length > 1);
      assert.deepEqual(await stores.read('c'), window.conversation);
      assert.deepEqual(window.forks, []);
    });
  }

  it('says nothing while all is well', async () => {
    const { window } = refusingWindow();
    await window.say(...turn(1));
    assert.deepEqual(window.told, []);
  });

  it('a new conversation, too, is saved once the disk allows it', async () => {
    const { disk, window } = refusingWindow();
    disk.refuse('ENOSPC', ['appendFile']);
    await window.say(...turn(1));
    disk.allow();
    await window.say(...turn(2));
    assert.deepEqual(await stores.read('c'), window.conversation);
  });

  for (const [what, refused] of [
    ['is taken back', []],
    ['that cannot even be taken back is skipped', ['truncate']],
  ] as const) {
    it(`half a write ${what}, and nothing is there twice`, async () => {
      const { disk, window } = refusingWindow();
      for (const n of [1, 2, 3]) {
        disk.refuseHalfWay('ENOSPC');
        disk.refuse('ENOSPC', refused);
        await window.say(...turn(n));
        disk.allow();
        await window.store.flush();
      }
      assert.deepEqual(await stores.read('c'), window.conversation);
      assert.deepEqual(window.forks, []);
    });
  }

  it('what was written but perhaps not to the disk is written again, and is there once', async () => {
    const { disk, window } = refusingWindow();
    await window.say(...turn(1));
    const [question, asked, delta, ended] = turn(2);
    assert.ok(question && asked && delta && ended);
    disk.refuse('EIO', ['datasync', 'truncate']);
    await window.say(question, asked, delta);
    disk.allow();
    await window.say({ ...delta, type: 'delta', text: ' More.', reasoning: '', id: 'a2', at: 300 }, ended);
    const stored = await stores.read('c');
    assert.deepEqual(stored, window.conversation);
    const answer = stored?.entries.at(-1);
    assert.equal(answer?.role === 'assistant' && answer.text, 'Answer 2. More.');
  });

  it('is asked again by itself', async () => {
    const clock = createFakeClock();
    const { disk, window } = refusingWindow({ clock });
    disk.refuse('EROFS', ['open']);
    await window.say(...turn(1));
    disk.allow();
    await clock.advanceToNext();
    await until(() => window.told.at(-1) === undefined && window.told.length > 1);
    assert.deepEqual(await stores.read('c'), window.conversation);
  });

  it('one conversation that cannot be written keeps no other from being written, and is still told', async () => {
    const { disk, window } = refusingWindow();
    disk.refuse('EIO', ['open'], file => String(file).endsWith('bad.jsonl'));
    await window.open('bad');
    const bad = window.say(...turn(1));
    await window.open('good');
    await window.say(...turn(2));
    await bad;
    assert.deepEqual(await stores.read('good'), window.conversation);
    assert.match(window.told.at(-1) ?? '', /EIO/);
    disk.allow();
    await window.store.flush();
    assert.equal(window.told.at(-1), undefined);
    assert.equal((await stores.read('bad'))?.entries.length, 2);
  });

  it('EACCES of a real folder is told (not as root, who may do anything)', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    const window = stores.window();
    await window.say(...turn(1));
    await chmod(stores.directory, 0o500);
    await window.say(...turn(2));
    assert.match(window.told.at(-1) ?? '', /EACCES/);
    await chmod(stores.directory, 0o700);
    await window.store.flush();
    assert.deepEqual(await stores.read('c'), window.conversation);
  });

  it('files are their user’s alone, and so is the folder', async () => {
    const window = stores.window({ segmentBytes: 100 });
    await window.say(...turn(1));
    await window.say(...turn(2));
    await window.store.close();
    if (process.platform === 'win32') return;
    assert.equal((await stat(stores.directory)).mode & 0o777, 0o700);
    for (const name of ['c.jsonl', 'c.1.jsonl', 'conversations.index'])
      assert.equal((await stat(path.join(stores.directory, name))).mode & 0o777, 0o600, name);
  });

  describe('the name of a file that was written as a whole', () => {
    /** The file reaches the disk, and what its folder says of it does not. */
    function refuseNames(disk: ReturnType<typeof refusingWindow>['disk']): void {
      const start = disk.calls.length;
      disk.refuse('EIO', ['sync'], () => disk.calls.indexOf('rename', start) >= 0);
    }

    it('is no reason to take what was compacted for another window’s', async () => {
      const { disk, window } = refusingWindow({ compactAfter: 1 });
      refuseNames(disk);
      await window.say(...turn(1));
      await window.store.list();
      assert.ok(disk.calls.includes('rename'), 'it was compacted');
      await window.say(...turn(2));
      assert.deepEqual(window.forks, []);
      assert.deepEqual(await stores.read('c'), window.conversation);
    });

    it('is tried again with all that was said, where somebody has deleted the file', async () => {
      const { disk, window } = refusingWindow();
      await window.say(...turn(1));
      await window.store.list();
      const [question, asked, delta, ended] = turn(2);
      assert.ok(question && asked && delta && ended);
      await window.say(question, asked);
      await rm(path.join(stores.directory, 'c.jsonl'));
      refuseNames(disk);
      await window.say(delta);
      assert.match(window.told.at(-1) ?? '', /EIO/);
      disk.allow();
      await window.say(ended);
      assert.equal(window.told.at(-1), undefined);
      assert.deepEqual(window.forks, []);
      assert.deepEqual(await stores.read('c'), window.conversation);
    });

    it('leaves one copy, however often it is tried, where another window has written', async () => {
      const { disk, window } = refusingWindow();
      await window.say(...turn(1));
      await window.store.list();
      await appendFile(path.join(stores.directory, 'c.jsonl'), '\n');
      refuseNames(disk);
      await window.say(...turn(2));
      await window.store.flush();
      disk.allow();
      await window.store.flush();
      assert.equal(window.forks.length, 1);
      const names = (await readdir(stores.directory)).filter(name => name.endsWith('.jsonl'));
      assert.deepEqual(names.toSorted(), ['c.jsonl', `${window.conversation.id}.jsonl`].toSorted());
      assert.deepEqual(await stores.read(window.conversation.id), window.conversation);
    });
  });

  it('a question is fsynced before flush resolves, and so is the folder of a new file (P2, P4)', async () => {
    const { disk, window } = refusingWindow();
    await window.say(...turn(1).slice(0, 2));
    const first = disk.calls.indexOf('appendFile');
    assert.ok(first > 0);
    assert.ok(disk.calls.indexOf('datasync') > first);
    assert.ok(disk.calls.lastIndexOf('sync') > disk.calls.indexOf('datasync'), 'the folder, after the file');
    assert.match(await readFile(path.join(stores.directory, 'c.jsonl'), 'utf8'), /Question 1/);
  });
});
