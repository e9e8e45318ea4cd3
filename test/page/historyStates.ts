import type { Locator, Page } from 'playwright-core';
import type { HistoryFact, ViewHistoryRow } from '../../src/shared/historyProtocol';

/** A row with the words marked that stand between brackets: `Why does the [timer] leak?` */
export function historyRow(id: string, title: string, changes: Partial<ViewHistoryRow> = {}): ViewHistoryRow {
  return { id, title: marked(title), time: '10:42', detail: '4 messages', ...changes };
}

export function marked(words: string): ViewHistoryRow['title'] {
  const matches: (readonly [number, number])[] = [];
  let text = '';
  for (const [index, piece] of words.split(/[[\]]/).entries()) {
    if (index % 2 === 1) matches.push([text.length, text.length + piece.length]);
    text += piece;
  }
  return { text, matches };
}

export function historyOf(
  groups: Readonly<Record<string, readonly ViewHistoryRow[]>>,
  changes: Partial<HistoryFact> = {},
): HistoryFact {
  const list = Object.entries(groups).map(([label, rows]) => ({ label, rows }));
  const total = list.reduce((sum, { rows }) => sum + rows.length, 0);
  return { type: 'history', query: '', groups: list, total, ...changes };
}

/** Opens the list and waits until it has asked for its rows. */
export async function openHistory(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'History' }).click();
  await page.waitForFunction(() => window.posted.some(({ type }) => type === 'showHistory'));
}

export function tellHistory(page: Page, fact: HistoryFact): Promise<void> {
  return page.evaluate(async data => {
    window.dispatchEvent(new MessageEvent('message', { data }));
    for (let frames = 0; frames < 2; frames++) await new Promise(resolve => requestAnimationFrame(resolve));
  }, fact);
}

const longTitle =
  'Release notes draft, with a rather long title that cannot be shown as a whole at any width of the view';

export const everyDay = historyOf({
  Pinned: [historyRow('p', 'Release checklist', { pinned: true, time: 'Nov 12', detail: '28 messages' })],
  Today: [
    historyRow('a', 'Debounce in search.ts', { isOpen: true }),
    historyRow('b', longTitle, { time: '09:15', detail: '12 messages' }),
  ],
  Yesterday: [historyRow('c', 'لماذا لا يعمل هذا الاختبار؟', { time: '18:03', detail: '2 messages' })],
  'Previous 7 days': [
    historyRow('d', 'Why is the build slow?', { time: 'Nov 22', detail: '6 messages' }),
    historyRow('e', 'SQL: find duplicates', { time: 'Nov 21', detail: '9 messages' }),
  ],
  'October 2026': [historyRow('f', 'Rename the wires', { time: 'Oct 30', detail: '2 messages' })],
});

const found = historyOf(
  {
    Today: [
      historyRow('a', 'Debounce in search.ts: a [timer] leaks', {
        isOpen: true,
        excerpt: marked(
          'Each call starts a new [timer] but nothing clears the old one when the view closes, so that the callback runs on a disposed editor, and then',
        ),
      }),
    ],
    'Previous 7 days': [
      historyRow('d', 'Why is the build slow?', { excerpt: marked('… the [timer] of the watcher …'), time: 'Nov 22' }),
    ],
  },
  { query: 'timer' },
);

const hidden = { isOnlyHere: true, isOpen: true } as const;
const onlyHere = historyOf({
  'Only in this window': [
    historyRow('h', 'What does this certificate say?', { ...hidden, detail: '2 messages' }),
    historyRow('i', longTitle, hidden),
  ],
  Today: [historyRow('a', 'Debounce in search.ts')],
});
const off = historyOf({ Yesterday: [historyRow('c', 'Why is the build slow?', { time: '18:03' })] }, { isOff: true });
const row = (page: Page, words: string): Locator => page.locator('.history-row', { hasText: words });

async function pressAll(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** A state of the list: what it is told, and what the user has typed before and does then. */
interface HistoryState {
  readonly name: string;
  readonly fact: HistoryFact;
  readonly words?: string;
  readonly act?: (page: Page) => Promise<unknown>;
}

const listed: readonly HistoryState[] = [
  { name: 'history', fact: everyDay, act: page => page.keyboard.press('ArrowDown') },
  { name: 'history, buttons of a row', fact: everyDay, act: page => row(page, longTitle).hover() },
  {
    name: 'history, focus on a button',
    fact: everyDay,
    act: page => pressAll(page, 'ArrowDown', 'Tab', 'Tab', 'Tab'),
  },
  {
    name: 'history, renaming',
    fact: everyDay,
    async act(page) {
      await row(page, longTitle).hover();
      await row(page, longTitle).getByRole('button', { name: 'Rename' }).click();
    },
  },
  { name: 'history, only in this window', fact: onlyHere, act: page => row(page, longTitle).hover() },
  { name: 'history with a search', fact: found, words: 'timer' },
  { name: 'history after a deletion', fact: { ...everyDay, deleted: longTitle } },
  { name: 'history without conversations', fact: historyOf({}) },
  { name: 'history without conversations, off', fact: historyOf({}, { isOff: true }) },
  { name: 'history switched off', fact: off },
  { name: 'history with nothing found', fact: historyOf({}, { query: 'zebra' }), words: 'zebra' },
  { name: 'history while it searches', fact: historyOf({}, { query: 'zebra', isSearching: true }), words: 'zebra' },
];

/** The list of conversations, to be looked at. */
export const historyStates = listed.map(({ name, fact, words, act }) => ({
  name,
  async act(page: Page): Promise<void> {
    await openHistory(page);
    if (words) await page.getByRole('searchbox', { name: 'Search conversations' }).fill(words);
    await tellHistory(page, fact);
    await act?.(page);
  },
}));
