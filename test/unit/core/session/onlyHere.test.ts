import assert from 'node:assert/strict';
import { createConversationList } from '../../../../src/core/history/conversationList';
import { groupByDay } from '../../../../src/core/history/dayGroups';
import { onlyHere } from '../../../../src/core/session/onlyHere';
import type { HistoryMatch } from '../../../../src/core/store/historyTypes';
import { createFakeClock } from '../../../support/fakeClock';
import { memoryHistory } from '../../../support/memoryHistory';
import { answer, hello, setUp, stop, text } from './sessionSetup';

const hidden = { id: 'h', title: 'Hidden', createdAt: 1, updatedAt: 2, messages: 2, isOnlyHere: true } as const;

function listOf(options: Parameters<typeof memoryHistory>[1]) {
  const history = memoryHistory(1, options);
  const { store, chats } = history;
  const onFailure = (error: unknown) => assert.fail(String(error));
  return {
    history,
    list: createConversationList({ store, chats, clock: createFakeClock(), untitled: 'New', onFailure }),
  };
}

async function found(list: ReturnType<typeof listOf>['list']): Promise<readonly HistoryMatch[]> {
  const matches: HistoryMatch[] = [];
  for await (const match of list.find('', new AbortController().signal)) matches.push(match);
  return matches;
}

describe('Conversations that are only in this window', () => {
  it('are a group of their own, before the others', async () => {
    const { list } = listOf({ onlyHere: [hidden] });
    const names = { onlyHere: 'Only in this window', pinned: 'Pinned', today: 'Today', yesterday: 'Yesterday' };
    const words = { ...names, previous7Days: '7', previous30Days: '30', month: () => 'Month' };
    const groups = groupByDay(await found(list), 0, words);
    assert.deepEqual(groups[0], {
      label: 'Only in this window',
      matches: [{ summary: hidden, title: { text: 'Hidden', matches: [] } }],
    });
    assert.equal(groups.length, 2);
  });

  it('are let go of when they are deleted, and no file is looked for', async () => {
    const { list, history } = listOf({ onlyHere: [hidden] });
    await list.delete('h');
    assert.deepEqual(history.done, ['leave h']);
    assert.equal(list.deleted, undefined);
  });

  it('are those of which nothing is on disk', async () => {
    const { list } = listOf({ onlyHere: [{ ...hidden, id: 'c1' }] });
    assert.deepEqual(
      (await found(list)).map(({ summary }) => summary.isOnlyHere),
      [undefined],
    );
  });

  it('are those in which something was said that is not kept', async () => {
    const events = () => answer(text('Yes.'), stop);
    const kept = setUp(events);
    await kept.session.send(hello);
    assert.deepEqual(onlyHere(kept), []);
    assert.deepEqual(onlyHere({ session: { isKept: false, conversation: setUp(events).session.conversation } }), []);
    const [summary] = onlyHere({ session: { isKept: false, conversation: kept.session.conversation } });
    assert.deepEqual([summary?.title, summary?.messages, summary?.isOnlyHere], ['hello', 2, true]);
  });
});
