// Every place that a VS Code in the browser writes or says something in, to look for what must be in none of them.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { findSecret } from '../support/canary';
import type { Workbench } from './workbench';

declare global {
  interface Window {
    /** What was posted to this frame, by whomever. */
    heard?: string[];
  }
}

export interface Traces {
  /** Listens from the start: to be called with the page before VS Code loads in it. */
  readonly listen: (page: Page) => Promise<void>;
  /** Where the secret is found, in any form. `also`: other things that were said or written, by what they are. */
  readonly find: (
    workbench: Workbench,
    secret: string,
    also?: Readonly<Record<string, string | Uint8Array>>,
  ) => Promise<readonly string[]>;
}

export function watchTraces(): Traces {
  const lines: string[] = [];
  return {
    async listen(page) {
      page.on('console', message => lines.push(message.text()));
      await page.addInitScript(listenForMessages);
    },
    async find(workbench, secret, also = {}) {
      const { page } = workbench;
      const found: string[] = [];
      const look = (where: string, what: string | Uint8Array): void => {
        const form = findSecret(what, secret);
        if (form !== undefined) found.push(`${where}: ${form}`);
      };
      for (const [where, what] of Object.entries(also)) look(where, what);
      look('console', lines.join('\n'));
      for (const frame of page.frames()) {
        const heard = await frame.evaluate(heardSoFar).catch((error: unknown) => {
          // One that has just been closed says nothing any more.
          if (!frame.isDetached()) throw error;
          return '';
        });
        look(`messages of ${frame.url()}`, heard);
      }
      return [...found, ...(await findKept(workbench, secret))];
    },
  };
}

/** Where the secret is found in what outlives the window: everything that VS Code and the browser keep, logs included. */
export async function findKept({ page, server }: Workbench, secret: string): Promise<readonly string[]> {
  const found: string[] = [];
  const look = (where: string, what: string | Uint8Array): void => {
    const form = findSecret(what, secret);
    if (form !== undefined) found.push(`${where}: ${form}`);
  };
  look('storage of the browser', await page.evaluate(browserStorage));
  for (const file of await filesIn(server.dataFolder)) look(file, await readFile(file).catch(() => ''));
  return found;
}

/** VS Code may be removing a folder at this very moment; then it is looked through anew. */
async function filesIn(folder: string, attempts = 10): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (attempts === 0) throw error;
    return undefined;
  });
  if (!entries) return filesIn(folder, attempts - 1);
  return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
}

/** From here on, everything runs in the page. */
function listenForMessages(): void {
  const heard: string[] = [];
  window.heard = heard;
  const real = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get;
  // Not a listener: VS Code writes the documents of its webviews anew, and all listeners are gone then.
  Object.defineProperty(MessageEvent.prototype, 'data', {
    configurable: true,
    get() {
      const data: unknown = real?.call(this);
      heard.push(JSON.stringify(data) ?? '');
      return data;
    },
  });
}

function heardSoFar(): string {
  return (window.heard ?? []).join('\n');
}

async function browserStorage(): Promise<string> {
  const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
  const request = <T>(asked: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await request(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = await request(database.transaction(store).objectStore(store).getAll());
      // A file is kept as its bytes.
      kept.push(...values.map(value => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value)));
    }
    database.close();
  }
  return JSON.stringify(kept);
}
