import assert from 'node:assert/strict';
import { type GroupWords, groupByDay } from '../../../../src/core/history/dayGroups';
import type { HistoryMatch } from '../../../../src/core/store/historyTypes';

const words: GroupWords = {
  onlyHere: 'Only in this window',
  pinned: 'Pinned',
  today: 'Today',
  yesterday: 'Yesterday',
  previous7Days: 'Previous 7 days',
  previous30Days: 'Previous 30 days',
  month: firstDay => `${firstDay.getFullYear()}-${firstDay.getMonth() + 1}-${firstDay.getDate()}`,
};

function at(date: Date, pinned = false): HistoryMatch {
  const updatedAt = date.getTime();
  const summary = { id: date.toString(), title: 't', createdAt: 0, updatedAt, messages: 2 };
  return { summary: { ...summary, ...(pinned ? { pinned: true } : {}) }, title: { text: 't', matches: [] } };
}

/** The name of the group that a time is in. */
function groupOf(date: Date, now: Date): string | undefined {
  return groupByDay([at(date)], now.getTime(), words)[0]?.label;
}

describe('groups of days', () => {
  const now = new Date(2026, 10, 27, 12, 0);

  it('begin and end at midnight', () => {
    assert.equal(groupOf(new Date(2026, 10, 27, 0, 0, 0, 0), now), 'Today');
    assert.equal(groupOf(new Date(2026, 10, 26, 23, 59, 59, 999), now), 'Yesterday');
    assert.equal(groupOf(new Date(2026, 10, 26, 0, 0), now), 'Yesterday');
    assert.equal(groupOf(new Date(2026, 10, 25, 23, 59), now), 'Previous 7 days');
    assert.equal(groupOf(new Date(2026, 10, 20, 0, 0), now), 'Previous 7 days');
    assert.equal(groupOf(new Date(2026, 10, 19, 23, 59), now), 'Previous 30 days');
    assert.equal(groupOf(new Date(2026, 9, 28, 0, 0), now), 'Previous 30 days');
    assert.equal(groupOf(new Date(2026, 9, 27, 23, 59), now), '2026-10-1');
  });

  it('are right on the first day of a year', () => {
    const newYear = new Date(2027, 0, 1, 0, 5);
    assert.equal(groupOf(new Date(2026, 11, 31, 23, 59), newYear), 'Yesterday');
    assert.equal(groupOf(new Date(2026, 11, 30, 23, 59), newYear), 'Previous 7 days');
    assert.equal(groupOf(new Date(2026, 10, 30, 12, 0), newYear), '2026-11-1');
  });

  it('take what lies ahead, by a clock that was wrong, for today', () => {
    assert.equal(groupOf(new Date(2031, 0, 1), now), 'Today');
  });

  it('keep months of different years apart, and the order in which conversations come', () => {
    const dates = [new Date(2026, 8, 30), new Date(2026, 8, 2), new Date(2025, 8, 15)];
    const groups = groupByDay(
      dates.map(date => at(date)),
      now.getTime(),
      words,
    );
    assert.deepEqual(
      groups.map(({ label, matches }) => [label, matches.length]),
      [
        ['2026-9-1', 2],
        ['2025-9-1', 1],
      ],
    );
  });

  it('begin with what is pinned, however old it is', () => {
    const groups = groupByDay([at(now), at(new Date(2020, 1, 1), true)], now.getTime(), words);
    assert.deepEqual(
      groups.map(({ label }) => label),
      ['Pinned', 'Today'],
    );
  });

  describe('where the clocks change', () => {
    const zone = process.env['TZ'];

    before(() => {
      process.env['TZ'] = 'Europe/Berlin';
    });

    after(() => {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    });

    it('go by the calendar after a day of 25 hours', () => {
      // Back to winter on 25 October 2026.
      const monday = new Date(2026, 9, 26, 0, 30);
      assert.equal(groupOf(new Date(2026, 9, 25, 0, 10), monday), 'Yesterday');
      assert.equal(groupOf(new Date(2026, 9, 24, 23, 50), monday), 'Previous 7 days');
      assert.equal(groupOf(new Date(2026, 9, 19, 0, 10), monday), 'Previous 7 days');
    });

    it('go by the calendar after a day of 23 hours', () => {
      // On to summer on 29 March 2026.
      const monday = new Date(2026, 2, 30, 0, 30);
      assert.equal(groupOf(new Date(2026, 2, 29, 0, 10), monday), 'Yesterday');
      assert.equal(groupOf(new Date(2026, 2, 28, 23, 50), monday), 'Previous 7 days');
    });
  });
});
