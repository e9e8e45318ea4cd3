import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Clock } from '../clock';
import { numberField, parseJson, stringField } from '../unknown';
import { type Files, isMissing } from './files';

/** Milliseconds after which a lease counts no more, unless it is renewed: a window that hangs must not hold it for ever. */
export const LEASE_TIME = 5000;
const RENEW_EVERY = 1000;

/** Says which window writes to a conversation: a small file beside it, `<id>.lease`, for as long as it writes. */
export interface Leases {
  /** True when this window may write; false when another one does. */
  acquire(id: string): Promise<boolean>;
  /** Whether this window still has what it acquired: a computer that slept may have lost it meanwhile. */
  isMine(id: string): Promise<boolean>;
  /** Who writes to it: this window, another one, one that died or hangs, or nobody. */
  holder(id: string): Promise<'mine' | 'other' | 'dead' | undefined>;
  release(id: string): Promise<void>;
  close(): Promise<void>;
}

/** `clock` says when to renew, `wallTime` (milliseconds since 1970) how old a lease is. */
export interface LeasesDependencies {
  readonly directory: string;
  readonly files: Files;
  readonly clock: Clock;
  /** The time that files are marked with, which a computer's sleep does not stop. */
  readonly wallTime: () => number;
}

interface Holder {
  /** May be part of a name of a file, whatever the file says that it comes from. */
  readonly owner: string;
  readonly isAlive: boolean;
}

function leaseName(id: string): string {
  return `${id}.lease`;
}

/** One for each window, which it gives an id. Renews every second what the window holds; `close` gives all of it back. */
export function createLeases({ directory, files, clock, wallTime }: LeasesDependencies): Leases {
  const owner = randomUUID();
  /** What this window holds, and when it was renewed. */
  const held = new Map<string, number>();
  let cancelTimer: (() => void) | undefined;

  const pathOf = (id: string): string => path.join(directory, leaseName(id));

  async function holderOf(file: string): Promise<Holder | undefined> {
    try {
      const [text, { mtimeMs }] = await Promise.all([files.readFile(file, 'utf8'), files.stat(file)]);
      return readHolder(text, mtimeMs, wallTime());
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async function create(file: string): Promise<boolean> {
    try {
      await files.createNew(file, JSON.stringify({ owner, pid: process.pid, host: hostname() }));
      return true;
    } catch (error) {
      if (stringField(error, 'code') === 'EEXIST') return false;
      throw error;
    }
  }

  /**
   * Creates a lease, or puts this window's own in the place of a dead one. To replace what somebody has looked at is not safe: there
   * may be another one by then. So who wants to succeed a holder first takes a lease on that, which is named after the holder, looks
   * once more, and renames it: the dead lease and the one on its succession are gone at the same moment.
   */
  async function take(file: string): Promise<boolean> {
    if (await create(file)) return true;
    const holder = await holderOf(file);
    // Given back a moment ago.
    if (!holder) return take(file);
    if (holder.isAlive && holder.owner !== owner) return false;
    const succession = `${file}.${holder.owner}`;
    if (!(await take(succession))) return false;
    const still = await holderOf(file);
    if (still?.owner === holder.owner && still.isAlive === holder.isAlive) {
      await files.rename(succession, file);
      return true;
    }
    await files.unlink(succession);
    return take(file);
  }

  /** Makes it count for another five seconds, if it still is this window's. */
  async function renew(id: string): Promise<boolean> {
    const now = wallTime();
    if (!held.has(id) || (await holderOf(pathOf(id)))?.owner !== owner) {
      held.delete(id);
      return false;
    }
    await files.utimes(pathOf(id), now / 1000, now / 1000);
    // It may have been given back meanwhile.
    if (held.has(id)) held.set(id, now);
    return held.has(id);
  }

  /** Nobody takes a lease that was renewed so lately: no need to look before every write. */
  async function isMine(id: string): Promise<boolean> {
    const age = wallTime() - (held.get(id) ?? 0);
    return (age >= 0 && age < RENEW_EVERY) || renew(id);
  }

  function keepRenewing(): void {
    cancelTimer ??= clock.after(RENEW_EVERY, () => {
      cancelTimer = undefined;
      if (held.size === 0) return;
      keepRenewing();
      // One that cannot be renewed is lost, which the next write finds out.
      for (const id of held.keys()) void renew(id).catch(() => undefined);
    });
  }

  return {
    isMine,
    async acquire(id) {
      if (await isMine(id)) return true;
      await files.makeDirectory(directory);
      if (!(await take(pathOf(id)))) return false;
      held.set(id, 0);
      keepRenewing();
      return renew(id);
    },
    async holder(id) {
      const holder = await holderOf(pathOf(id));
      if (holder?.owner === owner) return 'mine';
      return holder && (holder.isAlive ? 'other' : 'dead');
    },
    async release(id) {
      // One that cannot be given back runs out.
      if (await renew(id).catch(() => false)) await files.unlink(pathOf(id)).catch(() => undefined);
      held.delete(id);
      if (held.size > 0) return;
      cancelTimer?.();
      cancelTimer = undefined;
    },
    async close() {
      for (const id of [...held.keys()]) await this.release(id);
    },
  };
}

function readHolder(text: string, modified: number, now: number): Holder {
  const value = parseJson(text);
  const isFresh = Math.abs(now - modified) < LEASE_TIME;
  const owner = stringField(value, 'owner') ?? '';
  return { owner: /^[\w-]{1,64}$/.test(owner) ? owner : 'unknown', isAlive: isFresh && !hasDied(value) };
}

/** Whether it was a window of this computer that is no more: then nobody need wait for its lease to run out. */
function hasDied(value: unknown): boolean {
  const pid = numberField(value, 'pid');
  if (pid === undefined || stringField(value, 'host') !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return stringField(error, 'code') === 'ESRCH';
  }
}
