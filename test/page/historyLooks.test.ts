// How the list of conversations stands on the page: what moves nothing, what is seen, and in which order.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { answer, question, stateOf } from './fixtures';
import { type Chat, type ChatPage, startChat } from './harness';
import { everyDay, historyOf, openHistory, tellHistory } from './historyStates';
import { type ThemeName, themeNames } from './themes';

async function tops(rows: Locator): Promise<readonly number[]> {
  return rows.evaluateAll(all => all.map(row => row.getBoundingClientRect().top));
}

/** The name of what has the focus, and whether that can be seen. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    const name = at?.getAttribute('aria-label') ?? at?.querySelector('.history-name')?.textContent ?? at?.textContent;
    return `${name}${at && getComputedStyle(at).outlineStyle === 'solid' ? '' : ' without a ring'}`;
  });
}

describe('The look of the list of conversations', () => {
  let chat: Chat;
  let opened: ChatPage;
  let page: Page;

  before(async () => {
    chat = await startChat();
  });

  after(() => chat.stop());

  afterEach(async () => {
    assert.deepEqual(opened.problems, []);
    await opened.close();
  });

  async function open(theme: ThemeName = 'dark'): Promise<void> {
    opened = await chat.open({ theme, width: 300 });
    ({ page } = opened);
    await opened.tell(stateOf([question('q'), answer('a', { text: 'Because.' })]));
    await openHistory(page);
    await tellHistory(page, everyDay);
  }

  it('moves no row while one is renamed, and shows the beginning of its title', async () => {
    await open();
    const rows = page.locator('.history-row');
    const before = await tops(rows);
    const row = rows.filter({ hasText: 'a rather long title' });
    await row.hover();
    await row.getByRole('button', { name: 'Rename' }).click();
    const box = page.getByRole('textbox', { name: 'Title' });
    const place = await box.evaluate(({ scrollWidth, clientWidth, scrollLeft }) => {
      return { isLong: scrollWidth > clientWidth, scrollLeft };
    });
    assert.deepEqual(place, { isLong: true, scrollLeft: 0 });
    assert.deepEqual(await tops(rows), before);
    assert.equal(await row.getByRole('button').count(), 0, 'what is behind the box can be reached');
    await page.keyboard.press('Escape');
    assert.deepEqual(await tops(rows), before);
  });

  it('does not say that questions will be listed while none are kept', async () => {
    await open();
    const hint = page.getByText('What you ask and what is answered will be listed here.');
    await tellHistory(page, historyOf({}));
    assert.equal(await hint.isVisible(), true);
    await tellHistory(page, historyOf({}, { isOff: true }));
    assert.equal(await hint.isVisible(), false);
  });

  it('shows nothing of what it covers, whatever colour it stands on', async () => {
    await open();
    const message = page.getByRole('textbox', { name: 'Message' });
    assert.equal(await message.isVisible(), false);
    await page.keyboard.press('Escape');
    assert.equal(await message.isVisible(), true);
  });

  for (const theme of themeNames) {
    it(`is reached with Tab in the order of what is seen, with a ring around what has the focus, in the theme ${theme}`, async () => {
      await open(theme);
      await page.getByRole('button', { name: 'New conversation' }).focus();
      const reached = [];
      for (let count = 0; count < 8; count++) {
        await page.keyboard.press('Tab');
        reached.push(await focused(page));
      }
      assert.deepEqual(reached, [
        'History',
        'More actions',
        'Search conversations',
        'Release checklist',
        'Open to the side',
        'Rename',
        'Unpin',
        'Delete',
      ]);
    });
  }
});
