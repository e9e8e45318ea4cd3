import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { ModelInfo } from '../chat';
import type { Endpoint } from '../endpoints/endpoints';
import { isRecord, parseJson } from '../unknown';

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

type Lists = ReadonlyMap<string, readonly ModelInfo[]>;

/**
 * Lists in a file: those of some gateways are too long for VS Code's own memory (row P1). Every window writes to it, so each
 * write takes up what the others have written.
 *
 * @param replace writes a file as a whole, or leaves it as it is
 */
export function createModelLists(file: string, replace: typeof replaceFile = replaceFile): ModelLists {
  let reading: Promise<Lists> | undefined;
  let writing: Promise<void> = Promise.resolve();
  /** What this window was told and the file does not have. */
  const unwritten = new Map<string, readonly ModelInfo[]>();

  async function list(key: string): Promise<readonly ModelInfo[] | undefined> {
    reading ??= readLists(file);
    const written = (await reading).get(key);
    return unwritten.get(key) ?? written;
  }

  async function write(): Promise<void> {
    const batch = new Map(unwritten);
    if (batch.size === 0) return;
    const merged = withLists(await readLists(file), batch);
    await replace(file, JSON.stringify(Object.fromEntries(merged)));
    reading = Promise.resolve(merged);
    for (const [key, told] of batch) if (unwritten.get(key) === told) unwritten.delete(key);
  }

  return {
    known: async endpoint => (await list(keyOf(endpoint))) ?? [],
    async learn(endpoint, told) {
      const key = keyOf(endpoint);
      const kept = told.slice(0, MOST_MODELS);
      if (JSON.stringify(await list(key)) === JSON.stringify(kept)) return false;
      unwritten.set(key, kept);
      // One after the other, or the last one to end would undo the others. What cannot be kept is asked for again after the
      // next start; nothing is lost.
      writing = writing.then(write).catch(() => undefined);
      await writing;
      return true;
    },
  };
}

/** The last ones of both. */
function withLists(lists: Lists, later: Lists): Lists {
  const earlier = [...lists].filter(([key]) => !later.has(key));
  return new Map([...earlier, ...later].slice(-MOST_LISTS));
}

/** Nobody ever reads half of it. */
async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  try {
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
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
async function readLists(file: string): Promise<Lists> {
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
