import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { type Clock, systemClock } from '../../../../src/core/clock';
import { createFiles } from '../../../../src/core/store/files';
import { createLeases, LEASE_TIME, type Leases } from '../../../../src/core/store/leases';
import { createFakeClock } from '../../../support/fakeClock';
import { createSteppedFiles } from '../../../support/steppedFiles';
import { until } from '../../../support/until';
import { deadLease } from './storeSetup';

describe('leases', () => {
  let directory: string;
  const opened: Leases[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'leases-'));
  });
  afterEach(async () => {
    for (const leases of opened.splice(0)) await leases.close();
    await rm(directory, { recursive: true, force: true });
  });

  function open(
    clock: Clock = createFakeClock(),
    wallTime = () => clock.now(),
    files = createFiles({ clock }),
  ): Leases {
    const leases = createLeases({ directory, files, clock, wallTime });
    opened.push(leases);
    return leases;
  }
  const openNow = (files = createFiles({ clock: systemClock })) => open(systemClock, Date.now, files);

  async function holdersOf(id: string, windows: readonly Leases[]): Promise<number> {
    return (await Promise.all(windows.map(one => one.isMine(id)))).filter(isMine => isMine).length;
  }

  async function assertNothingElseIsLeft(): Promise<void> {
    const names = await readdir(directory);
    assert.deepEqual(
      names.filter(name => !/^c[\d-]*\.lease$/.test(name)),
      [],
    );
  }

  it('are one window’s until it gives them back', async () => {
    const clock = createFakeClock(Date.now());
    const [one, other] = [open(clock), open(clock)];
    assert.equal(await one.acquire('c'), true);
    assert.equal(await one.acquire('c'), true);
    assert.equal(await other.acquire('c'), false);
    assert.equal(await other.acquire('d'), true);
    await one.release('c');
    assert.equal(await other.acquire('c'), true);
    assert.equal(await one.isMine('c'), false);
  });

  it('run out after five seconds without a sign of life, as when a window hangs', async () => {
    let time = Date.now();
    // Its timers stand still; the time of day does not.
    const hanging = open(createFakeClock(), () => time);
    const other = open(createFakeClock(), () => time);
    await hanging.acquire('c');
    time += LEASE_TIME - 1000;
    assert.equal(await other.acquire('c'), false);
    time += 2000;
    assert.equal(await other.acquire('c'), true);
    assert.equal(await hanging.isMine('c'), false, 'who wakes up knows that it is lost');
    assert.equal(await hanging.acquire('c'), false);
  });

  it('are kept for as long as an answer takes', async () => {
    const clock = createFakeClock(Date.now());
    const [one, other] = [open(clock), open(clock)];
    await one.acquire('c');
    for (let second = 0; second < 20; second++) {
      await clock.advance(1000);
      // It is renewed on a real disk, in its own time.
      await until(async () => (await other.holder('c')) === 'other');
      assert.equal(await other.acquire('c'), false);
    }
    await one.release('c');
    assert.equal(clock.timers, 0);
  });

  it('of a window of this computer that died are free at once; those of another computer are not', async () => {
    const file = path.join(directory, 'c.lease');
    await writeFile(file, deadLease);
    await utimes(file, new Date(), new Date());
    const clock = createFakeClock(Date.now());
    assert.equal(await open(clock).acquire('c'), true);
    await writeFile(file, deadLease.replace(hostname(), 'elsewhere'));
    await utimes(file, clock.now() / 1000, clock.now() / 1000);
    assert.equal(await open(clock).acquire('c'), false);
  });

  it('that are no leases, or empty, run out as others do', async () => {
    const clock = createFakeClock(Date.now());
    await writeFile(path.join(directory, 'c.lease'), '');
    await utimes(path.join(directory, 'c.lease'), clock.now() / 1000, clock.now() / 1000);
    assert.equal(await open(clock).acquire('c'), false);
    await clock.advance(LEASE_TIME + 1000);
    assert.equal(await open(clock).acquire('c'), true);
  });

  it('of a dead window are taken over by one, however many try at once', async () => {
    for (let round = 0; round < 30; round++) {
      const id = `c${round}`;
      await writeFile(path.join(directory, `${id}.lease`), deadLease);
      const windows = Array.from({ length: 6 }, () => openNow());
      await Promise.all(windows.map(one => one.acquire(id)));
      assert.equal(await holdersOf(id, windows), 1, `round ${round}`);
    }
    await assertNothingElseIsLeft();
  });

  it('of a dead window are taken over by one, wherever one that is slow stands when another two come', async () => {
    for (let first = 1, isDone = false; !isDone; first++) {
      for (let second = first + 1, isThrough = false; !isThrough; second++) {
        const id = `c${first}-${second}`;
        await writeFile(path.join(directory, `${id}.lease`), deadLease);
        const stepped = createSteppedFiles();
        const windows = [openNow(stepped.files), openNow(), openNow()] as const;
        let acquired: Promise<boolean> | undefined;
        const work = () => {
          acquired ??= windows[0].acquire(id);
          return acquired;
        };
        isDone = await stepped.runUntil(first, work);
        await windows[1].acquire(id);
        isThrough = await stepped.runUntil(second, work);
        await windows[2].acquire(id);
        await stepped.runUntil(0, work);
        assert.equal(await holdersOf(id, windows), 1, `calls ${first} and ${second}`);
      }
    }
    await assertNothingElseIsLeft();
  });

  it('of a window that died while it took one over are free, too', async () => {
    await writeFile(path.join(directory, 'c.lease'), deadLease);
    await writeFile(path.join(directory, 'c.lease.x'), deadLease.replace('"x"', '"y"'));
    const windows = [openNow(), openNow()];
    await Promise.all(windows.map(one => one.acquire('c')));
    assert.equal(await holdersOf('c', windows), 1);
    await assertNothingElseIsLeft();
  });

  for (const [what, name] of [
    ['outside of the folder', '/../../elsewhere'],
    ['that cannot be', 'x'.repeat(300)],
  ]) {
    it(`name no file ${what}, whatever is in them`, async () => {
      await writeFile(path.join(directory, 'c.lease'), deadLease.replace('"x"', JSON.stringify(name)));
      assert.equal(await openNow().acquire('c'), true);
      await assertNothingElseIsLeft();
    });
  }
});
