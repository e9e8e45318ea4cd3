import assert from 'node:assert/strict';
import { holdComposer } from './composerPage';
import { kinds } from './contextStates';
import { question, stateOf } from './fixtures';

describe('What is too long in the composer', function () {
  this.timeout(60_000);
  const { chat, box, button } = holdComposer();
  const tooLong = () => chat().page.locator('.too-long');

  it('is asked about in one notice with numbers and advice where it is too long, and said again afterwards', async () => {
    const attachments = kinds.slice(0, 3);
    await chat().tell(stateOf([question('q')], { attachments, room: { taken: 2300, window: 8192 } }));
    await tooLong().waitFor();
    await chat().tell({ type: 'confirmSend', findings: ['Longer than the model can hold: about 16,000'] });
    const alert = chat().page.getByRole('alert');
    await alert.getByText('It would fit without browser/.').waitFor();
    assert.equal((await alert.innerText()).split('browser/').length - 1, 2);
    assert.equal(await tooLong().isVisible(), false);
    await button('Do not send').click();
    await tooLong().waitFor();
    assert.equal(await chat().page.getByText('It would fit without browser/.').count(), 1);
    await chat().tell(stateOf([question('q')], { attachments, room: { taken: 0, window: 99_000 } }));
    await tooLong().waitFor({ state: 'hidden' });
    await chat().tell({ type: 'confirmSend', findings: ['a token'] });
    await button('Do not send').waitFor();
    assert.equal(await chat().page.locator('.advice').isVisible(), false);
  });

  it('is said to be too long before it is sent: how much it is, and what would help', async () => {
    const attachments = kinds.slice(0, 3);
    const room = { taken: 2300, window: 8192 };
    await chat().tell(stateOf([question('q')], { attachments, room }));
    await tooLong().waitFor();
    assert.equal(
      await tooLong().innerText(),
      'More than qwen3-coder can hold. About 16k tokens with this conversation and the answer, and it holds 8.2k. Attached: browser/ 9.8k, Changes 3.4k, Problems 120. It would fit without browser/.',
    );
    assert.equal(await tooLong().getByRole('status').innerText(), 'More than qwen3-coder can hold.');
    await chat().tell(stateOf([question('q')], { attachments: attachments.slice(1), room }));
    await tooLong().waitFor({ state: 'hidden' });
    await chat().tell(stateOf([question('q')], { room }));
    await box().fill('word '.repeat(6000));
    await tooLong().waitFor();
    assert.match(await tooLong().innerText(), /It would fit in a new conversation\.$/);
  });

  it('claims nothing where it is not known what the model can hold, and nothing of an empty box', async () => {
    await chat().tell(stateOf([], { room: { taken: 9000, window: 8192 } }));
    await chat().tell(stateOf([], { attachments: kinds, room: { taken: 0, window: 8192 } }));
    await tooLong().waitFor();
    await chat().tell(stateOf([], { attachments: kinds }));
    await tooLong().waitFor({ state: 'hidden' });
    await chat().tell(stateOf([], { attachments: [], room: { taken: 9000, window: 8192 } }));
    await tooLong().waitFor({ state: 'hidden' });
  });
});
