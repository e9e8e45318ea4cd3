/** Something to do that prints while it does. */
export type Job<T> = (print: (line: string) => void) => Promise<T>;

/**
 * Does some jobs at once, and prints as if they were done one after another: the first that has not ended prints at once, what
 * the others print waits for their turn.
 */
export async function doInOrder<T>(
  jobs: readonly Job<T>[],
  atOnce: number,
  print: (line: string) => void,
): Promise<readonly T[]> {
  const waiting = jobs.map((): string[] => []);
  const ended = new Set<number>();
  let turn = 0;
  const say = (index: number, line: string) => (index === turn ? print(line) : waiting[index]?.push(line));
  function end(index: number): void {
    ended.add(index);
    while (ended.has(turn)) {
      turn++;
      for (const line of waiting[turn] ?? []) print(line);
    }
  }
  const queue = jobs.entries();
  async function work(): Promise<readonly (readonly [number, T])[]> {
    const done: (readonly [number, T])[] = [];
    // One queue for all: who is free takes the next.
    for (const [index, job] of queue) {
      done.push([index, await job(line => say(index, line))]);
      end(index);
    }
    return done;
  }
  const done = await Promise.all(Array.from({ length: atOnce }, work));
  return done
    .flat()
    .toSorted(([one], [other]) => one - other)
    .map(([, result]) => result);
}
