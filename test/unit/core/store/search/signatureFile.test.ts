import assert from 'node:assert/strict';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { encodeLine, readLines } from '../../../../../src/core/store/lines';
import { createFakeClock } from '../../../../support/fakeClock';
import { createFaultyFileSystem } from '../../../../support/faultyFileSystem';
import { until } from '../../../../support/until';
import { turn } from '../storeSetup';
import { useSearch } from './searchSetup';

describe('what the search makes of the conversations', () => {
  const { stores, inFolder, searchFile, write, ids } = useSearch();

  for (const [what, damage] of [
    ['deleted', () => rm(searchFile())],
    ['full of something else', () => writeFile(searchFile(), Buffer.alloc(100_000, 'x"{}'))],
    ['of another version', () => writeFile(searchFile(), '{"signatures":[{"id":"c1","bits":7}]}\n')],
    ['followed by half a line', () => appendFile(searchFile(), '0a1b2c3d 7 {"signatures":[{"id"')],
  ] as const)
    it(`misses nothing where what it has made is ${what}`, async () => {
      await write('c1', ...turn(1, 'A zebra.'));
      await write('c2', ...turn(2, 'A lion.'));
      await ids('word');
      await damage();
      assert.deepEqual(await ids('zebra'), ['c1']);
      assert.deepEqual(await ids('lion'), ['c2']);
    });

  it('misses nothing whichever byte of what it has made is another (P7)', async () => {
    await write('c1', ...turn(1, 'A zebra.'));
    await ids('word');
    const whole = await readFile(searchFile());
    for (let offset = 0; offset < whole.length; offset += 3) {
      const bytes = Buffer.from(whole);
      bytes[offset] = (bytes[offset] ?? 0) ^ 1;
      await writeFile(searchFile(), bytes);
      assert.deepEqual(await ids('zebra'), ['c1'], `byte ${offset}`);
    }
  });

  for (const [code, call] of [
    ['ENOSPC', 'appendFile'],
    ['EROFS', 'open'],
    ['EACCES', 'readFile'],
    ['EIO', 'stat'],
  ] as const)
    it(`goes on where its file gets ${code} from ${call}, and so does the chat (P9)`, async () => {
      const window = stores.window();
      await window.say(...turn(1, 'A zebra.'));
      await window.store.close();
      const disk = createFaultyFileSystem();
      const refused = stores.window({ fileSystem: disk.fileSystem });
      disk.refuse(
        code,
        [call],
        parameter => parameter === undefined || String(parameter).endsWith('conversations.search'),
      );
      assert.deepEqual(await ids('zebra', refused.store), ['c']);
      disk.allow();
      await refused.open('c');
      await refused.say(...turn(2));
      assert.deepEqual(refused.told, []);
      assert.deepEqual(await stores.read('c'), refused.conversation);
    });

  it('keeps nothing of what was deleted, in memory or on disk (P11)', async () => {
    await write('c1', ...turn(1, 'A zebra.'));
    await write('c2', ...turn(2, 'A zebra.'));
    const window = stores.window();
    await ids('zebra', window.store);
    assert.match(await readFile(searchFile(), 'utf8'), /"c1"/);
    await window.store.remove('c1');
    await window.store.close();
    assert.doesNotMatch(await readFile(searchFile(), 'utf8'), /"c1"/);
    assert.match(await readFile(searchFile(), 'utf8'), /"c2"/);
    assert.doesNotMatch(await readFile(inFolder('conversations.index'), 'utf8'), /Question 1/);
    assert.deepEqual(await ids('zebra'), ['c2']);
  });

  it('tidies up by itself, once for many that are deleted', async () => {
    for (const n of [1, 2, 3]) await write(`c${n}`, ...turn(n));
    const clock = createFakeClock();
    const disk = createFaultyFileSystem();
    const { store } = stores.window({ clock, fileSystem: disk.fileSystem });
    await ids('word', store);
    await store.remove('c1');
    await store.remove('c2');
    assert.equal(clock.timers, 1);
    await clock.advanceToNext();
    await until(async () => !/"c[12]"/.test(await readFile(searchFile(), 'utf8')));
    assert.equal((await store.list()).length, 1);
  });

  it('does not let its file grow for ever', async () => {
    await write('c1', ...turn(1));
    await ids('word');
    const [line] = readLines(await readFile(searchFile()), false).lines;
    for (let n = 0; n < 200; n++) await appendFile(searchFile(), encodeLine(n, line?.value));
    assert.deepEqual(await ids('question'), ['c1']);
    assert.equal(readLines(await readFile(searchFile()), false).lines.length, 1);
  });
});
