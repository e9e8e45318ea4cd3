import assert from 'node:assert/strict';
import type { ViewError } from '../../src/shared/viewState';
import { answer, delta, longFailure, message, question, stateOf, summaryOf } from './fixtures';
import { usePage } from './openedPage';

const refused: ViewError = {
  title: 'The endpoint refused the token (401)',
  serverMessage: 'Authentication Error: key expired.',
  request: 'POST https://llm.example.com/v1/chat/completions',
  remedies: [
    { remedy: 'setToken', label: 'Set token' },
    { remedy: 'showLog', label: 'Show log' },
  ],
};

describe('An answer', () => {
  const opened = usePage();
  const { intents, button } = opened;

  it('shows text in the order in which it came, also when much comes between two frames', async () => {
    await opened.tell(stateOf([question('q'), answer('a', { status: 'waiting' })], { busy: true }));
    const words = Array.from({ length: 500 }, (_, index) => `w${index} `);
    await opened.tell(...words.slice(0, 250).map(word => delta('a', word)));
    await opened.tell(delta('a', words[250] ?? ''));
    await opened.tell(
      ...words.slice(251, 400).map(word => delta('a', word)),
      message(answer('a', { status: 'streaming', text: words.slice(0, 400).join('') })),
      ...words.slice(400).map(word => delta('a', word)),
    );
    assert.equal(await opened.page.locator('.markdown').textContent(), words.join('').trimEnd());
    assert.equal(await opened.page.locator('.sign').isVisible(), false);
    await opened.tell(message(answer('a', { text: words.join('') })));
    assert.equal(await opened.page.locator('.markdown').textContent(), words.join('').trimEnd());
  });

  it('takes no more text once an answer has ended', async () => {
    await opened.tell(stateOf([answer('a', { text: 'All.' })]), delta('a', ' late'));
    await opened.tell(delta('a', ' later'));
    assert.equal(await opened.page.locator('.markdown').textContent(), 'All.');
  });

  it('goes on where the text stood when the page is built in the middle of an answer', async () => {
    await opened.tell(stateOf([answer('a', { status: 'streaming', text: '# Half a hea' })], { busy: true }));
    await opened.tell(delta('a', 'ding\n\nand **text**'));
    assert.equal(await opened.page.locator('.markdown h1').textContent(), 'Half a heading');
    assert.equal(await opened.page.locator('.markdown strong').textContent(), 'text');
  });

  it('lays out the page once per frame, however many facts come', async () => {
    await opened.tell(stateOf([answer('a', { status: 'waiting' })], { busy: true }));
    const frames = await opened.page.evaluate(async () => {
      let changes = 0;
      const root = document.querySelector('.markdown');
      const observer = new MutationObserver(() => changes++);
      if (root) observer.observe(root, { subtree: true, childList: true, characterData: true });
      for (let count = 0; count < 300; count++) {
        const data = { type: 'delta', id: 'a', text: 'word ', reasoning: '' };
        window.dispatchEvent(new MessageEvent('message', { data }));
        // Lets the observer report: a change made outside of a frame would show as one of its own.
        await Promise.resolve();
      }
      await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return changes;
    });
    assert.equal(frames, 1);
  });

  it('folds the reasoning away and says how long it took', async () => {
    await opened.page.clock.install();
    await opened.tell(stateOf([answer('a', { status: 'waiting' })], { busy: true }));
    await opened.tell(delta('a', '', 'First, '));
    assert.equal(await opened.page.locator('.sign').isVisible(), false);
    await opened.page.clock.runFor(4000);
    const summary = opened.page.locator('details > summary');
    assert.equal(await summary.textContent(), 'Thought for 4 s…');
    assert.equal(await opened.page.locator('details').evaluate(element => element.hasAttribute('open')), false);
    await opened.page.clock.runFor(1000);
    await opened.tell(delta('a', 'Answer', 'then.'));
    assert.equal(await summary.textContent(), 'Thought for 5 s');
    await opened.page.clock.runFor(9000);
    await opened.tell(message(answer('a', { text: 'Answer', reasoning: 'First, then.' })));
    assert.equal(await summary.textContent(), 'Thought for 5 s');
    await summary.click();
    assert.equal(await opened.page.getByText('First, then.').isVisible(), true);
  });

  it('does not make up a time for reasoning that it has not seen', async () => {
    await opened.tell(stateOf([answer('a', { text: 'x', reasoning: 'y' })]));
    assert.equal(await opened.page.locator('summary').textContent(), 'Thought');
  });

  it('shows an error where it happened, with what to do about it', async () => {
    await opened.tell(stateOf([question('q'), answer('a', { text: 'Half', status: 'failed', error: refused })]));
    const alert = opened.page.getByRole('log').getByRole('alert');
    const words = (await alert.textContent()) ?? '';
    for (const part of [refused.title, refused.serverMessage, refused.request]) assert(part && words.includes(part));
    assert.equal(await opened.page.locator('.markdown').textContent(), 'Half');
    assert.deepEqual(await alert.getByRole('button').allTextContents(), ['Set token', 'Show log']);
    const backgrounds = await alert
      .getByRole('button')
      .evaluateAll(buttons => buttons.map(element => getComputedStyle(element).backgroundColor));
    assert.notEqual(backgrounds[0], backgrounds[1]);
    await button('Show log').click();
    await button('Set token').click();
    assert.deepEqual(await intents(), [
      { type: 'remedy', remedy: 'showLog', id: 'a' },
      { type: 'remedy', remedy: 'setToken', id: 'a' },
    ]);
  });

  it('offers every remedy that a failure has, the first one first', async () => {
    await opened.tell(stateOf([question('q'), answer('a', { status: 'failed', error: longFailure })]));
    const buttons = opened.page.getByRole('alert').getByRole('button');
    for (const remedy of await buttons.all()) await remedy.click();
    assert.deepEqual(
      await intents(),
      longFailure.remedies.map(({ remedy }) => ({ type: 'remedy', remedy, id: 'a' })),
    );
    assert.equal(await opened.page.locator('.failure .button:not(.secondary)').count(), 1);
  });

  it('does not say an error again when something else changes', async () => {
    const failed = answer('a', { status: 'failed', error: refused });
    await opened.tell(stateOf([failed]));
    const alert = await opened.page.evaluateHandle(() => document.querySelector('[role=alert]'));
    await opened.tell(message({ ...failed, summary: summaryOf('1 s'), error: { ...refused } }));
    assert.equal(await alert.evaluate(element => element?.isConnected), true);
  });

  it('says that an answer was stopped, interrupted, or cut', async () => {
    const { page } = opened;
    await opened.tell(stateOf([answer('a', { text: 'x', status: 'stopped' })]));
    assert.equal(await page.getByText('Stopped', { exact: true }).isVisible(), true);
    await opened.tell(message(answer('a', { text: 'x', status: 'interrupted' })));
    assert.equal(await page.getByText('Interrupted').isVisible(), true);
    assert.equal(await page.getByText('Stopped', { exact: true }).count(), 0);
    await opened.tell(message(answer('a', { text: 'x', notice: 'Cut at 200 tokens' })));
    assert.equal(await page.getByText('Cut at 200 tokens').isVisible(), true);
    assert.equal(await page.getByText('Interrupted').count(), 0);
  });

  it('offers to copy each answer, and to regenerate the last one once it has ended', async () => {
    const texts = ['**one**', 'two'];
    const [first, last] = texts.map((text, index) => answer(`a${index}`, { text, summary: summaryOf(`${index} s`) }));
    assert(first && last);
    await opened.tell(stateOf([first, question('q'), { ...last, status: 'streaming' }], { busy: true }));
    assert.equal(await button('Regenerate').count(), 0);
    assert.equal(await button('Copy message').count(), 1);
    await opened.tell(stateOf([first, question('q'), last]));
    assert.equal(await button('Regenerate').count(), 1);
    assert.equal(await button('Copy message').count(), 2);
    assert.equal(await opened.page.getByText('1 s', { exact: true }).isVisible(), true);
    await button('Copy message').first().click();
    await button('Regenerate').click();
    assert.deepEqual(await intents(), [{ type: 'copy', text: '**one**' }, { type: 'regenerate' }]);
    await opened.tell(message(question('q2')));
    assert.equal(await button('Regenerate').count(), 0);
  });

  it('says that it is too long to be copied, and does not show that it was (S14)', async () => {
    const text = `${'x'.repeat(1023)}\n`.repeat(1025);
    await opened.tell(stateOf([answer('a', { text })]));
    const before = await button('Copy message').innerHTML();
    await button('Copy message').click();
    assert.match(await opened.page.locator('.notice').innerText(), /too long to be handed over at once: 1025 kB/);
    assert.equal(await button('Copy message').innerHTML(), before);
    assert.deepEqual(await intents(), []);
  });
});
