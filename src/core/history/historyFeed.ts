import type { HistoryFact, HistoryIntent } from '../../shared/historyProtocol';
import type { Clock } from '../clock';
import type { HistoryMatch } from '../store/historyTypes';
import type { ConversationList } from './conversationList';
import { type HistoryWords, historyFact } from './historyFact';

/** Milliseconds between two facts while a search goes on: what is found shows soon, and the page is not flooded. */
const PACE = 100;

/** What a page wants to see: a search, and how many rows of what it finds. */
export type ShowHistory = HistoryIntent & { readonly type: 'showHistory' };

/** The list of conversations as one page shows it, for as long as it does. */
export interface HistoryFeed {
  /** Looks anew; an earlier search ends. */
  show(intent: ShowHistory): Promise<void>;
  close(): void;
}

/** `clock` sets the pace, `now` is the time on the wall. `onFailure` hears of a search that a change began; what `show` began, it rejects with. */
export interface HistoryFeedDependencies {
  readonly list: ConversationList;
  readonly words: HistoryWords;
  readonly clock: Clock;
  readonly now: () => number;
  readonly isKept: () => boolean;
  readonly post: (fact: HistoryFact) => void;
  readonly onFailure: (error: unknown) => void;
}

/** One for each page. Listens to the list from the first `show` on, until `close`; another `show` begins anew. */
export function createHistoryFeed(dependencies: HistoryFeedDependencies): HistoryFeed {
  const { list, words, clock, now, isKept, post, onFailure } = dependencies;
  let stop = new AbortController();
  let shown: ShowHistory | undefined;
  let known: readonly HistoryMatch[] = [];
  let unsubscribe: (() => void) | undefined;

  function tell({ query, limit }: ShowHistory, matches: readonly HistoryMatch[], isSearching: boolean): void {
    const deleted = list.deleted?.title;
    post({
      ...historyFact({ query, matches, limit, now: now(), isOpen: list.isOpen }, words),
      ...(isSearching ? { isSearching: true } : {}),
      ...(deleted === undefined ? {} : { deleted }),
      ...(isKept() ? {} : { isOff: true }),
    });
  }

  async function look(intent: ShowHistory): Promise<void> {
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    const found: HistoryMatch[] = [];
    let toldAt = clock.now();
    for await (const match of list.find(intent.query, signal)) {
      if (signal.aborted) return;
      found.push(match);
      if (intent.query.trim() === '' || clock.now() - toldAt < PACE) continue;
      toldAt = clock.now();
      tell(wanted(intent), found, true);
    }
    if (signal.aborted) return;
    known = found;
    tell(wanted(intent), found, false);
  }

  /** More rows may have been wanted since a search began. */
  function wanted(intent: ShowHistory): ShowHistory {
    return shown?.query === intent.query ? shown : intent;
  }

  async function show(intent: ShowHistory): Promise<void> {
    unsubscribe ??= list.onChange(() => {
      if (shown) void look(shown).catch(onFailure);
    });
    const hasMore = shown?.query === intent.query && intent.limit > shown.limit && known.length > 0;
    shown = intent;
    // The next page of what was found already.
    if (hasMore) tell(intent, known, false);
    else {
      known = [];
      await look(intent);
    }
  }

  return {
    show,
    close() {
      stop.abort();
      unsubscribe?.();
      unsubscribe = undefined;
      shown = undefined;
      known = [];
    },
  };
}
