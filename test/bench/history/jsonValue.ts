import { open, readFile, writeFile } from 'node:fs/promises';
import { stringField } from '../../../src/core/unknown';
import { conversations, type Length } from './conversations';
import { took } from './store';

/** All conversations in one JSON value, as `globalState` holds them: the peers' way. */
type JsonValue = Record<string, readonly unknown[]>;

/** V8 makes no longer strings: there, this way ends. */
const LONGEST = 500_000_000;

/** False where they are too many for one value. */
export async function writeValue(file: string, size: number, length: Length): Promise<boolean> {
  const all: JsonValue = {};
  let bytes = 0;
  for await (const { id, records } of conversations(size, length)) {
    all[id] = records;
    bytes += JSON.stringify(records).length;
    if (bytes > LONGEST) return false;
  }
  await writeFile(file, JSON.stringify(all));
  return true;
}

export async function readValue(file: string): Promise<JsonValue> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** What the value costs at every message. */
export async function rewrite(file: string): Promise<number> {
  const all = await readValue(file);
  return took(async () => {
    all['changed'] = [Date.now()];
    const handle = await open(file, 'w');
    await handle.writeFile(JSON.stringify(all));
    await handle.datasync();
    await handle.close();
  });
}

/** Looks into all that is in memory already. */
export function searchValue(all: JsonValue, word: string): number {
  return Object.values(all).filter(records => records.some(record => textOf(record).toLowerCase().includes(word)))
    .length;
}

function textOf(record: unknown): string {
  return stringField(record, 'text') ?? JSON.stringify(record);
}
