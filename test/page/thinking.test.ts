import assert from 'node:assert/strict';
import { answer, stateOf } from './fixtures';
import { type Chat, startChat } from './harness';

describe('The thinking of an answer', () => {
  let chat: Chat;

  before(async () => {
    chat = await startChat();
  });

  after(() => chat.stop());

  it('says how long it took, also on a page that did not see it', async () => {
    const opened = await chat.open();
    await opened.tell(stateOf([answer('a', { text: 'So.', reasoning: 'Hm.', thoughtSeconds: 12.3 })]));
    assert.equal(await opened.page.locator('summary').textContent(), 'Thought for 12 s');
    await opened.tell(stateOf([answer('b', { text: 'So.', reasoning: 'Hm.' })]));
    assert.equal(await opened.page.locator('summary').textContent(), 'Thought');
    await opened.close();
  });

  it('goes on counting where an earlier page was when it is built anew', async () => {
    const opened = await chat.open();
    await opened.tell(stateOf([answer('a', { status: 'streaming', reasoning: 'Hm', thoughtSeconds: 42 })]));
    assert.match((await opened.page.locator('summary').textContent()) ?? '', /^Thought for 4\d s…$/);
    await opened.close();
  });

  it('is open while it comes where the user likes it so, and stays as it is when it is over', async () => {
    const opened = await chat.open();
    const isOpen = () => opened.page.locator('details').evaluate(details => 'open' in details && details.open);
    const thinking = answer('a', { status: 'streaming', reasoning: 'Hm' });
    await opened.tell(stateOf([thinking], { busy: true }));
    assert.equal(await isOpen(), false);
    await opened.page.locator('summary').click();
    assert.deepEqual((await opened.posted()).slice(1), [{ type: 'keepThinkingOpen', open: true }]);
    const next = answer('b', { status: 'streaming', reasoning: 'Hm' });
    await opened.tell(stateOf([next], { busy: true, thinkingOpen: true }));
    assert.equal(await isOpen(), true);
    await opened.tell(stateOf([{ ...next, status: 'complete', text: 'So.' }], { thinkingOpen: true }));
    assert.equal(await isOpen(), true);
    await opened.page.locator('summary').click();
    assert.equal((await opened.posted()).length, 2, 'an old one tells nothing of what the user likes');
    await opened.close();
  });
});
