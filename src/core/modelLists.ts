import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { ModelInfo } from './chat';
import type { Endpoint } from './endpoints';
import { isRecord, parseJson } from './unknown';

/** What endpoints have said of their models, kept for the next start: then a list is there before anyone is asked. */
export interface ModelLists {
  /** The last list of an endpoint; empty where it never told one. Asks nothing. */
  known(endpoint: Endpoint): Promise<readonly ModelInfo[]>;
  /** Keeps a list. True when it says something new. */
  learn(endpoint: Endpoint, list: readonly ModelInfo[]): Promise<boolean>;
}

/** Endpoints whose lists are kept, and models of each: more than anyone chooses from. */
const MOST_LISTS = 20;
const MOST_MODELS = 1000;

/** Lists in a file: those of some gateways are too long for VS Code's own memory (row P1). */
export function createModelLists(file: string): ModelLists {
  let reading: Promise<Map<string, readonly ModelInfo[]>> | undefined;
  let writing: Promise<void> = Promise.resolve();
  const lists = (): Promise<Map<string, readonly ModelInfo[]>> => (reading ??= readLists(file));

  async function write(): Promise<void> {
    const text = JSON.stringify(Object.fromEntries(await lists()));
    await mkdir(path.dirname(file), { recursive: true });
    const temporary = `${file}.${randomUUID()}`;
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, file);
  }

  return {
    async known(endpoint) {
      return (await lists()).get(keyOf(endpoint)) ?? [];
    },
    async learn(endpoint, list) {
      const all = await lists();
      const key = keyOf(endpoint);
      const kept = list.slice(0, MOST_MODELS);
      if (JSON.stringify(all.get(key)) === JSON.stringify(kept)) return false;
      all.delete(key);
      all.set(key, kept);
      for (const oldest of [...all.keys()].slice(0, -MOST_LISTS)) all.delete(oldest);
      // A list that cannot be kept is asked for again after the next start; nothing is lost.
      writing = writing.then(write).catch(() => undefined);
      await writing;
      return true;
    },
  };
}

/** No address and no header in the file: either may hold a key. */
function keyOf({ protocol, url, headers }: Endpoint): string {
  return createHash('sha256')
    .update(JSON.stringify([protocol, url, headers]))
    .digest('base64url');
}

const tokens = v.exactOptional(v.pipe(v.number(), v.minValue(1)));
const modelInfo = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  contextWindow: tokens,
  maxOutputTokens: tokens,
  vision: v.exactOptional(v.boolean()),
  tools: v.exactOptional(v.boolean()),
});

/** What was written may be of another version, or half: only what is understood counts. */
async function readLists(file: string): Promise<Map<string, readonly ModelInfo[]>> {
  const written = parseJson(await readFile(file, 'utf8').catch(() => ''));
  if (!isRecord(written)) return new Map();
  return new Map(Object.entries(written).map(([key, list]) => [key, readList(list)]));
}

function readList(list: unknown): readonly ModelInfo[] {
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  return entries.flatMap(entry => {
    const parsed = v.safeParse(modelInfo, entry);
    return parsed.success ? [parsed.output] : [];
  });
}
