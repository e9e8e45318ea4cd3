import assert from 'node:assert/strict';
import { answer, question, stateOf } from './fixtures';
import { startChat } from './harness';

describe('The page in another language', () => {
  it('says what is translated in that language, and the rest in English', async () => {
    const chat = await startChat();
    const translations = {
      Send: 'Kirim',
      'Copy message': 'Salin "pesan" <b>',
      'Thought for {seconds} s': 'Berpikir {seconds} dtk',
    };
    const opened = await chat.open({ translations });
    await opened.tell(stateOf([question('q'), answer('a', { text: 'So.', reasoning: 'Hm', thoughtSeconds: 3 })]));
    assert.equal(await opened.page.getByRole('button', { name: 'Kirim', exact: true }).count(), 1);
    assert.equal(await opened.page.getByRole('button', { name: 'Salin "pesan" <b>' }).count(), 1);
    assert.equal(await opened.page.locator('summary').textContent(), 'Berpikir 3 dtk');
    assert.equal(await opened.page.getByRole('button', { name: 'Regenerate' }).count(), 1);
    assert.deepEqual(opened.problems, []);
    await chat.stop();
  });
});
