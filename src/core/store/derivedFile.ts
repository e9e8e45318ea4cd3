import { arrayField } from '../unknown';
import { type FileIdentity, type Files, isSame } from './files';
import { encodeLine, readLines } from './lines';

/**
 * A file of what was made of the conversations, so that they need not be opened for it. It may be damaged or deleted at any time,
 * which costs time and nothing else. Windows add to it side by side: what is said last of something counts.
 */
export interface DerivedFile<T> {
  /** Resolves to whether it was written. */
  add(entries: readonly T[]): Promise<boolean>;
  /** Everything in it, in the order in which it was added. */
  read(): Promise<readonly T[]>;
  /** Whether nobody has added to it since it was read. */
  isAsRead(): Promise<boolean>;
  /** Puts only these in their place, unless somebody has added to the file since it was read. */
  rewrite(entries: readonly T[]): Promise<void>;
  remove(): Promise<void>;
}

/** `wallTime`, in milliseconds since 1970, numbers the lines, so that two that say the same are not taken for one. */
export interface DerivedFileDependencies<T> {
  readonly file: string;
  readonly files: Files;
  readonly wallTime: () => number;
  /** Called between pieces of work, so that nothing else has to wait. */
  readonly breathe: () => Promise<void>;
  /** The name of the entries in a line. Where they change their meaning, so does their name. */
  readonly name: string;
  readonly isEntry: (value: unknown) => value is T;
  /** Whether what was read is kept, for as long as the file is the same. */
  readonly isKept: boolean;
}

const NEWLINE = 0x0a;
/** Entries of a line, and bytes that are read, without a breath. */
const IN_A_LINE = 200;
const AT_ONCE = 128 * 1024;

/** Creates the file when something is first added, but not its folder. No call rejects: what the disk refuses costs time later. */
export function createDerivedFile<T>(dependencies: DerivedFileDependencies<T>): DerivedFile<T> {
  const { file, files, wallTime, breathe, name, isEntry, isKept } = dependencies;
  /** Which file was read last. */
  let identity: FileIdentity | undefined;
  let kept: readonly T[] | undefined;

  /** In lines whose checksums cover all. The time makes lines that say the same different ones. */
  async function encodeEntries(entries: readonly T[]): Promise<string> {
    const lines: string[] = [];
    for (let start = 0; start < entries.length; start += IN_A_LINE) {
      lines.push(encodeLine(Math.trunc(wallTime()), { [name]: entries.slice(start, start + IN_A_LINE) }));
      await breathe();
    }
    return `\n${lines.join('')}`;
  }

  return {
    async add(entries) {
      if (entries.length === 0) return true;
      return files.addQuickly(file, await encodeEntries(entries)).then(
        () => true,
        () => false,
      );
    },
    async read() {
      const found = await files.identity(file).catch(() => undefined);
      if (kept && isSame(found, identity)) return kept;
      const bytes = found ? await files.readFile(file).catch(() => Buffer.alloc(0)) : Buffer.alloc(0);
      const entries: T[] = [];
      for (const slice of inSlices(bytes.subarray(0, found?.size))) {
        for (const { value } of readLines(slice, false).lines) entries.push(...arrayField(value, name).filter(isEntry));
        await breathe();
      }
      identity = found;
      kept = isKept ? entries : undefined;
      return entries;
    },
    isAsRead: async () => isSame(await files.identity(file).catch(() => undefined), identity),
    async rewrite(entries) {
      const before = identity;
      if (before) await files.replace(file, await encodeEntries(entries), { before }).catch(() => undefined);
    },
    remove: () => files.unlink(file).catch(() => undefined),
  };
}

/** Whole lines, about so many bytes at a time. */
export function* inSlices(bytes: Buffer): Iterable<Buffer> {
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(NEWLINE, start + AT_ONCE);
    const end = found < 0 ? bytes.length : found + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}
