import type { HistoryFact, ViewHistoryRow, ViewMatchedText } from '../../shared/historyProtocol';
import { withoutControls } from '../safety/hiddenCharacters';
import type { HistoryMatch, MatchedText } from '../store/historyTypes';
import { type GroupWords, groupByDay } from './dayGroups';

/** How a list speaks. */
export interface HistoryWords extends GroupWords {
  readonly untitled: string;
  /** The time of the day for today and yesterday, else the date. */
  readonly time: (time: number, now: number) => string;
  readonly messages: (count: number) => string;
}

/** What was found, and how much of it is wanted. `now` is the time on the wall: it says what is of today. */
export interface HistoryView {
  readonly query: string;
  readonly matches: readonly HistoryMatch[];
  /** Rows that are wanted. */
  readonly limit: number;
  readonly now: number;
  readonly isOpen: (id: string) => boolean;
}

/** What a page shows of what was found: pinned conversations first, and no more rows than are wanted. */
export function historyFact({ query, matches, limit, now, isOpen }: HistoryView, words: HistoryWords): HistoryFact {
  const row = (match: HistoryMatch): ViewHistoryRow => ({
    ...rowOf(match, now, words),
    ...(isOpen(match.summary.id) ? { isOpen: true } : {}),
  });
  let left = limit;
  const groups = [];
  for (const { label, matches: found } of groupByDay(matches, now, words)) {
    if (left <= 0) break;
    const rows = found.slice(0, left).map(row);
    left -= rows.length;
    groups.push({ label, rows });
  }
  return { type: 'history', query, groups, total: matches.length };
}

function rowOf({ summary, title, excerpt }: HistoryMatch, now: number, words: HistoryWords): ViewHistoryRow {
  return {
    id: summary.id,
    title: shownTitle(title, words),
    time: words.time(summary.updatedAt, now),
    detail: words.messages(summary.messages),
    ...(summary.pinned ? { pinned: true } : {}),
    ...(summary.isOnlyHere ? { isOnlyHere: true } : {}),
    ...(excerpt ? { excerpt: asSeen(excerpt) } : {}),
  };
}

/** A title as a list shows it. */
export function shownTitle(title: MatchedText, words: Pick<HistoryWords, 'untitled'>): ViewMatchedText {
  return title.text === '' ? { text: words.untitled, matches: [] } : asSeen(title);
}

/** What hides or turns text around is left out, unless that would move what is marked. */
function asSeen({ text, matches }: MatchedText): ViewMatchedText {
  const seen = withoutControls(text);
  return { text: seen, matches: seen.length === text.length ? matches : [] };
}
