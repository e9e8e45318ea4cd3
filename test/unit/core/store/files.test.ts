import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createFiles } from '../../../../src/core/store/files';
import { createFakeClock } from '../../../support/fakeClock';
import { createFaultyFileSystem } from '../../../support/faultyFileSystem';

describe('files that are replaced', () => {
  let directory: string;
  let file: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'files-'));
    file = path.join(directory, 'a');
    await writeFile(file, 'old');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  function setUp(platform: NodeJS.Platform) {
    const clock = createFakeClock();
    const disk = createFaultyFileSystem();
    return { clock, disk, files: createFiles({ fileSystem: disk.fileSystem, clock, platform }) };
  }

  /** Lets time pass until it is settled. */
  async function settled<T>(promise: Promise<T>, clock: ReturnType<typeof createFakeClock>) {
    let isSettled = false;
    const settling = Promise.allSettled([promise]).then(([outcome]) => {
      isSettled = true;
      return outcome;
    });
    while (!isSettled) await (clock.timers > 0 ? clock.advanceToNext() : nextTurn());
    return settling;
  }

  for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
    it(`waits on Windows while another program holds the file for five seconds (${code}, P8)`, async () => {
      const { clock, disk, files } = setUp('win32');
      const start = clock.now();
      disk.refuse(code, ['rename'], () => clock.now() < start + 5000);
      const outcome = await settled(files.replace(file, 'new'), clock);
      assert.equal(outcome?.status, 'fulfilled');
      assert.equal(await readFile(file, 'utf8'), 'new');
      const tries = disk.calls.filter(call => call === 'rename').length;
      assert.ok(tries > 40 && tries < 70, `${tries} tries`);
    });
  }

  it('gives up after a minute, keeps the old file, and leaves nothing else', async () => {
    const { clock, disk, files } = setUp('win32');
    const start = clock.now();
    disk.refuse('EPERM', ['rename']);
    const outcome = await settled(files.replace(file, 'new'), clock);
    assert.equal(outcome?.status, 'rejected');
    assert.ok(clock.now() - start > 59_000 && clock.now() - start < 61_000);
    assert.equal(await readFile(file, 'utf8'), 'old');
    assert.deepEqual(await readdir(directory), ['a']);
  });

  it('does not wait where a refusal is meant, as on Linux', async () => {
    const { disk, files } = setUp('linux');
    disk.refuse('EACCES', ['rename']);
    await assert.rejects(files.replace(file, 'new'), /EACCES/);
    assert.equal(await readFile(file, 'utf8'), 'old');
  });

  it('stops waiting when it is no longer wanted', async () => {
    const { disk, files } = setUp('win32');
    const abort = new AbortController();
    disk.refuse('EBUSY', ['rename']);
    const replacing = files.replace(file, 'new', { signal: abort.signal });
    abort.abort();
    await assert.rejects(replacing);
    assert.deepEqual(await readdir(directory), ['a']);
  });

  it('is on disk before it takes the place of the old one, and its name afterwards (P3, P4)', async () => {
    const { disk, files } = setUp('linux');
    await files.replace(file, 'new');
    assert.deepEqual(
      disk.calls.filter(call => ['writeFile', 'sync', 'rename'].includes(call)),
      ['writeFile', 'sync', 'rename', 'sync'],
    );
  });

  for (const code of ['EINVAL', 'EPERM', 'EACCES', 'ENOTSUP']) {
    for (const call of ['sync', 'open'] as const) {
      it(`are replaced where the folder cannot be synced (${code} from ${call})`, async () => {
        const { disk, files } = setUp('linux');
        disk.refuse(code, [call], opened => (call === 'open' ? opened === directory : disk.calls.includes('rename')));
        const { size } = await files.replace(file, 'new');
        assert.deepEqual([await readFile(file, 'utf8'), size], ['new', 3]);
      });
    }
  }

  it('are told to be in their place where only the disk fails to have their name', async () => {
    const { disk, files } = setUp('linux');
    disk.refuse('EIO', ['sync'], () => disk.calls.includes('rename'));
    const replaced: unknown[] = [];
    const onReplaced = (identity: object): void => void replaced.push(identity);
    await assert.rejects(files.replace(file, 'new', { onReplaced }), /EIO/);
    assert.deepEqual(replaced, [await files.identity(file)]);
  });

  it('a folder that cannot be synced is no failure on Windows', async () => {
    const { disk, files } = setUp('win32');
    await files.replace(file, 'new');
    assert.equal(disk.calls.filter(call => call === 'sync').length, 1);
  });
});
