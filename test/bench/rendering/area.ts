import type { ViewMessage } from '../../../src/shared/viewState';
import { compare, type Row } from '../row';
import { answers, answerText } from './answerText';
import { type Arena, type ContenderName, openArena, type Result } from './arena';
import type { Run } from './page/driver';

const AREA = 'rendering';

/** `BENCH_FULL=1`: as slow as a model writes, 200 tokens a second. Otherwise five times as fast, which changes the ratios little. */
const isFull = process.env['BENCH_FULL'] === '1';
const rate = isFull ? 200 : 1000;
const pace = `at ${rate} tokens/s`;

type Peer = Exclude<ContenderName, 'ours'>;
type Results = ReadonlyMap<ContenderName, readonly Result[]>;
type Measure = { readonly measure: string; readonly unit: string; readonly of: (result: Result) => number };

const script: Measure = { measure: 'script', unit: 'ms', of: result => result.script };
const mainThread: Measure = { measure: 'whole main thread', unit: 'ms', of: result => result.mainThread };
const layout: Measure = { measure: 'layout and style', unit: 'ms', of: result => result.layout };

/** All take turns: what slows the machine down for a while slows down all of them. */
async function race(arena: Arena, names: readonly ContenderName[], run: Run, rounds: number): Promise<Results> {
  const results = new Map<ContenderName, Result[]>(names.map(name => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) results.get(name)?.push(await arena.stream(name, run));
  }
  return results;
}

function rowsOf(
  results: Results,
  what: string,
  { measure, unit, of }: Measure,
  goals: Partial<Record<Peer, number>>,
): Row[] {
  const values = (name: ContenderName): readonly number[] => (results.get(name) ?? []).map(of);
  return [...results.keys()].flatMap(name => {
    if (name === 'ours') return [];
    const goal = goals[name] ?? null;
    return [
      compare({
        area: AREA,
        measure: `${measure}, ${what}`,
        unit,
        ours: values('ours'),
        peer: name,
        peerValues: values(name),
        goal,
      }),
    ];
  });
}

/** A row whose peer is a limit: met when ours is at most as much. */
function limitRow(measure: string, unit: string, ours: readonly number[], limit: number, peer: string): Row {
  return compare({ area: AREA, measure, unit, ours, peer, peerValues: ours.map(() => limit), goal: 1 });
}

const quick: readonly ContenderName[] = ['ours', 'plain text appended', 'streaming-markdown', 'incremark'];
const all: readonly ContenderName[] = [...quick, 'markdown-it per frame', 'markdown-it per delta', 'marked per delta'];

async function paced5000(arena: Arena): Promise<readonly Row[]> {
  const results = await race(arena, all, { text: answerText(5000), deltaLength: 4, rate }, 2);
  const what = `5,000 tokens ${pace}`;
  const goals = { 'plain text appended': 1.5, 'marked per delta': 1 / 20 };
  return [
    ...rowsOf(results, what, script, goals),
    ...rowsOf(results, what, mainThread, { 'plain text appended': 1 }),
    ...rowsOf(results, what, layout, {}),
    ...frameRows(results, what),
  ];
}

async function paced20000(arena: Arena): Promise<readonly Row[]> {
  const results = await race(arena, quick, { text: answerText(20_000), deltaLength: 4, rate }, 2);
  const what = `20,000 tokens ${pace}`;
  const longest = (results.get('ours') ?? []).map(({ longestCallback }) => longestCallback);
  return [
    ...rowsOf(results, what, script, { 'plain text appended': 1.5 }),
    ...rowsOf(results, what, mainThread, { 'plain text appended': 0.7 }),
    ...frameRows(results, what),
    limitRow(`longest callback, ${what}`, 'ms', longest, 16, 'a frame'),
  ];
}

