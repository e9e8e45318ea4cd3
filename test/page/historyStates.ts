import type { Page } from 'playwright-core';
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

export const everyDay = historyOf({
  Pinned: [historyRow('p', 'Release checklist', { pinned: true, time: 'Nov 12', detail: '28 messages' })],
  Today: [
    historyRow('a', 'Debounce in search.ts', { isOpen: true }),
    historyRow(
      'b',
      'Release notes draft, with a rather long title that cannot be shown as a whole at any width of the view',
      {
        time: '09:15',
        detail: '12 messages',
      },
    ),
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

async function search(page: Page, words: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search conversations' }).fill(words);
}

/** The list of conversations, to be looked at. */
export const historyStates = [
  { name: 'history', facts: everyDay, words: '' },
  { name: 'history with a search', facts: found, words: 'timer' },
  { name: 'history after a deletion', facts: { ...everyDay, deleted: 'Commit message for the parser' }, words: '' },
  { name: 'history without conversations', facts: historyOf({}, { isOff: true }), words: '' },
  { name: 'history with nothing found', facts: historyOf({}, { query: 'zebra' }), words: 'zebra' },
  { name: 'history while it searches', facts: historyOf({}, { query: 'zebra', isSearching: true }), words: 'zebra' },
].map(({ name, facts, words }) => ({
  name,
  async act(page: Page): Promise<void> {
    await openHistory(page);
    if (words) await search(page, words);
    await tellHistory(page, facts);
    if (name === 'history') await page.keyboard.press('ArrowDown');
  },
}));
