import * as fs from 'node:fs/promises';
import type { FileSystem } from '../../src/core/store/files';

type Call = 'appendFile' | 'datasync' | 'sync' | 'truncate' | 'writeFile' | Exclude<keyof FileSystem, 'open'> | 'open';

/** A real file system that refuses what a test says. */
export interface FaultyFileSystem {
  readonly fileSystem: FileSystem;
  /** Calls so far, by name. */
  readonly calls: readonly string[];
  /** From now on, these fail with this code, as far as `isSo` agrees, which is told the first parameter: mostly a path. */
  refuse(code: string, calls: readonly Call[], isSo?: (parameter: unknown) => boolean): void;
  /** Writes half of what it is given before it refuses, as a disk does that becomes full. */
  refuseHalfWay(code: string): void;
  allow(): void;
}

export function createFaultyFileSystem(): FaultyFileSystem {
  const calls: string[] = [];
  let refusal:
    | { readonly code: string; readonly calls: readonly Call[]; readonly isSo: (parameter: unknown) => boolean }
    | undefined;
  let halfWay: string | undefined;

  function check(call: Call, parameter?: unknown): void {
    calls.push(call);
    if (refusal?.calls.includes(call) && refusal.isSo(parameter)) throw errorOf(refusal.code, call);
  }

  /** Only what is written is wrapped: the rest is as the real handle has it. */
  function wrap(handle: fs.FileHandle): fs.FileHandle {
    const { appendFile, datasync, sync, truncate, writeFile } = handle;
    return Object.assign(handle, {
      async appendFile(data: string) {
        check('appendFile');
        const half = halfWay === undefined ? undefined : data.slice(0, Math.ceil(data.length / 2));
        await appendFile.call(handle, half ?? data);
        if (halfWay !== undefined) throw errorOf(halfWay, 'appendFile');
      },
      async writeFile(data: string) {
        check('writeFile');
        await writeFile.call(handle, data);
      },
      async datasync() {
        check('datasync');
        await datasync.call(handle);
      },
      async sync() {
        check('sync');
        await sync.call(handle);
      },
      async truncate(size: number) {
        check('truncate');
        await truncate.call(handle, size);
      },
    });
  }

  /** The same function, once it is allowed. */
  function checked<F extends (...parameters: never[]) => unknown>(call: Call, original: F): F {
    return new Proxy(original, {
      apply(target, self, parameters) {
        try {
          check(call, parameters[0]);
        } catch (error) {
          return Promise.reject(error);
        }
        return Reflect.apply(target, self, parameters);
      },
    });
  }

  return {
    calls,
    fileSystem: {
      copyFile: checked('copyFile', fs.copyFile),
      link: checked('link', fs.link),
      mkdir: checked('mkdir', fs.mkdir),
      readdir: checked('readdir', fs.readdir),
      readFile: checked('readFile', fs.readFile),
      rename: checked('rename', fs.rename),
      stat: checked('stat', fs.stat),
      unlink: checked('unlink', fs.unlink),
      utimes: checked('utimes', fs.utimes),
      async open(...parameters) {
        check('open', parameters[0]);
        return wrap(await fs.open(...parameters));
      },
    },
    refuse(code, refused, isSo = () => true) {
      refusal = { code, calls: refused, isSo };
    },
    refuseHalfWay(code) {
      halfWay = code;
    },
    allow() {
      refusal = undefined;
      halfWay = undefined;
    },
  };
}

function errorOf(code: string, call: string): Error {
  return Object.assign(new Error(`${code}: refused, ${call}`), { code });
}
