import assert from 'node:assert/strict';
import { stateOf } from './fixtures';
import { type Chat, startChat } from './harness';

describe('The list of conversations, which is loaded when it is first wanted', () => {
  let chat: Chat;

  before(async () => {
    chat = await startChat();
  });
  after(() => chat.stop());

  it('is tried again by the next click where it could not be loaded', async () => {
    const { page, tell, close } = await chat.open();
    await tell(stateOf([]));
    await page.route('**/history.js', route => route.abort(), { times: 1 });
    const failed = page.waitForEvent('requestfailed');
    await page.getByRole('button', { name: 'History' }).click();
    await failed;
    await page.locator('section.history:not([data-is-loading])').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('searchbox', { name: 'Search conversations' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'History', expanded: true }).count(), 1);
    await close();
  });
});
