import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../../../src/core/clock';
import { createFiles } from '../../../../src/core/store/files';
import { createLeases, LEASE_TIME, type Leases } from '../../../../src/core/store/leases';
import { createFakeClock } from '../../../support/fakeClock';
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

  function open(clock = createFakeClock(), wallTime = () => clock.now()): Leases {
    const leases = createLeases({ directory, files: createFiles({ clock }), clock, wallTime });
    opened.push(leases);
    return leases;
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
      const file = path.join(directory, `c${round}.lease`);
      await writeFile(file, deadLease);
      const leases = Array.from({ length: 6 }, () => {
        const one = createLeases({
          directory,
          files: createFiles({ clock: systemClock }),
          clock: systemClock,
          wallTime: Date.now,
        });
        opened.push(one);
        return one;
      });
      await Promise.all(leases.map(one => one.acquire(`c${round}`)));
      const holders = await Promise.all(leases.map(one => one.isMine(`c${round}`)));
      assert.ok(holders.filter(isMine => isMine).length <= 1, `round ${round}`);
    }
    const names = await readdir(directory);
    assert.deepEqual(
      names.filter(name => !/^c\d+\.lease$/.test(name)),
      [],
      'nothing else is left',
    );
  });
});
