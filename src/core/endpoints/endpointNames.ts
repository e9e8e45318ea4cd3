import { arrayField, stringField } from '../unknown';

/** An endpoint that has another name now. Conversations go on to tell it by the one that it had. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Renames that are remembered: more than anyone makes. */
const MOST_REMEMBERED = 50;

/** The endpoint that a name stands for. What has the name now comes before what had it once. */
export function endpointNamed<T extends { readonly name: string }>(
  endpoints: readonly T[],
  name: string,
  renames: readonly Rename[],
): T | undefined {
  const passed = new Set<string>();
  let wanted: string | undefined = name;
  // A name that was given back leads in a circle.
  while (wanted !== undefined && !passed.has(wanted)) {
    const now: string = wanted;
    const found = endpoints.find(endpoint => endpoint.name === now);
    if (found) return found;
    passed.add(now);
    wanted = renames.find(({ from }) => from === now)?.to;
  }
  return undefined;
}

/** What is remembered once an endpoint has got another name. */
export function withRename(renames: readonly Rename[], { from, to }: Rename): readonly Rename[] {
  const others = renames.filter(rename => rename.from !== from && rename.from !== to);
  return [...others, { from, to }].slice(-MOST_REMEMBERED);
}

/** What was written may be of another version: only what is understood counts. */
export function readRenames(written: unknown): readonly Rename[] {
  return arrayField({ written }, 'written').flatMap(rename => {
    const from = stringField(rename, 'from');
    const to = stringField(rename, 'to');
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}

/** A name like this one that nobody has: `Gateway`, `Gateway 2`, `Gateway 3`. */
export function freeName(name: string, taken: readonly string[]): string {
  const base = name.replace(/ \d+$/, '');
  let number = 2;
  while (taken.includes(`${base} ${number}`)) number++;
  return `${base} ${number}`;
}
