import assert from 'node:assert/strict';
import type { ViewAttachment } from '../../src/shared/viewState';
import { holdComposer } from './composerPage';
import { stateOf } from './fixtures';

const attachments: readonly ViewAttachment[] = [{ id: '1', kind: 'file', label: 'search.ts', tokens: 1234 }];

describe('What looks like a secret', () => {
  const { chat, box, posted, button } = holdComposer();
  const alert = () => chat().page.locator('.composer').getByRole('alert');
  const findings = ['An AWS access key in .env, line 3', 'A password in your message, line 1'];

  beforeEach(async () => {
    await box().fill('Why?');
    await box().press('Enter');
    await chat().tell({ type: 'restoreDraft', text: 'Why?' }, { type: 'confirmSend', findings });
  });

  it('is named in an alert, and the text is still there', async () => {
    for (const words of [...findings, 'llm.example.com', 'Nothing was sent'])
      assert.ok((await alert().innerText()).includes(words), words);
    assert.equal(await box().inputValue(), 'Why?');
    assert.equal(await box().evaluate(node => node === document.activeElement), true);
  });

  it('is sent where the user says so', async () => {
    await button('Send anyway').click();
    assert.deepEqual((await posted('send')).at(-1), { type: 'send', text: 'Why?', confirmed: true });
    assert.equal(await box().inputValue(), '');
    assert.equal(await alert().count(), 0);
  });

  it('is not sent where the user says so, by button or Escape', async () => {
    await button('Do not send').click();
    assert.equal(await alert().count(), 0);
    await chat().tell({ type: 'confirmSend', findings });
    await box().press('Escape');
    assert.equal(await alert().count(), 0);
    assert.equal(await box().inputValue(), 'Why?');
    assert.equal((await posted('send')).length, 1);
  });

  it('is asked about anew once the message has changed: only what was asked about can be confirmed', async () => {
    await box().press('!');
    assert.equal(await button('Send anyway').count(), 0);
    await box().press('Enter');
    assert.deepEqual((await posted('send')).at(-1), { type: 'send', text: 'Why?!' });
    await chat().tell({ type: 'restoreDraft', text: 'Why?!' }, { type: 'confirmSend', findings });
    await chat().tell(stateOf([], { attachments }));
    assert.equal(await button('Send anyway').count(), 0);
  });

  it('is asked about things that came along with the question', async () => {
    await button('Do not send').click();
    const { type: _, ...rest } = stateOf([], { attachments });
    await chat().tell({ type: 'frame', frame: rest.state }, { type: 'confirmSend', findings });
    assert.equal(await button('Send anyway').count(), 1);
  });

  it('is not asked about over the box of another conversation, which is shown at that moment', async () => {
    await button('Do not send').click();
    await chat().tell({ type: 'confirmSend', findings }, { ...stateOf([], { id: 'other' }), draft: '' });
    assert.equal(await alert().count(), 0);
  });

  it('names the first ones and counts the rest', async () => {
    await chat().tell({ type: 'confirmSend', findings: Array.from({ length: 9 }, (_, index) => `Key ${index}`) });
    assert.deepEqual(await alert().getByRole('listitem').allInnerTexts(), [
      'Key 0',
      'Key 1',
      'Key 2',
      'Key 3',
      'and 5 more',
    ]);
  });

  it('is reached with the keyboard right after the box', async () => {
    const reached: (string | null)[] = [];
    for (let count = 0; count < 3; count++) {
      await chat().page.keyboard.press('Tab');
      reached.push(
        await chat().page.evaluate(
          () => document.activeElement?.textContent || document.activeElement?.getAttribute('aria-label') || null,
        ),
      );
    }
    assert.deepEqual(reached, ['Do not send', 'Send anyway', 'Attach']);
  });
});
