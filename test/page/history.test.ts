import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ToHost } from '../../src/shared/protocol';
import { answer, question, stateOf } from './fixtures';
import { everyDay, historyOf, historyRow, marked, openHistory, tellHistory } from './historyStates';
import { usePage } from './openedPage';

const rows = (page: Page) => page.locator('.history-open');
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search conversations' });

/** What has the focus: the box, or the beginning of a row's words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.querySelector('.history-name')?.textContent ?? '';
  });
}

describe('The list of conversations in the page', () => {
  const opened = usePage();
  let page: Page;

  beforeEach(async () => {
    ({ page } = opened);
    await opened.tell(stateOf([question('q'), answer('a', { text: 'Because.' })]));
    await openHistory(page);
    await tellHistory(page, everyDay);
  });

  async function lastPosted(): Promise<ToHost | undefined> {
    return (await opened.posted()).at(-1);
  }

  it('asks for the first rows and puts the focus into the search', async () => {
    assert.deepEqual(await lastPosted(), { type: 'showHistory', query: '', limit: 100 });
    assert.equal(await focused(page), 'Search conversations');
    assert.deepEqual(await page.getByRole('heading', { level: 2 }).allTextContents(), [
      'Pinned',
      'Today',
      'Yesterday',
      'Previous 7 days',
      'October 2026',
    ]);
    assert.equal(await page.getByRole('button', { name: 'History', expanded: true }).count(), 1);
  });

  it('lets nothing reach what it covers, and gives the focus back with Escape', async () => {
    const covered = page.locator('.transcript, footer');
    assert.deepEqual(await covered.evaluateAll(parts => parts.map(part => part.matches('[inert]'))), [true, true]);
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'History');
    assert.deepEqual(await lastPosted(), { type: 'closeHistory' });
    assert.deepEqual(await covered.evaluateAll(parts => parts.map(part => part.matches('[inert]'))), [false, false]);
    assert.equal(await page.getByRole('region', { name: 'History' }).count(), 0);
  });

  it('closes with the button that opened it, and opens anew', async () => {
    await page.getByRole('button', { name: 'History' }).click();
    assert.equal(await focused(page), 'History');
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'Search conversations');
    assert.deepEqual(await lastPosted(), { type: 'showHistory', query: '', limit: 100 });
  });

  it('offers neither a name nor a pin for what is only in this window', async () => {
    await tellHistory(page, historyOf({ 'Only in this window': [historyRow('h', 'Hidden', { isOnlyHere: true })] }));
    const names = await page.locator('.history-row button').evaluateAll(all => all.map(each => each.ariaLabel ?? ''));
    assert.deepEqual(names.slice(1), ['Open to the side', 'Delete']);
    await rows(page).press('F2');
    assert.equal(await page.getByRole('textbox', { name: 'Title' }).count(), 0);
  });

  it('closes where another conversation is begun, which is shown then', async () => {
    await page.getByRole('button', { name: 'New conversation' }).click();
    assert.equal(await page.getByRole('region', { name: 'History' }).count(), 0);
    assert.equal(await focused(page), 'Message');
    assert.ok((await opened.posted()).some(({ type }) => type === 'newConversation'));
  });

  it('is gone through with arrows, and one row of it with Tab', async () => {
    for (const expected of ['Release checklist', 'Debounce in search.ts']) {
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(page), expected);
    }
    await page.keyboard.press('End');
    assert.equal(await focused(page), 'Rename the wires');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), 'Rename the wires');
    await page.keyboard.press('Home');
    assert.equal(await focused(page), 'Release checklist');
    for (const expected of ['Open to the side', 'Rename', 'Unpin', 'Delete']) {
      await page.keyboard.press('Tab');
      assert.equal(await focused(page), expected);
    }
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), 'Search conversations');
    assert.equal(await page.locator('.history-row button[tabindex="0"]').count(), 5);
  });

  it('opens a conversation with Enter and leaves the focus in the message box', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const posted = await opened.posted();
    assert.deepEqual(
      posted.filter(({ type }) => type === 'openConversation'),
      [{ type: 'openConversation', id: 'a' }],
    );
    assert.equal(await focused(page), 'Message');
  });

  it('opens the first one that is found with Enter in the search', async () => {
    await search(page).fill('deb');
    await page.keyboard.press('Enter');
    assert.ok(
      (await opened.posted()).every(({ type }) => type !== 'openConversation'),
      'nothing was found yet',
    );
    await tellHistory(page, historyOf({ Today: [historyRow('a', '[Deb]ounce')] }, { query: 'deb' }));
    await page.keyboard.press('Enter');
    assert.ok((await opened.posted()).some(intent => intent.type === 'openConversation' && intent.id === 'a'));
  });

  it('opens one to the side with Ctrl+Enter and stays', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(await lastPosted(), { type: 'openConversation', id: 'p', toSide: true });
    assert.equal(await focused(page), 'Release checklist');
  });

  it('marks what was looked for, as text', async () => {
    await search(page).fill('<b>');
    const row = historyRow('x', 'What does [<b>] mean?', { excerpt: marked('It is [<b>]old[<b>].') });
    await tellHistory(page, historyOf({ Today: [row] }, { query: '<b>' }));
    assert.deepEqual(await page.locator('.history mark').allTextContents(), ['<b>', '<b>', '<b>']);
    assert.equal(await page.locator('.history-name').textContent(), 'What does <b> mean?');
    assert.equal(await page.locator('.history-excerpt').textContent(), 'It is <b>old<b>.');
  });

  it('drops the late answer to an earlier search', async () => {
    await search(page).fill('one');
    await search(page).fill('two');
    await tellHistory(page, historyOf({ Today: [historyRow('2', 'two')] }, { query: 'two' }));
    await tellHistory(page, historyOf({ Today: [historyRow('1', 'one')] }, { query: 'one' }));
    assert.deepEqual(await page.locator('.history-name').allTextContents(), ['two']);
  });

  it('says that it searches, how much it found, and that it found nothing', async () => {
    const status = page.locator('.history-status');
    await search(page).fill('zebra');
    assert.equal(await status.textContent(), 'Searching…');
    await tellHistory(page, historyOf({}, { query: 'zebra', isSearching: true }));
    assert.equal(await page.getByText('Nothing found').isVisible(), false);
    await tellHistory(page, historyOf({}, { query: 'zebra' }));
    assert.equal(await page.getByText('Nothing found for “zebra”.').isVisible(), true);
    await tellHistory(page, historyOf({ Today: [historyRow('z', '[zebra]')] }, { query: 'zebra' }));
    assert.equal(await status.textContent(), '1 conversation');
  });

  it('says where there is no conversation, and where none is kept', async () => {
    await tellHistory(page, historyOf({}, { isOff: true }));
    assert.equal(await page.getByText('No conversations yet').isVisible(), true);
    await page.getByRole('button', { name: 'Open the setting' }).click();
    assert.deepEqual(await lastPosted(), { type: 'openHistorySetting' });
  });

  it('renames in a box in the row, and leaves it as it was with Escape', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('F2');
    const box = page.getByRole('textbox', { name: 'Title' });
    await box.fill('Before a release');
    // The list may change while somebody writes.
    await tellHistory(page, { ...everyDay, total: 99 });
    assert.equal(await box.inputValue(), 'Before a release');
    await page.keyboard.press('Enter');
    assert.deepEqual(await lastPosted(), { type: 'renameConversation', id: 'p', title: 'Before a release' });
    assert.equal(await focused(page), 'Release checklist');
    const count = (await opened.posted()).length;
    await page.keyboard.press('F2');
    await box.fill('No');
    await page.keyboard.press('Escape');
    assert.equal((await opened.posted()).length, count);
    assert.equal(await focused(page), 'Release checklist');
  });

  it('pins and unpins, and keeps the focus on the button', async () => {
    await page.getByRole('button', { name: 'Unpin' }).focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(await lastPosted(), { type: 'pinConversation', id: 'p', pinned: false });
    await tellHistory(page, historyOf({ Today: [historyRow('a', 'A'), historyRow('p', 'P')] }));
    assert.equal(await focused(page), 'Pin');
    await page.keyboard.press('Enter');
    assert.deepEqual(await lastPosted(), { type: 'pinConversation', id: 'p', pinned: true });
  });

  it('deletes, goes to the next row, and comes back to the one that is brought back', async () => {
    const [first, second] = [historyRow('1', 'First'), historyRow('2', 'Second')];
    await tellHistory(page, historyOf({ Today: [first, second] }));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Delete');
    assert.deepEqual(await lastPosted(), { type: 'deleteConversation', id: '1' });
    await tellHistory(page, historyOf({ Today: [second] }, { deleted: 'First' }));
    assert.equal(await focused(page), 'Second');
    assert.equal(await page.getByText('Deleted “First”.').isVisible(), true);
    await page.getByRole('button', { name: 'Undo' }).click();
    assert.deepEqual(await lastPosted(), { type: 'undoDeleteConversation' });
    await tellHistory(page, historyOf({ Today: [first, second] }));
    assert.equal(await focused(page), 'First');
    assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0);
  });

  it('asks for more rows when the end comes near, and keeps the reader where they are', async () => {
    const many = Array.from({ length: 400 }, (_, index) => historyRow(`r${index}`, `Row ${index}`));
    const first = { ...historyOf({ Today: many.slice(0, 100) }), total: 10_000 };
    await tellHistory(page, first);
    assert.deepEqual(
      (await opened.posted()).filter(({ type }) => type === 'showHistory'),
      [{ type: 'showHistory', query: '', limit: 100 }],
    );
    await rows(page).last().scrollIntoViewIfNeeded();
    await page.waitForFunction(() =>
      window.posted.some(intent => intent.type === 'showHistory' && intent.limit === 200),
    );
    const before = await page.locator('.history-list').evaluate(list => list.scrollTop);
    await tellHistory(page, { ...historyOf({ Today: many.slice(0, 200) }), total: 10_000 });
    assert.equal(await rows(page).count(), 200);
    assert.equal(await page.locator('.history-list').evaluate(list => list.scrollTop), before);
  });

  it('drops a fact that does not fit', async () => {
    const wrong: unknown = { ...everyDay, groups: [{ label: 'Today', rows: [{ id: 7 }] }] };
    await page.evaluate(data => void window.dispatchEvent(new MessageEvent('message', { data })), wrong);
    assert.equal(await rows(page).count(), 7);
  });

  it('closes when the host wants something to be written', async () => {
    await opened.tell({ type: 'focusComposer' });
    assert.equal(await focused(page), 'Message');
  });

  it('leaves more actions to the host', async () => {
    await page.getByRole('button', { name: 'More actions' }).click();
    assert.deepEqual(await lastPosted(), { type: 'conversationMenu' });
  });
});
