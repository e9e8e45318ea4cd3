import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { type Clock, sleep } from '../clock';
import { stringField } from '../unknown';

/** What the store needs of a file system. Tests give one that fails. */
export type FileSystem = Pick<
  typeof fs,
  'copyFile' | 'link' | 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'stat' | 'unlink' | 'utimes'
>;

/** Tests give a file system that fails, another platform, and a clock for the waits on Windows. */
export interface FilesDependencies {
  readonly fileSystem?: FileSystem;
  readonly clock: Clock;
  readonly platform?: NodeJS.Platform;
}

/** Which file it is, and how long. */
export interface FileIdentity {
  readonly size: number;
  readonly inode: number;
}

/** An abort ends the call while it waits for a file that another program holds, and at no other time. */
export interface ReplaceOptions {
  readonly signal?: AbortSignal;
  /** Rejects, and changes nothing, where the file is not this one any more: somebody has written to it since. */
  readonly before?: FileIdentity;
  /** What the new file is called until it is whole: of its own where several windows may write it at once. */
  readonly temporary?: string;
  /** The new file is in its place; what fails from here on, and rejects, is to have its name on disk. */
  readonly onReplaced?: (identity: FileIdentity) => void;
}

/** Files that only their user reads, written so that a crash or a power failure leaves either all of it or nothing. */
export interface Files extends Pick<FileSystem, 'readFile' | 'readdir' | 'unlink' | 'copyFile'> {
  identity(file: string): Promise<FileIdentity | undefined>;
  /** Creates the folder, and what it is in, for its user alone. */
  makeDirectory(directory: string): Promise<void>;
  /** Adds to the end, or creates the file; on disk when it resolves. What fails half way is taken back. */
  append(file: string, text: string, before: FileIdentity): Promise<FileIdentity>;
  /** The file is the old or the new one, whatever happens, and the new one is on disk when it resolves. */
  replace(file: string, text: string, options?: ReplaceOptions): Promise<FileIdentity>;
  /** Creates a small file with all that is in it at once, not necessarily on disk. Rejects with EEXIST where there is one. */
  createNew(file: string, text: string): Promise<void>;
  /** Adds to the end, not necessarily on disk. */
  addQuickly(file: string, text: string): Promise<void>;
  rename: FileSystem['rename'];
  stat: FileSystem['stat'];
  utimes: FileSystem['utimes'];
}

const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 100;
/** Milliseconds for which a file that another program holds is tried again. */
const PATIENCE = 60_000;
/** What file systems say that know one name for a file only, as those of memory cards. */
const CANNOT_LINK: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];
/** What they say where a folder cannot be synced, as many of networks, or be opened, where it may be written and not read. */
const CANNOT_SYNC: readonly string[] = [
  'EINVAL',
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EBADF',
  'EISDIR',
];
const FOR_USER_ALONE = 0o600;

/** Keeps no file open between two calls, and remembers none: who has to know one again keeps its `FileIdentity`. */
export function createFiles({ fileSystem = fs, clock, platform = process.platform }: FilesDependencies): Files {
  const { copyFile, readFile, readdir, unlink, rename, stat, utimes } = fileSystem;

  /** On Windows, a virus scanner or a backup that reads a file keeps it from being renamed for a moment (row P8). */
  function isHeld(error: unknown): boolean {
    const code = stringField(error, 'code');
    return code === 'EBUSY' || (platform === 'win32' && (code === 'EPERM' || code === 'EACCES'));
  }

  async function renameWhenFree(from: string, to: string, signal: AbortSignal): Promise<void> {
    const until = clock.now() + PATIENCE;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        return await rename(from, to);
      } catch (error) {
        if (!isHeld(error) || clock.now() + pause > until || signal.aborted) throw error;
      }
      await sleep(clock, pause, signal);
    }
  }

  /** A new name is on disk when its folder is. Windows has no such thing, and does it by itself. */
  async function syncDirectory(directory: string): Promise<void> {
    if (platform === 'win32') return;
    try {
      const handle = await fileSystem.open(directory, 'r');
      await handle.sync().finally(() => handle.close());
    } catch (error) {
      if (!CANNOT_SYNC.includes(stringField(error, 'code') ?? '')) throw error;
    }
  }

  async function write(file: string, text: string): Promise<FileIdentity> {
    const handle = await fileSystem.open(file, 'w', FOR_USER_ALONE);
    try {
      await handle.writeFile(text);
      await handle.sync();
      return identityOf(await handle.stat());
    } finally {
      await handle.close();
    }
  }

  async function writeNew(file: string, text: string): Promise<void> {
    const handle = await fileSystem.open(file, 'wx', FOR_USER_ALONE);
    try {
      await handle.writeFile(text);
    } catch (error) {
      await unlink(file).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
  }

  async function append(file: string, text: string, { size, inode }: FileIdentity): Promise<FileIdentity> {
    const handle = await fileSystem.open(file, 'a', FOR_USER_ALONE);
    try {
      await handle.appendFile(text);
      await handle.datasync();
      const known = size > 0 ? inode : identityOf(await handle.stat()).inode;
      return { inode: known, size: size + Buffer.byteLength(text) };
    } catch (error) {
      await handle.truncate(size).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
  }

  async function identity(file: string): Promise<FileIdentity | undefined> {
    try {
      return identityOf(await stat(file));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  return {
    copyFile,
    readFile,
    readdir,
    unlink,
    rename,
    stat,
    utimes,
    identity,
    async makeDirectory(directory) {
      const made = await fileSystem.mkdir(directory, { recursive: true, mode: 0o700 });
      if (made !== undefined) await syncDirectory(path.dirname(made));
    },
    async append(file, text, before) {
      const written = await append(file, text, before);
      if (before.size === 0) await syncDirectory(path.dirname(file));
      return written;
    },
    async replace(file, text, options = {}) {
      const { signal = new AbortController().signal, before, temporary = `${file}.new`, onReplaced } = options;
      try {
        const written = await write(temporary, text);
        if (before && !isSame(await identity(file), before)) throw new Error('The file has been written to meanwhile.');
        await renameWhenFree(temporary, file, signal);
        onReplaced?.(written);
        await syncDirectory(path.dirname(file));
        return written;
      } catch (error) {
        await unlink(temporary).catch(() => undefined);
        throw error;
      }
    },
    async createNew(file, text) {
      const temporary = `${file}.${randomUUID()}`;
      try {
        await writeNew(temporary, text);
        await fileSystem.link(temporary, file);
      } catch (error) {
        if (!CANNOT_LINK.includes(stringField(error, 'code') ?? '')) throw error;
        await writeNew(file, text);
      } finally {
        await unlink(temporary).catch(() => undefined);
      }
    },
    async addQuickly(file, text) {
      const handle = await fileSystem.open(file, 'a', FOR_USER_ALONE);
      try {
        await handle.appendFile(text);
      } finally {
        await handle.close();
      }
    },
  };
}

function identityOf({ size, ino }: { readonly size: number; readonly ino: number }): FileIdentity {
  return { size, inode: ino };
}

/** Whether it is the same file, and as long as it was. */
export function isSame(one: FileIdentity | undefined, other: FileIdentity | undefined): boolean {
  return one?.inode === other?.inode && one?.size === other?.size;
}

/** Whether it failed because there is no such file or folder (`ENOENT`). */
export function isMissing(error: unknown): boolean {
  return stringField(error, 'code') === 'ENOENT';
}
