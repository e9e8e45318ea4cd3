import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from './clients/client';
import { modelName, workloadOf } from './workload';

/** Loads the client's bundle. A task decides when, since loading is a part of what is measured at a cold start. */
export type Load = () => Client;

/** Events that are read first, unmeasured, so that the code is compiled. */
const WARM_UP = 5000;
/** How often memory is looked at, in events. */
const EVENTS_PER_SAMPLE = 1000;
const MEBIBYTE = 1024 * 1024;

/** Reads a whole answer and counts its characters, which are as many as its events. */
async function readAll(client: Client, model: string, onProgress?: (characters: number) => void): Promise<number> {
  let characters = 0;
  await client.read(model, text => {
    characters += text.length;
    onProgress?.(characters);
  });
  return characters;
}

/** Microseconds of CPU for one event, all threads of the process together. */
async function cpuPerEvent(load: Load, model: string): Promise<readonly number[]> {
  const client = load();
  const { pace, amount } = workloadOf(model);
  await readAll(client, modelName({ pace: pace === 'paced' ? 'burst' : pace, amount: WARM_UP }));
  const before = process.cpuUsage();
  const characters = await readAll(client, model);
  const { user, system } = process.cpuUsage(before);
  if (characters !== amount) throw new Error(`${characters} of ${amount} events arrived.`);
  return [(user + system) / amount];
}

/** Microseconds from a call to its first delta. */
async function firstDelta(client: Client, model: string): Promise<number> {
  const start = performance.now();
  let first: number | undefined;
  await client.read(model, () => {
    first ??= performance.now();
  });
  if (first === undefined) throw new Error('No delta arrived.');
  return (first - start) * 1000;
}

/** Milliseconds in which the user types the next question. */
const TYPING = 2;

/** The first request, which makes what later ones find, is left out. */
async function warmFirstDelta(load: Load, model: string, times: number): Promise<readonly number[]> {
  const client = load();
  const values: number[] = [];
  for (let time = 0; time <= times; time++) {
    await client.prepare?.();
    await pause(TYPING);
    values.push(await firstDelta(client, model));
  }
  return values.slice(1);
}

/** Calls back with the resident memory, in MiB, every so many events. */
function sampler(onSample: (mebibytes: number) => void): (characters: number) => void {
  let next = 0;
  return characters => {
    if (characters < next) return;
    next = characters + EVENTS_PER_SAMPLE;
    onSample(process.memoryUsage.rss() / MEBIBYTE);
  };
}

/** MiB by which the resident memory grows at most while the first answer is read, after the client was loaded. */
async function memoryGrowth(load: Load, model: string): Promise<readonly number[]> {
  const client = load();
  globalThis.gc?.();
  const before = process.memoryUsage.rss() / MEBIBYTE;
  let peak = before;
  const sample = sampler(mebibytes => {
    peak = Math.max(peak, mebibytes);
  });
  await readAll(client, model, sample);
  return [peak - before];
}

/** The peaks of the resident memory, in MiB, in the first and in the second half of an endless answer. */
async function memoryHalves(load: Load, model: string): Promise<readonly number[]> {
  const client = load();
  const { pace, amount } = workloadOf(model);
  const start = performance.now();
  const peaks = [0, 0];
  const rest = (): number => Math.ceil(start + amount - performance.now());
  while (rest() > 0) {
    const sample = sampler(mebibytes => {
      const half = rest() > amount / 2 ? 0 : 1;
      peaks[half] = Math.max(peaks[half] ?? 0, mebibytes);
    });
    let characters = 0;
    try {
      await readAll(client, modelName({ pace, amount: rest() }), count => {
        characters = count;
        sample(count);
      });
    } catch (error) {
      // A client may end an answer that grows too long. Then it is asked again until the time is over.
      if (characters < EVENTS_PER_SAMPLE) throw error;
    }
  }
  return peaks;
}

/** Milliseconds from nothing to the first delta: the bundle is loaded in this time, too. */
async function coldFirstDelta(load: Load, model: string): Promise<readonly number[]> {
  const start = performance.now();
  const client = load();
  const loaded = performance.now() - start;
  return [loaded + (await firstDelta(client, model)) / 1000];
}

/** What a client's process can be told to do. */
export const tasks = { cpuPerEvent, warmFirstDelta, coldFirstDelta, memoryGrowth, memoryHalves } as const;

export type TaskName = keyof typeof tasks;

export function isTaskName(name: string): name is TaskName {
  return Object.hasOwn(tasks, name);
}
