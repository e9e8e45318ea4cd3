/**
 * How well a name fits what is typed, or undefined where it does not: all of its letters must be there, in order. Best is
 * what begins with it, then what has a word that does, then what contains it, then the rest.
 */
function rankOf(query: string, name: string): number | undefined {
  const wanted = query.toLowerCase();
  const plain = name.toLowerCase().replace(/^[/#@]/, '');
  if (plain.startsWith(wanted)) return 0;
  const at = plain.indexOf(wanted);
  if (at > 0) return /[\s._\-/]/.test(plain[at - 1] ?? '') ? 1 : 2;
  let position = 0;
  for (const letter of wanted) {
    position = plain.indexOf(letter, position) + 1;
    if (position === 0) return undefined;
  }
  return 3;
}

/** Those that fit, the best first; equals keep their order. */
export function filterBy<Item>(
  query: string,
  items: readonly Item[],
  namesOf: (item: Item) => readonly string[],
): readonly Item[] {
  return items
    .flatMap(item => {
      const ranks = namesOf(item).flatMap((name, index) => {
        const rank = rankOf(query, name);
        // What fits only by its second name comes behind what fits by its first.
        return rank === undefined ? [] : [index === 0 ? rank : Math.max(rank, 2) + 0.5];
      });
      return ranks.length === 0 ? [] : [{ item, rank: Math.min(...ranks) }];
    })
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

/** Whether a name, or a word of it, begins with what is typed; with a slash in that, its path. */
export function beginsWith(query: string, names: readonly string[]): boolean {
  return (query.includes('/') ? names : names.slice(0, 1)).some(name => (rankOf(query, name) ?? 2) <= 1);
}
