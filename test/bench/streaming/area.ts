import { compare, type Row } from '../row';
import { median } from '../statistics';
import type { ClientName } from './bundles';
import { type Measure, measures } from './measures';
import { type Arena, openArena } from './runTask';

const AREA = 'streaming';

/** All clients take turns: what slows the machine down for a while slows down all of them. */
async function measureOne(
  arena: Arena,
  { measure, unit, rounds, peers, workload, ...task }: Measure,
): Promise<readonly Row[]> {
  const names: readonly ClientName[] = ['ours', ...peers.keys()];
  const values = new Map<ClientName, number[]>(names.map(name => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names)
      values.get(name)?.push(median(await arena.run(name, { ...task, workload: workload(name) })));
  }
  const ours = values.get('ours') ?? [];
  return [...peers].map(([peer, goal]) =>
    compare({ area: AREA, measure, unit, ours, peer, peerValues: values.get(peer) ?? [], goal }),
  );
}

const FLOOD_ROUNDS = 3;
const FLOOD_MILLISECONDS = 4000;

const FLOOD_NAME = 'peak memory of an endless stream, second half';

/** Flat means that the second half of an endless answer needs no more than the first. */
async function measureFlood(arena: Arena): Promise<Row> {
  const ours: number[] = [];
  const peerValues: number[] = [];
  for (let round = 0; round < FLOOD_ROUNDS; round++) {
    const workload = { pace: 'flood', amount: FLOOD_MILLISECONDS } as const;
    const [first = Number.NaN, second = Number.NaN] = await arena.run('ours', { task: 'memoryHalves', workload });
    peerValues.push(first);
    ours.push(second);
  }
  return compare({
    area: AREA,
    measure: FLOOD_NAME,
    unit: 'MiB',
    ours,
    peer: 'ours, first half',
    peerValues,
    goal: 1.1,
  });
}

/** Our client beside others that read the same stream: the measures whose names have `part` in them. */
export async function streaming(say: (what: string) => void, part: string): Promise<readonly Row[]> {
  const arena = await openArena();
  try {
    const rows: Row[] = [];
    for (const measure of measures().filter(({ measure }) => measure.includes(part))) {
      say(measure.measure);
      rows.push(...(await measureOne(arena, measure)));
    }
    if (FLOOD_NAME.includes(part)) {
      say(FLOOD_NAME);
      rows.push(await measureFlood(arena));
    }
    return rows;
  } finally {
    await arena.close();
  }
}
