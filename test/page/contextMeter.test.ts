import assert from 'node:assert/strict';
import { stateOf } from './fixtures';
import { type Chat, startChat } from './harness';

describe('The context meter', () => {
  let chat: Chat;

  before(async () => {
    chat = await startChat();
  });

  after(() => chat.stop());

  it('shows how much of what the model can hold is used, and warns near the end', async () => {
    const opened = await chat.open();
    const meter = opened.page.getByRole('meter', { name: 'Context used' });
    await opened.tell(stateOf([]));
    assert.equal(await meter.isVisible(), false);
    await opened.tell(stateOf([], { context: { used: 1040, window: 8000 } }));
    assert.equal(await meter.textContent(), '13%');
    assert.equal(await meter.getAttribute('title'), '1,040 of the 8,000 tokens that the model can hold');
    assert.equal(await meter.evaluate(node => node.classList.contains('nearly-full')), false);
    await opened.tell(stateOf([], { context: { used: 7000, window: 8000 } }));
    assert.equal(await meter.evaluate(node => node.classList.contains('nearly-full')), true);
    await opened.tell(stateOf([], { context: { used: 9000, window: 8000 } }));
    assert.equal(await meter.textContent(), '100%');
    assert.deepEqual(opened.problems, []);
    await opened.close();
  });

  it('counts what would be sent now, and keeps its number in a narrow view', async () => {
    const opened = await chat.open({ width: 300 });
    const meter = opened.page.getByRole('meter', { name: 'Context used' });
    const attachments = [{ id: '1', kind: 'file', label: 'big.txt', tokens: 5400 } as const];
    await opened.tell(stateOf([], { context: { used: 1600, window: 8000 }, attachments }));
    await opened.page.getByText('88%').waitFor();
    const words = 'About 7,000 of the 8,000 tokens that the model can hold, with your message';
    assert.equal(await meter.getAttribute('aria-valuetext'), words);
    assert.equal(await meter.getAttribute('aria-valuenow'), '7000');
    assert.equal(await opened.page.locator('.token-count').isVisible(), false);
    await opened.tell(stateOf([], { context: { used: 1600, window: 8000 } }));
    await opened.page.getByText('20%').waitFor();
    await opened.tell(stateOf([], { attachments }));
    await opened.page.locator('.token-count').waitFor();
    await opened.close();
  });
});
