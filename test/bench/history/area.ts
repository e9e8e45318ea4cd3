import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MeasureOptions } from '../options';
import { compare, type Row } from '../row';
import { appendAlone, idOf, type Length, LONG, RARE_WORD, SHORT, writeConversations } from './conversations';
import { readValue, rewrite, searchValue, writeValue } from './jsonValue';
import { writeSqlite } from './sqlite';
import { append, openStore, rebuild, search, timed, took } from './store';

const AREA = 'history';
const SIZES = [10, 1000, 10_000] as const;
const ROUNDS = 7;
const JSON_VALUE = 'one JSON value';
const SQLITE = 'node:sqlite';

/** Milliseconds. */
const LIST_LIMIT = 50;
const REBUILD_LIMIT = 2000;
/** What an append may take beside its fsync. */
const APPEND_LIMIT = 1;
/** From a key to the last match of a rare word, and to the first of a letter. */
const SEARCH_LIMIT = 100;

type Say = (what: string) => void;
type Values = readonly number[];
/** Of ours, and a peer's, by what is measured. */
type Measures = ReadonlyMap<string, Values>;

/**
 * Opens, appends to, lists and searches so many conversations, beside one value that holds them all, as `globalState` does, and
 * beside a database. `--large`: with conversations of 100 kB, ten thousand of which are 1 GB.
 */
export async function history(say: Say, part: string, { isLarge }: MeasureOptions): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const root = await mkdtemp(path.join(tmpdir(), 'history-'));
    try {
      rows.push(...(await measureSize(say, root, size, isLarge ? LONG : SHORT)));
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }
  return rows.filter(({ measure }) => measure.includes(part));
}

/** One after the other: what a peer leaves to be collected would be counted as ours. */
async function measureSize(say: Say, root: string, size: number, length: Length): Promise<readonly Row[]> {
  const ours = await measureOurs(say, root, size, length);
  const peers = new Map([
    [JSON_VALUE, await measureValue(say, path.join(root, 'value.json'), size, length)],
    [SQLITE, await measureSqlite(say, path.join(root, 'history.sqlite'), size, length)],
  ]);
  const row = (measure: string, peer: string, peerValues: Values, goal: number | null): Row =>
    compare({
      ...{ area: AREA, measure: `${measure}, ${size} conversations`, unit: 'ms', peer, peerValues, goal },
      ours: ours.get(measure) ?? [],
    });
  const limits: Measures = new Map([
    ['list', same(LIST_LIMIT)],
    ['index rebuilt', same((REBUILD_LIMIT * Math.max(size, 1000)) / 1000)],
    ['search, all', same(SEARCH_LIMIT)],
    ['search for a letter, first', same(SEARCH_LIMIT)],
  ]);
  const bare = ours.get('fsync') ?? [];
  return [...ours.keys()].flatMap(measure => [
    ...[...peers].flatMap(([peer, measures]) => {
      const found = [...measures].filter(([name]) => name === measure || name.startsWith(`${measure} with`));
      return found.map(([name, values]) => row(measure, `${peer}${name.slice(measure.length)}`, values, null));
    }),
    ...(limits.has(measure) ? [row(measure, 'limit', limits.get(measure) ?? [], 1)] : []),
    ...(measure === 'append'
      ? [
          row(
            measure,
            `fsync + ${APPEND_LIMIT} ms`,
            bare.map(time => time + APPEND_LIMIT),
            1,
          ),
        ]
      : []),
  ]);
}

async function measureOurs(say: Say, root: string, size: number, length: Length): Promise<Measures> {
  const directory = path.join(root, 'conversations');
  const bytes = await writeConversations(directory, size, length);
  say(`${size} conversations, ${Math.round(bytes / 1e6)} MB`);
  const measures = new Map<string, Values>();
  measures.set('index rebuilt', await inRounds(3, () => rebuild(directory)));
  measures.set('list', await inRounds(ROUNDS, () => timed(directory, store => store.list())));
  measures.set('open', await inRounds(ROUNDS, round => timed(directory, store => store.load(idOf(round % size)))));
  for (const [measure, values] of await measureSearch(say, directory)) measures.set(measure, values);
  const appended: number[] = [];
  const bare: number[] = [];
  // Side by side: what the machine does besides is the same for both.
  for (let round = 0; round < ROUNDS; round++) {
    appended.push(await append(directory, idOf(round % size)));
    bare.push(await took(() => appendAlone(path.join(root, 'bare'))));
  }
  return measures.set('append', appended).set('fsync', bare);
}

/** The first search makes what the others need; then the word is typed, each letter a search of its own. */
async function measureSearch(say: Say, directory: string): Promise<Measures> {
  const store = openStore(directory);
  const first = await search(store, RARE_WORD);
  const { size } = await stat(path.join(directory, 'conversations.search'));
  say(`first search: ${Math.round(first.all)} ms, first match after ${Math.round(first.first)} ms, ${size} bytes kept`);
  await store.close();
  const again = openStore(directory);
  say(`the same in the next window: ${JSON.stringify(await search(again, RARE_WORD))}`);
  for (let letters = 1; letters <= RARE_WORD.length; letters++) {
    const typed = RARE_WORD.slice(0, letters);
    const shown = await search(again, typed, 50);
    const all = letters < 3 ? shown : await search(again, typed);
    say(
      `${typed}: first ${shown.first.toFixed(1)} ms, 50 at most ${shown.all.toFixed(1)} ms, all ${all.found} ${all.all.toFixed(1)} ms`,
    );
  }
  const letter = await inRounds(ROUNDS, async () => (await search(again, RARE_WORD.slice(0, 1), 1)).first);
  const all = await inRounds(ROUNDS, async () => (await search(again, RARE_WORD)).all);
  await again.close();
  return new Map([
    ['search, all', all],
    ['search for a letter, first', letter],
  ]);
}

async function measureValue(say: Say, file: string, size: number, length: Length): Promise<Measures> {
  if (!(await writeValue(file, size, length))) {
    say(`${JSON_VALUE}: not there, it would be longer than a string can be`);
    return new Map();
  }
  const read = await inRounds(ROUNDS, () => took(() => readValue(file)));
  const all = await readValue(file);
  const found = await inRounds(ROUNDS, () => took(async () => searchValue(all, RARE_WORD)));
  const rewritten = await inRounds(ROUNDS, () => rewrite(file));
  return new Map([
    ['append', rewritten],
    ['open', read],
    ['list', read],
    ['search, all', found],
  ]);
}

async function measureSqlite(say: Say, file: string, size: number, length: Length): Promise<Measures> {
  const database = await writeSqlite(file, size, length);
  if (!database) {
    say(`${SQLITE}: not there in Node ${process.versions.node}`);
    return new Map();
  }
  const measure = (action: (round: number) => unknown): Promise<Values> =>
    inRounds(ROUNDS, round => took(async () => action(round)));
  const measures = new Map([
    ['append', await measure(round => database.append(round % size))],
    ['open', await measure(round => database.load(round % size))],
    ['list', await measure(() => database.list())],
    ['search, all with LIKE', await measure(() => database.searchLike(RARE_WORD))],
    ['search for a letter, first with LIKE', await measure(() => database.searchLike(RARE_WORD.slice(0, 1)))],
  ]);
  if (database.hasFts) measures.set('search, all with FTS5', await measure(() => database.searchFts(RARE_WORD)));
  database.close();
  return measures;
}

async function inRounds(rounds: number, measure: (round: number) => Promise<number>): Promise<Values> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) values.push(await measure(round));
  return values;
}

function same(limit: number): Values {
  return Array.from({ length: ROUNDS }, () => limit);
}
