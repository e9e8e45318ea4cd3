/**
 * The ways that a conversation has taken. A question that is edited and an answer that is asked for again each get a sibling:
 * an entry that follows the same entry. One way through the tree is shown; the others are kept and can be gone back to.
 *
 * Ids only: what the entries say is `conversation.ts`'s business.
 */
export interface Branches {
  /** What each entry follows, in the order in which they were written; the first entries follow `BEGINNING`. */
  readonly follows: ReadonlyMap<string, string>;
  /** Which of the entries that follow the same one is shown, where it was said. */
  readonly chosen: ReadonlyMap<string, string>;
  /** Deleted entries. What follows them stays, in their place. */
  readonly hidden: ReadonlySet<string>;
  /** The last entry on the way that is shown, a deleted one included: what the next entry follows. */
  readonly end: string;
}

export const BEGINNING = '';

export const noBranches: Branches = { follows: new Map(), chosen: new Map(), hidden: new Set(), end: BEGINNING };

/** The entry follows `after` from now on, and is the one that is shown there. */
export function grow(branches: Branches, id: string, after: string): Branches {
  const follows = new Map(branches.follows).set(id, after);
  const chosen = new Map(branches.chosen).set(after, id);
  // A conversation nearly always grows at its end: no walk through all of it for each entry.
  if (after === branches.end) return { ...branches, follows, chosen, end: id };
  return withEnd({ ...branches, follows, chosen });
}

/** Shows this entry instead of its siblings. */
export function choose(branches: Branches, id: string): Branches {
  const after = branches.follows.get(id);
  if (after === undefined) return branches;
  return withEnd({ ...branches, chosen: new Map(branches.chosen).set(after, id) });
}

function withEnd(branches: Branches): Branches {
  return { ...branches, end: way(branches).at(-1) ?? BEGINNING };
}

export function hide(branches: Branches, id: string, isHidden: boolean): Branches {
  const hidden = new Set(branches.hidden);
  if (isHidden) hidden.add(id);
  else hidden.delete(id);
  return { ...branches, hidden };
}

/** The entries that are shown, in order. */
export function shownEntries(branches: Branches): readonly string[] {
  return way(branches).filter(id => !branches.hidden.has(id));
}

function way({ follows, chosen }: Branches): readonly string[] {
  const lastOf = new Map([...follows].map(([id, after]) => [after, id]));
  // A set: a file may hold anything, a circle included.
  const passed = new Set<string>();
  let end = BEGINNING;
  for (;;) {
    const next = chosen.get(end) ?? lastOf.get(end);
    if (next === undefined || passed.has(next)) return [...passed];
    passed.add(next);
    end = next;
  }
}

/** Tells of an entry: itself and its siblings, deleted ones left out, in the order in which they were written. */
export function siblingsIn({ follows, hidden }: Branches): (id: string) => readonly string[] {
  const followers = new Map<string, string[]>();
  for (const [id, after] of follows) {
    if (hidden.has(id)) continue;
    const group = followers.get(after);
    if (group) group.push(id);
    else followers.set(after, [id]);
  }
  return id => followers.get(follows.get(id) ?? id) ?? [];
}
