import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ConversationList, createConversationList } from '../../../../src/core/history/conversationList';
import type { HistoryWords } from '../../../../src/core/history/historyFact';
import { createHistoryFeed, type HistoryFeed } from '../../../../src/core/history/historyFeed';
import type { HistoryMatch } from '../../../../src/core/store/historyTypes';
import type { HistoryFact } from '../../../../src/shared/historyProtocol';
import { createFakeClock } from '../../../support/fakeClock';
import { memoryHistory } from '../../../support/memoryHistory';

const NOW = new Date(2026, 10, 27, 20, 0).getTime();
const words: HistoryWords = {
  ...{
    onlyHere: 'Only in this window',
    pinned: 'Pinned',
    today: 'Today',
    yesterday: 'Yesterday',
    previous7Days: '7',
    previous30Days: '30',
  },
  untitled: 'New conversation',
  month: () => 'month',
  time: () => 'time',
  messages: count => `${count} messages`,
};

function fail(error: unknown): never {
  throw error;
}

describe('what a page is told of the history', () => {
  const clock = createFakeClock();
  let facts: HistoryFact[];
  let list: ConversationList;
  let feed: HistoryFeed;
  let isKept: boolean;
  let search: ((query: string, signal: AbortSignal) => AsyncIterable<HistoryMatch>) | undefined;

  const ids = (fact: HistoryFact | undefined) => fact?.groups.flatMap(({ rows }) => rows.map(({ id }) => id));

  beforeEach(() => {
    facts = [];
    isKept = true;
    search = undefined;
    const { store, chats } = memoryHistory(5, { open: 'c2', day: NOW });
    list = createConversationList({
      store: { ...store, search: (query, signal) => (search ?? store.search)(query, signal) },
      ...{ chats, clock, untitled: 'New conversation', onFailure: fail },
    });
    feed = createHistoryFeed({
      ...{ list, words, clock, now: () => NOW, isKept: () => isKept, onFailure: fail },
      post: fact => facts.push(fact),
    });
  });

  it('gets the first rows, says how many there are, and gets more when it wants them', async () => {
    await feed.show({ type: 'showHistory', query: '', limit: 2 });
    await feed.show({ type: 'showHistory', query: '', limit: 4 });
    assert.deepEqual(facts.map(ids), [
      ['c1', 'c2'],
      ['c1', 'c2', 'c3', 'c4'],
    ]);
    assert.deepEqual(
      facts.map(({ total }) => total),
      [5, 5],
    );
    assert.deepEqual(facts[0]?.groups[0]?.rows[1], {
      id: 'c2',
      title: { text: 'Conversation 2', matches: [] },
      time: 'time',
      detail: '2 messages',
      isOpen: true,
    });
  });

  it('sees at once what is changed anywhere', async () => {
    await feed.show({ type: 'showHistory', query: '', limit: 10 });
    await list.pin('c4', true);
    await nextTurn();
    assert.deepEqual(
      facts.at(-1)?.groups.map(({ label }) => label),
      ['Pinned', 'Today'],
    );
    await list.delete('c1');
    await nextTurn();
    assert.equal(facts.at(-1)?.deleted, 'Conversation 1');
    assert.deepEqual(ids(facts.at(-1)), ['c4', 'c2', 'c3', 'c5']);
    list.undoDelete();
    await nextTurn();
    assert.equal(facts.at(-1)?.deleted, undefined);
    assert.deepEqual(ids(facts.at(-1)), ['c4', 'c1', 'c2', 'c3', 'c5']);
  });

  it('is told nothing of a search that another one has followed', async () => {
    let goOn: () => void = assert.fail;
    const mayGoOn = new Promise<void>(resolve => {
      goOn = resolve;
    });
    search = async function* () {
      await mayGoOn;
      const summary = { id: 'late', title: 'late', createdAt: NOW, updatedAt: NOW, messages: 1 };
      yield { summary, title: { text: 'late', matches: [] } };
    };
    const first = feed.show({ type: 'showHistory', query: 'late', limit: 10 });
    search = undefined;
    await feed.show({ type: 'showHistory', query: 'Conversation 3', limit: 10 });
    goOn();
    await first;
    assert.deepEqual(
      facts.map(({ query }) => query),
      ['Conversation 3'],
    );
    assert.deepEqual(ids(facts[0]), ['c3']);
  });

  it('is told what was found while a search goes on, and when it has ended', async () => {
    search = async function* () {
      for (const id of ['a', 'b']) {
        await clock.advance(100);
        const summary = { id, title: id, createdAt: NOW, updatedAt: NOW, messages: 1 };
        yield { summary, title: { text: id, matches: [] } };
      }
    };
    await feed.show({ type: 'showHistory', query: 'x', limit: 10 });
    assert.deepEqual(
      facts.map(fact => [ids(fact), fact.isSearching]),
      [
        [['a'], true],
        [['a', 'b'], true],
        [['a', 'b'], undefined],
      ],
    );
  });

  it('is told where no conversation is kept', async () => {
    isKept = false;
    await feed.show({ type: 'showHistory', query: '', limit: 1 });
    assert.equal(facts[0]?.isOff, true);
  });

  it('is told nothing once the list is closed', async () => {
    await feed.show({ type: 'showHistory', query: '', limit: 1 });
    feed.close();
    await list.pin('c4', true);
    await nextTurn();
    assert.equal(facts.length, 1);
  });
});
