import type { HistoryMatch } from '../store/historyTypes';

/** What the groups of a list are called. */
export interface GroupWords {
  readonly pinned: string;
  readonly onlyHere: string;
  readonly today: string;
  readonly yesterday: string;
  readonly previous7Days: string;
  readonly previous30Days: string;
  /** `October 2026`, of its first day. */
  readonly month: (firstDay: Date) => string;
}

/** A heading and the conversations below it: of a day or a month, or those that are pinned or only here. */
export interface DayGroup {
  readonly label: string;
  readonly matches: readonly HistoryMatch[];
}

/**
 * Groups conversations by the day on which something was last said in them, as the clock on the wall has it, in the order in
 * which they come. Those that are only in this window, and
 * then the pinned ones, are groups of their own, before all others.
 */
export function groupByDay(matches: readonly HistoryMatch[], now: number, words: GroupWords): readonly DayGroup[] {
  const nameOf = namesAt(now, words);
  const onlyHere: HistoryMatch[] = [];
  const pinned: HistoryMatch[] = [];
  const groups = new Map<string, HistoryMatch[]>();
  for (const match of matches) {
    const own = match.summary.isOnlyHere ? onlyHere : match.summary.pinned ? pinned : undefined;
    if (own) {
      own.push(match);
      continue;
    }
    const label = nameOf(match.summary.updatedAt);
    const group = groups.get(label);
    if (group) group.push(match);
    else groups.set(label, [match]);
  }
  const byDay = [...groups].map(([label, found]) => ({ label, matches: found }));
  const first = [
    { label: words.onlyHere, matches: onlyHere },
    { label: words.pinned, matches: pinned },
  ];
  return [...first.filter(({ matches: found }) => found.length > 0), ...byDay];
}

/** The group of a time. Whatever lies ahead, by a clock that was wrong, is of today. */
function namesAt(now: number, words: GroupWords): (time: number) => string {
  const today = startOfDay(now, 0);
  const yesterday = startOfDay(now, 1);
  const weekAgo = startOfDay(now, 7);
  const monthAgo = startOfDay(now, 30);
  return time => {
    if (time >= today) return words.today;
    if (time >= yesterday) return words.yesterday;
    if (time >= weekAgo) return words.previous7Days;
    if (time >= monthAgo) return words.previous30Days;
    const date = new Date(time);
    return words.month(new Date(date.getFullYear(), date.getMonth(), 1));
  };
}

/** When a day began, so many days ago. By the calendar: a day in which the clocks change has 23 or 25 hours. */
function startOfDay(now: number, daysAgo: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo).getTime();
}