function frameRows(results: Results, what: string): readonly Row[] {
  const dropped = (name: ContenderName): readonly number[] =>
    (results.get(name) ?? []).map(result => result.droppedFrames);
  const plain = dropped('plain text appended');
  const more = dropped('ours').map((value, round) => value - (plain[round] ?? 0));
  return [limitRow(`frames dropped beyond those of plain text, ${what}`, '%', more, 0.5, 'half a point')];
}

/** How the cost grows: 1 when a text of sixteen times the length costs sixteen times as much. */
async function flatOut(arena: Arena): Promise<readonly Row[]> {
  const lengths = [5000, 20_000, 80_000];
  const costs: (readonly Result[])[] = [];
  const rows: Row[] = [];
  for (const length of lengths) {
    const names: readonly ContenderName[] =
      length === 5000 ? [...quick, 'markdown-it per frame', 'marked per delta'] : quick;
    const results = await race(arena, names, { text: answerText(length), deltaLength: 4 }, length === 5000 ? 2 : 3);
    const what = `${length.toLocaleString('en')} tokens as fast as they come`;
    rows.push(...rowsOf(results, what, script, {}), ...rowsOf(results, what, mainThread, {}));
    costs.push(results.get('ours') ?? []);
  }
  const [short = [], , long = []] = costs;
  const growth = long.map(({ mainThread: cost }, round) => {
    const first = short[Math.min(round, short.length - 1)]?.mainThread ?? Number.NaN;
    return Math.log(cost / first) / Math.log(16);
  });
  const peer = 'in proportion';
  const measure = 'growth exponent, 5,000 to 80,000 tokens';
  rows.push(compare({ area: AREA, measure, unit: '', ours: growth, peer, peerValues: growth.map(() => 1), goal: 1.1 }));
  return rows;
}

async function typing(arena: Arena): Promise<readonly Row[]> {
  const p95: number[] = [];
  const run = { text: answerText(80_000), deltaLength: 4, rate: 10_000 };
  for (let round = 0; round < 2; round++) {
    const { typing: delays } = await arena.stream('ours', run, true);
    p95.push(delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.95)] ?? Number.NaN);
  }
  return [limitRow('typing while 10,000 deltas/s arrive, 95th percentile', 'ms', p95, 50, '50 ms')];
}

function conversation(count: number, tokens: number): readonly ViewMessage[] {
  return answers(count / 2, tokens).flatMap((text, index): ViewMessage[] => [
    { role: 'user', id: `q${index}`, text: 'And how is that done?', chips: [] },
    { role: 'assistant', id: `a${index}`, model: 'm', endpoint: 'e', text, reasoning: '', status: 'complete' },
  ]);
}

async function opening(arena: Arena): Promise<readonly Row[]> {
  const conversations = {
    '1,000 messages': conversation(1000, 200),
    '1 MB in 100 messages': conversation(100, 5000),
    'an answer of 1 MB': conversation(2, 250_000),
  };
  const rows: Row[] = [];
  for (const [what, messages] of Object.entries(conversations)) {
    const [opened, scrolled]: [number[], number[]] = [[], []];
    for (let round = 0; round < 3; round++) {
      const { opening: first, scrolling } = await arena.open(messages);
      opened.push(first);
      scrolled.push(scrolling);
    }
    rows.push(limitRow(`longest task, opening ${what}`, 'ms', opened, 50, '50 ms'));
    rows.push(limitRow(`longest task, scrolling ${what}`, 'ms', scrolled, 50, '50 ms'));
  }
  return rows;
}

const parts = { opening, typing, flatOut, paced5000, paced20000 };

/** The page while text streams into it, beside other renderers in the same page; only the parts with `part` in their names. */
export async function rendering(say: (what: string) => void, part = ''): Promise<readonly Row[]> {
  const arena = await openArena();
  try {
    const rows: Row[] = [];
    for (const [name, measure] of Object.entries(parts)) {
      if (!name.includes(part)) continue;
      say(name);
      rows.push(...(await measure(arena)));
    }
    return rows;
  } finally {
    await arena.close();
  }
}
