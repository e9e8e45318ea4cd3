import assert from 'node:assert/strict';
import { type ConversationList, createConversationList } from '../../../../src/core/history/conversationList';
import { createFakeClock, type FakeClock } from '../../../support/fakeClock';
import { type MemoryHistory, memoryHistory } from '../../../support/memoryHistory';

async function idsIn(list: ConversationList, query = ''): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { summary } of list.find(query, new AbortController().signal)) ids.push(summary.id);
  return ids;
}

describe('the list of conversations', () => {
  let clock: FakeClock;
  let history: MemoryHistory;
  let list: ConversationList;
  let changes: number;
  let failures: unknown[];

  beforeEach(() => {
    clock = createFakeClock();
    history = memoryHistory(3, { open: 'c2' });
    failures = [];
    changes = 0;
    const { store, chats } = history;
    list = createConversationList({ store, chats, clock, untitled: 'New', onFailure: error => failures.push(error) });
    list.onChange(() => changes++);
  });

  it('has all of them for a query without words, and those that are found for others', async () => {
    assert.deepEqual(await idsIn(list, ' '), ['c1', 'c2', 'c3']);
    assert.deepEqual(await idsIn(list, 'Conversation 2'), ['c2']);
  });

  it('hides what is deleted at once, and deletes its files after ten seconds', async () => {
    await list.delete('c1');
    assert.deepEqual(await idsIn(list), ['c2', 'c3']);
    assert.deepEqual(await idsIn(list, 'Conversation'), ['c2', 'c3']);
    assert.deepEqual(list.deleted, { id: 'c1', title: 'Conversation 1' });
    await clock.advance(9_999);
    assert.deepEqual(history.done, [], 'a crash now leaves it as it was');
    assert.deepEqual([list.isDeleted('c1'), list.isDeleted('c2')], [true, false]);
    await clock.advance(1);
    assert.deepEqual(history.done, ['remove c1']);
    assert.equal(list.deleted, undefined);
    assert.deepEqual(await idsIn(list), ['c2', 'c3']);
  });

  it('brings back what was deleted', async () => {
    await list.delete('c1');
    list.undoDelete();
    assert.deepEqual(await idsIn(list), ['c1', 'c2', 'c3']);
    await clock.advance(60_000);
    assert.deepEqual(history.done, []);
    assert.equal(clock.timers, 0);
  });

  it('deletes the files of the one before with the next deletion', async () => {
    await list.delete('c1');
    await list.delete('c3');
    await clock.advance(0);
    assert.deepEqual(history.done, ['remove c1']);
    list.undoDelete();
    assert.deepEqual(await idsIn(list), ['c2', 'c3']);
  });

  it('deletes what waits when the window closes', async () => {
    await list.delete('c1');
    await list.close();
    assert.deepEqual(history.ids(), ['c2', 'c3']);
  });

  it('shows another conversation first where the one that is deleted is open', async () => {
    await list.delete('c2');
    assert.deepEqual(history.done, ['leave c2']);
  });

  it('brings back what is opened while its deletion waits', async () => {
    await list.delete('c1');
    await list.open('c1', 'side');
    await clock.advance(60_000);
    assert.deepEqual(history.done, ['open c1 side']);
    assert.deepEqual(history.ids(), ['c1', 'c2', 'c3']);
  });

  it('shows a conversation again whose files cannot be deleted, and says why', async () => {
    const refusal = new Error('The disk is read-only.');
    history.refuseToRemove(refusal);
    await list.delete('c1');
    await list.close();
    assert.deepEqual(failures, [refusal]);
    assert.deepEqual(await idsIn(list), ['c1', 'c2', 'c3']);
  });

  it('names in one line, pins, and tells where it is shown and everyone who listens', async () => {
    await list.rename('c1', '  Another\n title ');
    await list.pin('c3', true);
    assert.deepEqual(await idsIn(list), ['c3', 'c1', 'c2']);
    assert.deepEqual(await idsIn(list, 'Another title'), ['c1']);
    assert.deepEqual(await list.count(), { all: 3, pinned: 1 });
    await list.pin('c3', false);
    assert.deepEqual(await list.count(), { all: 3, pinned: 0 });
    assert.equal(changes, 3);
    assert.deepEqual(history.done, [
      'labelled c1 {"title":"Another title"}',
      'labelled c3 {"pinned":true}',
      'labelled c3 {"pinned":false}',
    ]);
  });

  it('tells once of what others have named and pinned, and once of what it does itself', async () => {
    await history.store.label('c1', { title: 'By a command' });
    await history.store.label('c1', { pinned: true });
    assert.equal(changes, 0);
    await clock.advance(100);
    assert.equal(changes, 1);
    assert.deepEqual(await idsIn(list, 'By a command'), ['c1']);
    await list.pin('c2', true);
    await clock.advance(100);
    assert.equal(changes, 2);
    assert.equal(clock.timers, 0);
  });

  it('deletes all, what waits for its undo and what is pinned as well', async () => {
    await list.pin('c3', true);
    await list.delete('c1');
    await list.deleteAll();
    assert.deepEqual(history.ids(), []);
    assert.deepEqual(history.done.slice(-2), ['leave c2', 'remove c2 c3']);
    assert.equal(list.deleted, undefined);
    assert.equal(clock.timers, 0);
  });
});
