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

/** What the first entries follow: the id of none. */
export const BEGINNING = '';

/** Where nothing was ever said. Shared by all: only a copy of it is changed (`draftOf`). */
export const noBranches: Branches = { follows: new Map(), chosen: new Map(), hidden: new Set(), end: BEGINNING };

/** Branches that are still being put together, as when a file is read. */
export interface BranchesDraft {
  readonly follows: Map<string, string>;
  readonly chosen: Map<string, string>;
  readonly hidden: Set<string>;
  end: string;
}

/** A copy that may be changed: the branches themselves stay as they are. */
export function draftOf({ follows, chosen, hidden, end }: Branches): BranchesDraft {
  return { follows: new Map(follows), chosen: new Map(chosen), hidden: new Set(hidden), end };
}

/** The entry follows `after` from now on, and is the one that is shown there. */
export function growIn(draft: BranchesDraft, id: string, after: string): void {
  draft.follows.set(id, after);
  draft.chosen.set(after, id);
  // A conversation nearly always grows at its end: no walk through all of it for each entry.
  draft.end = after === draft.end ? id : endOf(draft);
}

/** Shows this entry instead of its siblings: the way leads to it, through what is deleted before it. */
export function chooseIn(draft: BranchesDraft, id: string): void {
  if (!draft.follows.has(id)) return;
  // A file may hold a circle.
  const passed = new Set<string>();
  for (let entry = id; !passed.has(entry); ) {
    passed.add(entry);
    const after = draft.follows.get(entry);
    if (after === undefined) break;
    draft.chosen.set(after, entry);
    if (!draft.hidden.has(after)) break;
    entry = after;
  }
  draft.end = endOf(draft);
}

/** Takes an entry out of what is shown, or puts it back. The way does not change: what follows it stays. */
export function hideIn(draft: BranchesDraft, id: string, isHidden: boolean): void {
  if (isHidden) draft.hidden.add(id);
  else draft.hidden.delete(id);
}

/** `growIn`, `chooseIn` or `hideIn` on a copy. */
export function changedBranches(branches: Branches, change: (draft: BranchesDraft) => void): Branches {
  const draft = draftOf(branches);
  change(draft);
  return draft;
}

function endOf(branches: Branches): string {
  return way(branches).at(-1) ?? BEGINNING;
}

/** The entries that are shown, in order. */
export function shownEntries(branches: Branches): readonly string[] {
  return way(branches).filter(id => !branches.hidden.has(id));
}

function way(branches: Branches): readonly string[] {
  return [...wayFrom(branches)(BEGINNING)];
}

/** The way behind an entry, as it is shown, what is deleted included. */
function wayFrom({ follows, chosen }: Branches): (id: string) => Iterable<string> {
  const lastOf = new Map([...follows].map(([id, after]) => [after, id]));
  return function* (id) {
    // A file may hold anything, a circle included.
    const passed = new Set<string>();
    for (let end = id; ; ) {
      const next = chosen.get(end) ?? lastOf.get(end);
      if (next === undefined || passed.has(next)) return;
      passed.add(next);
      yield next;
      end = next;
    }
  };
}

/**
 * Tells of an entry: itself and its siblings, in the order in which they were written. What follows a deleted entry stands in
 * its place: it could not be reached otherwise where the deleted one had siblings.
 */
export function siblingsIn(branches: Branches): (id: string) => readonly string[] {
  const places = placesIn(branches);
  const followers = new Map<string, string[]>();
  for (const [id, place] of places) {
    if (branches.hidden.has(id)) continue;
    const group = followers.get(place);
    if (group) group.push(id);
    else followers.set(place, [id]);
  }
  return id => followers.get(places.get(id) ?? id) ?? [];
}

/** What each entry follows that is not deleted. An entry is written after what it follows, so that is known by then. */
function placesIn({ follows, hidden }: Branches): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const [id, after] of follows) places.set(id, hidden.has(after) ? (places.get(after) ?? after) : after);
  return places;
}

/**
 * The same ways as if what is deleted had never been said: what is shown and what can be switched to stays, in its place. What could
 * be brought back by nothing but a deleted entry goes with it.
 */
export function withoutHidden(branches: Branches): Branches {
  const { hidden } = branches;
  const behind = wayFrom(branches);
  const draft = draftOf(noBranches);
  for (const [id, place] of placesIn(branches)) {
    if (hidden.has(id) || (place !== BEGINNING && !draft.follows.has(place))) continue;
    const shown = draft.chosen.get(place) ?? firstWithout(hidden, behind(place));
    // Where nothing is shown, there is nothing to switch from.
    if (shown === undefined) continue;
    draft.follows.set(id, place);
    draft.chosen.set(place, shown);
  }
  draft.end = endOf(draft);
  return draft;
}

function firstWithout(hidden: ReadonlySet<string>, ids: Iterable<string>): string | undefined {
  for (const id of ids) if (!hidden.has(id)) return id;
  return undefined;
}
