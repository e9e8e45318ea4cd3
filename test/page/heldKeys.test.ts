import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ToHost } from '../../src/shared/protocol';
import { answer, question, stateOf } from './fixtures';
import { historyOf, historyRow, openHistory, tellHistory } from './historyStates';
import { usePage } from './openedPage';

describe('A key that is held', () => {
  const opened = usePage();
  const { tell, button } = opened;
  let page: Page;

  beforeEach(() => {
    ({ page } = opened);
  });

  async function posted(...types: readonly ToHost['type'][]): Promise<readonly ToHost[]> {
    return (await opened.posted()).filter(({ type }) => types.includes(type));
  }

  /** Holds a key in the list of conversations, from which the host takes the first one away each time. */
  async function holdWhileRowsGo(key: string): Promise<void> {
    const rows = ['1', '2', '3', '4'].map(id => historyRow(id, `Row ${id}`));
    for (let gone = 1; gone <= 3; gone++) {
      await page.keyboard.down(key);
      await tellHistory(page, historyOf({ Today: rows.slice(gone) }, { deleted: `Row ${gone}` }));
    }
    await page.keyboard.up(key);
  }

  async function openRows(): Promise<void> {
    await tell(stateOf([question('q')]));
    await openHistory(page);
    await tellHistory(page, historyOf({ Today: ['1', '2', '3', '4'].map(id => historyRow(id, `Row ${id}`)) }));
    await page.keyboard.press('ArrowDown');
  }

  for (const key of ['Delete', 'Enter']) {
    it(`deletes one conversation, until it is pressed again (${key})`, async () => {
      await openRows();
      if (key === 'Enter') await page.locator('.history-row [data-action=delete]').first().focus();
      await holdWhileRowsGo(key);
      assert.deepEqual(await posted('deleteConversation', 'openConversation'), [
        { type: 'deleteConversation', id: '1' },
      ]);
      await page.keyboard.press('Delete');
      assert.equal((await posted('deleteConversation')).length, 2);
    });
  }

  it('presses a button once where it is the space bar, too', async () => {
    await openRows();
    await page.locator('.history-row [data-action=delete]').first().focus();
    for (let count = 0; count < 3; count++) await page.keyboard.down('Space');
    await page.keyboard.up('Space');
    assert.deepEqual(await posted('deleteConversation'), [{ type: 'deleteConversation', id: '1' }]);
  });

  it('opens one conversation to the side', async () => {
    await openRows();
    await page.keyboard.down('Control');
    for (let count = 0; count < 3; count++) await page.keyboard.down('Enter');
    await page.keyboard.up('Control');
    assert.deepEqual(await posted('openConversation'), [{ type: 'openConversation', id: '1', toSide: true }]);
  });

  it('goes on through the rows where it is an arrow, and takes away letters of the search', async () => {
    await openRows();
    for (let count = 0; count < 2; count++) await page.keyboard.down('ArrowDown');
    assert.equal(
      await page.evaluate(() => document.activeElement?.querySelector('.history-name')?.textContent),
      'Row 3',
    );
    const search = page.getByRole('searchbox');
    await search.fill('words');
    await search.press('Home');
    for (let count = 0; count < 3; count++) await page.keyboard.down('Delete');
    assert.equal(await search.inputValue(), 'ds');
  });

  it('opens the box of a title, and does not close it again', async () => {
    await openRows();
    await page.locator('.history-row [data-action=rename]').first().focus();
    for (let count = 0; count < 3; count++) await page.keyboard.down('Enter');
    assert.equal(await page.getByRole('textbox', { name: 'Title' }).count(), 1);
  });

  it('deletes one turn', async () => {
    const turns = ['1', '2', '3'].flatMap(id => [question(`q${id}`), answer(`a${id}`, { text: 'So.' })]);
    await tell(stateOf(turns));
    await button('Delete message and answer').first().focus();
    for (let gone = 1; gone <= 2; gone++) {
      await page.keyboard.down('Enter');
      await tell(stateOf(turns.slice(2 * gone), { canUndoDelete: true }));
    }
    assert.deepEqual(await posted('deleteTurn'), [{ type: 'deleteTurn', id: 'q1' }]);
  });

  it('opens a question to be edited, and does not send it', async () => {
    await tell(stateOf([question('q', 'Why?')]));
    await button('Edit message').focus();
    for (let count = 0; count < 3; count++) await page.keyboard.down('Enter');
    assert.deepEqual(await posted('edit'), []);
    assert.equal(await page.getByRole('textbox', { name: 'Edited message' }).inputValue(), 'Why?');
  });

  it('takes one attachment away', async () => {
    const attachments = ['1', '2', '3'].map(id => ({ id, kind: 'file' as const, label: `${id}.ts`, tokens: 1 }));
    await tell(stateOf([], { attachments }));
    await button('Remove 1.ts').focus();
    for (let gone = 1; gone <= 2; gone++) {
      await page.keyboard.down('Enter');
      await tell(stateOf([], { attachments: attachments.slice(gone) }));
    }
    assert.deepEqual(await posted('detach'), [{ type: 'detach', id: '1' }]);
  });

  it('clears the message and leaves what goes along with it', async () => {
    await tell(stateOf([], { attachments: [{ id: '1', kind: 'file', label: 'a.ts', tokens: 1 }] }));
    const box = page.getByRole('textbox', { name: 'Message', exact: true });
    await box.fill('ab');
    for (let count = 0; count < 4; count++) await page.keyboard.down('Backspace');
    assert.equal(await box.inputValue(), '');
    assert.deepEqual(await posted('detach'), []);
  });
});
