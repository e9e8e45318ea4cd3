/** Whatever comes at once in this length is a paste, not typing. */
const SHORTEST_PASTE = 8;

/** Whether a text has changed by a paste. */
export function isPaste(before: string, after: string): boolean {
  return insertedLength(before, after) >= SHORTEST_PASTE;
}

/** How many letters a change has put into a text: what begins and ends as before was there. */
function insertedLength(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return after.length - start - end;
}
