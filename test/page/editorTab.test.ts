// A conversation in a tab, as wide as an editor.
import assert from 'node:assert/strict';
import { answer, question, stateOf } from './fixtures';
import { type Chat, type ChatPage, startChat } from './harness';
import { everyDay, openHistory, tellHistory } from './historyStates';

describe('The page in an editor tab', () => {
  let chat: Chat;
  let opened: ChatPage;

  before(async () => {
    chat = await startChat();
  });

  after(() => chat.stop());

  beforeEach(async () => {
    opened = await chat.open({ width: 1200 });
    const changes = { inEditor: true, canUndoDelete: true, notSaved: 'Not saved: the disk is full.' };
    await opened.tell(stateOf([question('q'), answer('a', { text: 'Because. '.repeat(100) })], changes));
  });

  afterEach(() => opened.close());

  /** From where to where something goes, without what it keeps free inside. */
  function extent(selector: string): Promise<readonly number[]> {
    return opened.page.locator(selector).evaluate(element => {
      const { left, right } = element.getBoundingClientRect();
      return [left, right];
    });
  }

  it('keeps lines short enough to be read, and the message box and its bars in the same column', async () => {
    for (const part of ['.messages', '.composer', '.bar-above >> nth=0', '.bar-above >> nth=1'])
      assert.deepEqual(await extent(part), [220, 980], part);
  });

  it('keeps the list of conversations in that column, too', async () => {
    await openHistory(opened.page);
    await tellHistory(opened.page, everyDay);
    for (const part of ['.history-search', '.history-row >> nth=0'])
      assert.deepEqual(await extent(part), [220, 980], part);
  });

  it('uses the whole width where there is little of it', async () => {
    await opened.page.setViewportSize({ width: 600, height: 700 });
    for (const part of ['.messages', '.composer']) assert.deepEqual(await extent(part), [20, 580], part);
  });
});
