import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { question, stateOf } from './fixtures';
import { everyDay, historyOf, historyRow, openHistory, tellHistory } from './historyStates';
import { usePage } from './openedPage';

const many = Array.from({ length: 90 }, (_, index) => historyRow(`r${index}`, `Row ${index}`));

describe('The keyboard in the list of conversations', () => {
  const opened = usePage();
  const { tell } = opened;
  let page: Page;

  beforeEach(async () => {
    ({ page } = opened);
    await tell(stateOf([question('q')]));
    await openHistory(page);
  });

  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.querySelector('.history-name')?.textContent;
    });
  const top = () => page.locator('.history-list').evaluate(list => list.scrollTop);

  it('stays on its row, and the reader where they have scrolled to, when the list changes', async () => {
    await tellHistory(page, historyOf({ Today: many }));
    await page.keyboard.press('ArrowDown');
    await page.locator('.history-list').evaluate(list => list.scrollTo(0, 1500));
    await tellHistory(page, historyOf({ Today: many }, { total: 91 }));
    assert.equal(await top(), 1500);
    assert.equal(await focused(), 'Row 0');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'Row 1');
    assert.ok((await top()) < 200, 'an arrow goes to the row that it focuses');
  });

  it('stays in the search while somebody types there, whatever has been read for the message meanwhile', async () => {
    await tellHistory(page, everyDay);
    await page.keyboard.type('tim');
    await tell({ type: 'focusComposer' });
    await page.keyboard.type('er');
    assert.equal(await focused(), 'Search conversations');
    assert.equal(await page.getByRole('searchbox').inputValue(), 'timer');
  });

  for (const [what, act] of [
    ['keys of VS Code', () => page.keyboard.press('Control+Alt+i')],
    ['a command outside the page', () => page.evaluate(() => window.dispatchEvent(new Event('blur')))],
  ] as const) {
    it(`goes to the message box after ${what}, even where somebody has typed`, async () => {
      await tellHistory(page, everyDay);
      await page.keyboard.type('tim');
      await act();
      await tell({ type: 'focusComposer' });
      assert.equal(await focused(), 'Message');
    });
  }

  it('stays in a question that is being edited', async () => {
    await page.keyboard.press('Escape');
    await opened.button('Edit message').click();
    await page.keyboard.type(' Really');
    await tell({ type: 'focusComposer' });
    await page.keyboard.type('?');
    assert.equal(await page.getByRole('textbox', { name: 'Edited message' }).inputValue(), 'Why? Really?');
  });
});
