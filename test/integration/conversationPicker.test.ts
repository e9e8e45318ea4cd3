import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ConversationList, createConversationList } from '../../src/core/history/conversationList';
import { type ConversationItem, pickConversation } from '../../src/vscode/history/conversationPicker';
import { deleteAllConversations, deleteConversation } from '../../src/vscode/history/deleteConversations';
import { historyWords } from '../../src/vscode/history/historyWords';
import { createFakeClock } from '../support/fakeClock';
import { type MemoryHistory, memoryHistory } from '../support/memoryHistory';
import { until } from './support';

describe('the list of conversations to choose from', () => {
  const { createQuickPick, showWarningMessage } = vscode.window;
  let pick: vscode.QuickPick<ConversationItem>;
  let press: (item: ConversationItem, tooltip: string) => void;
  let history: MemoryHistory;
  let list: ConversationList;
  let isKept: boolean;
  /** What was deleted can be brought back for as long as a test takes. */
  const clock = createFakeClock();

  beforeEach(() => {
    isKept = true;
    history = memoryHistory(3, { open: 'c2', day: Date.now() });
    const { store, chats } = history;
    list = createConversationList({ store, chats, clock, untitled: 'New conversation', onFailure: raise });
    const create = (): vscode.QuickPick<ConversationItem> => {
      pick = createQuickPick<ConversationItem>();
      // What an earlier test has left behind may still take the keyboard.
      pick.ignoreFocusOut = true;
      // Nobody clicks here.
      const onDidTriggerItemButton: typeof pick.onDidTriggerItemButton = listener => {
        press = (item, tooltip) => {
          const button = item.buttons?.find(candidate => candidate.tooltip === tooltip);
          listener({ item, button: button ?? assert.fail(`there is no button ${tooltip}`) });
        };
        return { dispose: () => undefined };
      };
      return Object.defineProperty(pick, 'onDidTriggerItemButton', { value: onDidTriggerItemButton });
    };
    Object.assign(vscode.window, { createQuickPick: create });
  });

  afterEach(async () => {
    pick.hide();
    list.undoDelete();
    Object.assign(vscode.window, { createQuickPick, showWarningMessage });
  });

  function raise(error: unknown): never {
    throw error;
  }

  async function open(): Promise<void> {
    void pickConversation({ list, words: historyWords(), isKept: () => isKept, report: raise });
    await until('the rows are there', () => pick.items.length > 0);
  }

  const labels = (): readonly string[] => pick.items.map(({ label }) => label);
  const row = (label: string): ConversationItem =>
    pick.items.find(item => item.label === label) ?? assert.fail(`there is no row ${label}`);

  it('shows conversations by day, whatever VS Code makes of what is typed', async () => {
    await open();
    const rows = pick.items.filter(({ match }) => match);
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['Conversation 1', 'Conversation 2', 'Conversation 3'],
    );
    assert.ok(rows.every(({ alwaysShow }) => alwaysShow === true));
    assert.equal(pick.items[0]?.kind, vscode.QuickPickItemKind.Separator);
    assert.match(row('Conversation 2').description ?? '', /2 messages · open$/);
  });

  it('puts what is pinned first, and sees what is changed in the panel', async () => {
    await open();
    press(row('Conversation 3'), 'Pin');
    await until('it is on top', () => labels()[0] === 'Pinned' && labels()[1] === 'Conversation 3');
    press(row('Conversation 3'), 'Unpin');
    await until('it is not', () => !labels().includes('Pinned'));
    await list.rename('c1', 'Another name');
    await until('it has another name', () => labels().includes('Another name'));
  });

  it('has what is pinned on top also where there are more of them than it can show', async () => {
    history = memoryHistory(1200, { day: Date.now() });
    const { store, chats } = history;
    list = createConversationList({ store, chats, clock, untitled: 'New conversation', onFailure: raise });
    await list.pin('c1150', true);
    await open();
    assert.deepEqual(labels().slice(0, 2), ['Pinned', 'Conversation 1150']);
    assert.equal(pick.items.filter(({ match }) => match).length, 1000);
  });

  it('deletes, and brings back from a row of its own', async () => {
    await open();
    press(row('Conversation 1'), 'Delete');
    await until('it is gone', () => !labels().includes('Conversation 1'));
    const undo = pick.items[0];
    assert.match(undo?.label ?? '', /bring back “Conversation 1”/);
    undo?.run?.();
    await until('it is back', () => labels().includes('Conversation 1'));
    assert.deepEqual(history.done, []);
  });

  it('opens to the side and goes', async () => {
    await open();
    press(row('Conversation 3'), 'Open to the side');
    await until('it is open', () => history.done.includes('open c3 side'));
  });

  it('says where none is kept', async () => {
    isKept = false;
    await open();
    assert.match(labels().at(-1) ?? '', /not kept/);
  });

  it('deletes all of them once the user has read how many there are, and of them pinned, and said so', async () => {
    await list.pin('c1', true);
    const asked: unknown[] = [];
    let answer: string | undefined;
    const ask = async (question: string, options: vscode.MessageOptions): Promise<string | undefined> => {
      asked.push([question, options.modal, options.detail]);
      return answer;
    };
    Object.assign(vscode.window, { showWarningMessage: ask });
    await deleteAllConversations(list);
    assert.equal(history.ids().length, 3);
    answer = 'Delete All';
    await deleteAllConversations(list);
    assert.deepEqual(history.ids(), []);
    const detail = '1 of them pinned: they are deleted, too. This cannot be undone.';
    assert.deepEqual(asked[0], ['Delete 3 conversations?', true, detail]);
  });

  it('is without the conversation that is looked at once that is deleted, and has it again when that is taken back', async () => {
    const { showInformationMessage } = vscode.window;
    let said = '';
    let takeBack: () => void = () => assert.fail('nobody was asked');
    const answer = (message: string, undo: string): Promise<string> => {
      said = message;
      return new Promise(resolve => {
        takeBack = () => resolve(undo);
      });
    };
    Object.assign(vscode.window, { showInformationMessage: answer });
    try {
      await deleteConversation(list, 'c2');
      assert.equal(list.deleted?.id, 'c2');
      takeBack();
      await until('it is taken back', () => list.deleted === undefined);
    } finally {
      Object.assign(vscode.window, { showInformationMessage });
    }
    assert.match(said, /is deleted\.$/);
    assert.equal(history.ids().length, 3);
  });

  it('brings back by each notice the conversation that it names, or says that it is too late', async () => {
    const { showInformationMessage, showWarningMessage } = vscode.window;
    const undo = new Map<string, () => void>();
    const warned: string[] = [];
    Object.assign(vscode.window, {
      showInformationMessage: (message: string, button: string): Promise<string> =>
        new Promise(resolve => undo.set(message, () => resolve(button))),
      showWarningMessage: async (message: string) => void warned.push(message),
    });
    try {
      await deleteConversation(list, 'c1');
      await deleteConversation(list, 'c2');
      undo.get('“Conversation 1” is deleted.')?.();
      await until('it is said', () => warned.length > 0);
      assert.deepEqual(warned, ['It is too late: “Conversation 1” is gone.']);
      assert.equal(list.deleted?.id, 'c2');
      undo.get('“Conversation 2” is deleted.')?.();
      await until('it is taken back', () => list.deleted === undefined);
      assert.deepEqual(history.ids().toSorted(), ['c2', 'c3']);
    } finally {
      Object.assign(vscode.window, { showInformationMessage, showWarningMessage });
    }
  });
});
