import assert from 'node:assert/strict';
import type { ToHost } from '../../src/shared/protocol';
import { answer, delta, message, question, stateOf } from './fixtures';
import { usePage } from './openedPage';

describe('The transcript', () => {
  const opened = usePage();
  const { intents, button } = opened;

  it('says where the words go before any is written', async () => {
    await opened.tell(stateOf([]));
    const { page } = opened;
    assert.equal(await page.getByRole('heading', { name: 'Ask your own endpoint' }).isVisible(), true);
    const promise = 'Your words go to llm.example.com and nowhere else. Nothing is sent until you press Enter.';
    assert.equal(await page.getByText(promise).isVisible(), true);
    assert.equal(await button('Add endpoint').isVisible(), false);
    await opened.tell(stateOf([question('q')]));
    assert.equal(await page.getByText(promise).isVisible(), false);
  });

  it('says that code goes there without Enter, too, while inline suggestions are on', async () => {
    await opened.tell(stateOf([], { suggestsInline: true }));
    const promise = opened.page.getByText(
      'Your words go to llm.example.com and nowhere else. What you write here is not sent until you press Enter. ' +
        'Inline suggestions are on: as you type code, what is around the cursor is sent there, too.',
    );
    assert.equal(await promise.isVisible(), true);
    assert.equal(await opened.page.getByText('Nothing is sent').count(), 0);
    await opened.tell(stateOf([]));
    assert.equal(await opened.page.getByText('Nothing is sent until you press Enter.').isVisible(), true);
    assert.equal(await opened.page.getByText('Inline suggestions').count(), 0);
  });

  it('offers three beginnings, which fill the box and send nothing, and another endpoint', async () => {
    await opened.tell(stateOf([]));
    for (const name of ['Explain the selected code', 'Find the bug in this file', 'Describe my changes'])
      await button(name).click();
    await button('Add another endpoint').click();
    assert.deepEqual(await intents(), [
      { type: 'starter', starter: 'explain' },
      { type: 'starter', starter: 'findBug' },
      { type: 'starter', starter: 'describeChanges' },
      { type: 'remedy', remedy: 'addEndpoint' },
    ]);
  });

  it('offers to add an endpoint, and to be shown how, where there is none', async () => {
    const { target: _, ...state } = stateOf([]).state;
    await opened.tell({ type: 'state', state });
    await button('Add endpoint').click();
    await button('How it works, in six steps').click();
    assert.deepEqual(await intents(), [{ type: 'remedy', remedy: 'addEndpoint' }, { type: 'getStarted' }]);
    assert.equal(await button('Describe my changes').isVisible(), false);
  });

  it('names each message after who wrote it', async () => {
    await opened.tell(stateOf([question('q', 'Why?'), answer('a', { text: 'Because.' })]));
    const log = opened.page.getByRole('log', { name: 'Conversation' });
    assert.equal(await log.getByRole('article').count(), 2);
    assert.equal(await log.getByRole('article', { name: 'You', exact: true }).textContent(), 'Why?');
    const answered = log.getByRole('article', { name: 'qwen3-coder', exact: true });
    assert.match((await answered.textContent()) ?? '', /qwen3-coder · Deka LLM.*Because\./);
  });

  it("keeps the user's text as it was typed, with what went along", async () => {
    const text = '  <b>one</b>\n\n* two  &amp; three';
    await opened.tell(stateOf([question('q', text, { chips: [{ label: 'search.ts', detail: '12–20' }] })]));
    const words = opened.page.locator('.words');
    assert.equal(await words.textContent(), text);
    assert.equal(await words.evaluate(element => getComputedStyle(element).whiteSpaceCollapse), 'preserve');
    assert.equal(await opened.page.getByRole('listitem').textContent(), 'search.ts12–20');
  });

  it('is written from the right where the words are, marks and all, and code from the left', async () => {
    const text = '`handle` واحد\n\n- `handle` واحد\n- two\n\n> اقتباس\n\n```\nاسم = 1\n```\n\nLeft again.';
    await opened.tell(stateOf([question('q', 'لماذا؟'), answer('a', { text })]));
    const directions = await opened.page.evaluate(() =>
      [...document.querySelectorAll('.words, .part > :not(.code), pre code')].map(
        node => getComputedStyle(node).direction,
      ),
    );
    assert.deepEqual(directions, ['rtl', 'rtl', 'rtl', 'rtl', 'ltr', 'ltr']);
  });

  it('copies the code of a block as it stands, without the line break at its end', async () => {
    const text = '```ts\nconst a = "<b>";\n\n  b();\n```\n\n- x\n  ```\n  y\n  ```';
    await opened.tell(stateOf([answer('a', { text })]));
    assert.deepEqual(await opened.page.locator('.language').allTextContents(), ['ts', 'text']);
    await button('Copy code').first().click();
    await button('Copy code').last().click();
    assert.deepEqual(await intents(), [
      { type: 'copy', text: 'const a = "<b>";\n\n  b();' },
      { type: 'copy', text: 'y' },
    ]);
  });

  it('hands links over to the host and goes nowhere itself', async () => {
    await opened.tell(
      stateOf([answer('a', { text: '[a **bold** link](https://example.com/x?y=1) <me@example.com>' })]),
    );
    const { page } = opened;
    const before = page.url();
    await page.evaluate(() => {
      window.touched = 0;
      window.addEventListener('click', () => window.touched++);
      window.addEventListener('auxclick', () => window.touched++);
    });
    await page.locator('.markdown strong').click();
    await page.locator('.markdown strong').click({ button: 'middle' });
    await page.locator('.markdown strong').click({ modifiers: ['Control'] });
    await page.getByRole('link', { name: 'me@example.com' }).focus();
    await page.keyboard.press('Enter');
    const link: ToHost = { type: 'openLink', url: 'https://example.com/x?y=1' };
    assert.deepEqual(await intents(), [link, link, link, { type: 'openLink', url: 'mailto:me@example.com' }]);
    assert.equal(page.url(), before);
    assert.equal(page.context().pages().length, 1);
    // VS Code listens on the window and opens what it sees there, without asking.
    assert.equal(await page.evaluate(() => window.touched), 0);
  });

  it('begins another conversation', async () => {
    await opened.tell(stateOf([question('q')], { title: 'Timers in search.ts' }));
    assert.equal(await opened.page.getByRole('heading', { name: 'Timers in search.ts' }).isVisible(), true);
    await button('New conversation').click();
    assert.deepEqual(await intents(), [{ type: 'newConversation' }]);
    await opened.tell(stateOf([], { title: '' }));
    assert.equal(await opened.page.getByRole('article').count(), 0);
    assert.equal(await opened.page.getByRole('heading', { name: 'New conversation' }).isVisible(), true);
  });

  it('says that the history is not written', async () => {
    await opened.tell(stateOf([], { notSaved: 'Not saved: the disk is full.' }));
    assert.equal(await opened.page.getByText('Not saved: the disk is full.').isVisible(), true);
    await opened.tell(stateOf([]));
    assert.equal(await opened.page.getByText('Not saved').isVisible(), false);
  });

  it('uses the font size that the user set', async () => {
    const size = () => opened.page.locator('.markdown p').evaluate(element => getComputedStyle(element).fontSize);
    await opened.tell(stateOf([answer('a', { text: 'x' })]));
    assert.equal(await size(), '13px');
    await opened.tell(stateOf([answer('a', { text: 'x' })], { fontSize: 18 }));
    assert.equal(await size(), '18px');
    await opened.tell(stateOf([answer('a', { text: 'x' })]));
    assert.equal(await size(), '13px');
  });

  it('passes over facts that it does not understand', async () => {
    await opened.tell(stateOf([answer('a', { text: 'x' })]));
    await opened.page.evaluate(() => {
      for (const data of [null, 'x', { type: 'state' }, { type: 'message', message: { role: 'assistant', id: 'a' } }]) {
        window.dispatchEvent(new MessageEvent('message', { data }));
      }
    });
    await opened.tell(delta('nobody', 'x'));
    assert.equal(await opened.page.locator('.markdown').textContent(), 'x');
  });

  it('shows the messages of a new state and no others, in their order', async () => {
    await opened.tell(stateOf([question('1', 'one'), answer('2', { text: 'two' }), question('3', 'three')]));
    await opened.tell(stateOf([answer('2', { text: 'two!' }), question('4', 'four'), question('1', 'one')]));
    const shown = await opened.page.getByRole('article').evaluateAll(all => all.map(({ dataset }) => dataset['id']));
    assert.deepEqual(shown, ['2', '4', '1']);
    assert.equal(await opened.page.locator('.markdown').textContent(), 'two!');
  });

  it('names the new model when an answer is written again by another one', async () => {
    await opened.tell(stateOf([answer('a', { text: 'x' })]));
    await opened.tell(message(answer('a', { text: 'y', model: 'other' })));
    const article = opened.page.getByRole('article', { name: 'other', exact: true });
    assert.match((await article.textContent()) ?? '', /^other · Deka LLM/);
    assert.equal(await opened.page.getByRole('article').count(), 1);
  });
});
