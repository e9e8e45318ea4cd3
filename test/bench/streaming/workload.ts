/**
 * What the load server is asked to send. Clients carry it in the name of the model, the one word that all of them hand on
 * with every request.
 *
 * - `burst`: so many events, hundreds in one write and one HTTP chunk
 * - `varied`: the same, but each event has a field whose value no other has, as those of OpenAI do
 * - `single`: so many events, each in a write and an HTTP chunk of its own
 * - `paced`: so many events, one per millisecond
 * - `flood`: events for so many milliseconds, as fast as the client reads
 */
export interface Workload {
  readonly pace: Pace;
  readonly amount: number;
}

const PACES = ['burst', 'varied', 'single', 'paced', 'flood'] as const;
export type Pace = (typeof PACES)[number];

export function modelName({ pace, amount }: Workload): string {
  return `${pace}:${amount}`;
}

export function workloadOf(model: string): Workload {
  const [word, number] = model.split(':');
  const pace = PACES.find(candidate => candidate === word);
  const amount = Number(number);
  if (pace === undefined || !Number.isSafeInteger(amount)) throw new Error(`“${model}” is no workload.`);
  return { pace, amount };
}
