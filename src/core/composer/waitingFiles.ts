import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Attachment } from '../context/attachments';
import { isPart } from '../conversation/recordChecks';
import { arrayField, field, parseJson, stringField } from '../unknown';

/** What goes along with messages that are not sent yet, so that the next window has it: a file for each message box. */
export interface WaitingFiles {
  /** What was kept under a name. Nothing where there is no such file, and nothing of what cannot be understood. */
  read(name: string): Promise<readonly Attachment[]>;
  /** Keeps this in the place of what was kept under the name; nothing deletes it. Throws where the disk refuses. */
  write(name: string, attachments: readonly Attachment[]): Promise<void>;
}

/** Milliseconds for which nobody has touched a file whose message box is gone. */
const FORGOTTEN_AFTER = 90 * 24 * 60 * 60 * 1000;

/** Files that only their user reads. The first use deletes those that nobody has asked for in a long time. */
export function createWaitingFiles(directory: string, now: () => number = Date.now): WaitingFiles {
  const fileOf = (name: string): string => path.join(directory, `${name}.json`);
  let tidied: Promise<void> | undefined;

  async function tidy(): Promise<void> {
    for (const name of await readdir(directory)) {
      const file = path.join(directory, name);
      if ((await stat(file)).mtimeMs < now() - FORGOTTEN_AFTER) await rm(file);
    }
  }

  return {
    async read(name) {
      if (!isName(name)) return [];
      const kept = parseJson(await readFile(fileOf(name), 'utf8').catch(() => ''));
      return arrayField(kept, 'attachments').flatMap(each => attachmentFrom(each) ?? []);
    },
    async write(name, attachments) {
      if (!isName(name)) return;
      if (attachments.length === 0) return rm(fileOf(name), { force: true });
      await mkdir(directory, { recursive: true, mode: 0o700 });
      // Nobody ever reads half of it.
      const temporary = `${fileOf(name)}.new`;
      await writeFile(temporary, JSON.stringify({ attachments }), { mode: 0o600 });
      await rename(temporary, fileOf(name));
      tidied ??= tidy().catch(() => undefined);
      await tidied;
    },
  };
}

/** The name comes out of a memory that anybody may have written to: it must not lead out of the folder. */
function isName(name: string): boolean {
  return /^[\w-]{1,100}$/.test(name);
}

function attachmentFrom(value: unknown): Attachment | undefined {
  const [id, tokens, part] = [stringField(value, 'id'), field(value, 'tokens'), field(value, 'part')];
  if (id === undefined || typeof tokens !== 'number' || !isPart(part) || part.type === 'text') return undefined;
  return { id, tokens, part };
}
