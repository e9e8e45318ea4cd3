import type { ClientName } from './bundles';
import { recordedStream } from './recordedStream';
import type { Task } from './runTask';
import type { Pace, Workload } from './workload';

type Peer = Exclude<ClientName, 'ours'>;

/** What our ratio to each peer may be at most; null where there is no goal. Who is not in it takes no part. */
type Goals = ReadonlyMap<Peer, number | null>;

/** One thing that is measured. */
export interface Measure extends Omit<Task, 'workload'> {
  readonly measure: string;
  readonly unit: string;
  readonly rounds: number;
  readonly workload: (client: ClientName) => Workload;
  readonly peers: Goals;
}

const CPU_GOALS: Goals = new Map([
  ['node:http + hand parser', 1.15],
  ['undici dispatch + hand parser', null],
  ['openai', 0.3],
  ['AI SDK', 0.1],
]);

/** As long as our client lets an answer be. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

/** The AI SDK reads a sixteenth: its cost for one event stays the same, and nobody has to wait for it. */
function bulk(pace: Pace, amount: number): (client: ClientName) => Workload {
  return client => ({ pace, amount: client === 'AI SDK' ? amount / 16 : amount });
}

export function measures(): readonly Measure[] {
  const { bytesPerEvent } = recordedStream();
  return [
    {
      measure: 'CPU per event, flat out',
      unit: 'µs',
      task: 'cpuPerEvent',
      workload: bulk('burst', 200_000),
      rounds: 5,
      peers: CPU_GOALS,
    },
    {
      measure: 'CPU per event, flat out, no two alike',
      unit: 'µs',
      task: 'cpuPerEvent',
      workload: bulk('varied', 200_000),
      rounds: 5,
      peers: CPU_GOALS,
    },
    {
      measure: 'CPU per event, one per write',
      unit: 'µs',
      task: 'cpuPerEvent',
      workload: bulk('single', 100_000),
      rounds: 5,
      peers: CPU_GOALS,
    },
    {
      measure: 'CPU per event, one per ms',
      unit: 'µs',
      task: 'cpuPerEvent',
      workload: () => ({ pace: 'paced', amount: 2000 }),
      rounds: 3,
      peers: new Map([
        ['node:http + hand parser', null],
        ['undici dispatch + hand parser', null],
        ['openai', 0.55],
        ['AI SDK', null],
      ]),
    },
    {
      measure: 'call to first delta, warm',
      unit: 'µs',
      task: 'warmFirstDelta',
      workload: () => ({ pace: 'burst', amount: 20 }),
      times: 200,
      rounds: 5,
      peers: new Map([
        ['node:http + hand parser', 1],
        ['undici dispatch + hand parser', null],
        ['openai', null],
        ['AI SDK', null],
      ]),
    },
    {
      measure: 'load + first delta, cold',
      unit: 'ms',
      task: 'coldFirstDelta',
      workload: () => ({ pace: 'burst', amount: 20 }),
      rounds: 15,
      peers: new Map([
        ['node:http + hand parser', null],
        ['undici dispatch + hand parser', null],
        ['openai', 0.65],
        ['AI SDK', null],
      ]),
    },
    {
      measure: 'memory grown by a 64 MiB answer',
      unit: 'MiB',
      task: 'memoryGrowth',
      workload: () => ({ pace: 'burst', amount: Math.floor((LONGEST_ANSWER - 10_000) / bytesPerEvent) }),
      rounds: 3,
      peers: new Map([
        ['node:http + hand parser', null],
        ['undici dispatch + hand parser', null],
        ['openai', null],
      ]),
    },
  ];
}
