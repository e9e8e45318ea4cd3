import assert from 'node:assert/strict';
import { answer, message, question, stateOf, summaryOf } from './fixtures';
import { usePage } from './openedPage';

describe('The turns of the conversation', () => {
  const opened = usePage();
  const { intents, button } = opened;

  const editor = () => opened.page.getByRole('textbox', { name: 'Edited message' });

  it('can be edited and asked again from there', async () => {
    await opened.tell(stateOf([question('q', 'Why?\nReally'), answer('a', { text: 'So.' })]));
    await button('Edit message').click();
    assert.equal(await editor().inputValue(), 'Why?\nReally');
    assert.equal(await opened.page.locator('.bubble').isVisible(), false);
    await editor().fill('How?');
    await opened.page.keyboard.press('Enter');
    assert.deepEqual(await intents(), [{ type: 'edit', id: 'q', text: 'How?' }]);
    await opened.tell(
      stateOf([
        question('q2', 'How?', { variants: { number: 2, count: 2, previous: 'q' } }),
        answer('b', { status: 'waiting' }),
      ]),
    );
    assert.equal(await editor().count(), 0);
    assert.equal(await opened.page.locator('.words').textContent(), 'How?');
  });

  it('keep the edited words until the host has taken them, and give the question back on Escape', async () => {
    await opened.tell(stateOf([question('q', 'Why?')]));
    await button('Edit message').click();
    await editor().fill('How?');
    await button('Send again').click();
    assert.equal(await editor().inputValue(), 'How?', 'it may have been refused');
    await opened.page.keyboard.press('Escape');
    await opened.page.locator('.bubble').waitFor();
    assert.equal(await opened.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Edit message');
    await button('Edit message').click();
    assert.equal(await editor().inputValue(), 'How?');
    await editor().fill('  ');
    await button('Send again').click();
    assert.equal((await intents()).length, 1, 'nothing is no question');
  });

  it('keep the focus where the button that was pressed goes away: on its like, else in the conversation', async () => {
    const focused = () =>
      opened.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName);
    const versions = (number: number) => {
      const around = {
        ...(number > 1 && { previous: `a${number - 1}` }),
        ...(number < 3 && { next: `a${number + 1}` }),
      };
      return answer(`a${number}`, { text: `Answer ${number}`, variants: { number, count: 3, ...around } });
    };
    await opened.tell(stateOf([question('q'), versions(3)]));
    await button('Previous version').press('Enter');
    await opened.tell(stateOf([question('q'), versions(2)]));
    assert.equal(await focused(), 'Previous version');
    await button('Previous version').press('Enter');
    await opened.tell(stateOf([question('q'), versions(1)]));
    assert.equal(await focused(), 'Next version', 'there is no earlier one');
    await button('Regenerate').press('Enter');
    await opened.tell(stateOf([question('q'), answer('b', { status: 'waiting' })], { busy: true }));
    assert.equal(await focused(), 'Conversation');
    await opened.tell(stateOf([question('q'), versions(1)], { canUndoDelete: true }));
    await button('Undo').press('Enter');
    await opened.tell(stateOf([question('q'), versions(1)]));
    assert.equal(await focused(), 'Conversation');
  });

  it('leave the reader where they are when a version is shown or something is deleted', async () => {
    const long = Array.from({ length: 60 }, (_, line) => `Line ${line}`).join('\n\n');
    const rest = [answer('a', { text: long }), question('q2', 'And?'), answer('b', { text: long })];
    await opened.tell(stateOf([question('q', 'Why?'), ...rest]));
    const top = () => opened.page.locator('.log').evaluate(log => log.scrollTop);
    await opened.page.locator('.log').hover();
    await opened.page.mouse.wheel(0, -20_000);
    await opened.page.waitForFunction(() => document.querySelector('.log')?.scrollTop === 0);
    await opened.tell(stateOf([question('p', 'How?'), ...rest]));
    assert.equal(await top(), 0, 'another version of the first question');
    await opened.tell(stateOf([question('p', 'How?'), answer('a', { text: long })], { canUndoDelete: true }));
    assert.equal(await top(), 0, 'the last turn was deleted');
    await opened.tell(stateOf([question('p', 'How?'), answer('c', { status: 'waiting' })], { busy: true }));
    assert.equal(await opened.page.getByText('Jump to latest').isVisible(), false, 'an answer that begins is followed');
  });

  it('keep words that are being changed for a page that is built anew', async () => {
    await opened.tell(stateOf([question('q', 'Why?')]));
    await button('Edit message').click();
    await editor().fill('How?');
    const kept = await opened.kept();
    await opened.reopen({ kept });
    await opened.tell(stateOf([question('q', 'Why?'), question('r', 'And?')]));
    assert.equal(await editor().inputValue(), 'How?');
    await button('Cancel').click();
    assert.deepEqual(await opened.kept(), {});
    await button('Edit message').first().click();
    await editor().fill('When?');
    await opened.tell(stateOf([question('q2', 'When?')]));
    assert.deepEqual(await opened.kept(), {}, 'it was taken');
  });

  it('keep words that are being changed while another question is looked at and left as it was', async () => {
    const asked = [question('q', 'Why?'), question('r', 'And?')];
    await opened.tell(stateOf(asked));
    await button('Edit message').first().click();
    await editor().fill('How?');
    await button('Edit message').click();
    await button('Cancel').last().click();
    await opened.reopen({ kept: await opened.kept() });
    await opened.tell(stateOf(asked));
    assert.equal(await editor().inputValue(), 'How?');
  });

  it('ask before what looks like a secret is sent, and keep the words', async () => {
    await opened.tell(stateOf([question('q', 'Why?')]));
    await button('Edit message').click();
    await editor().fill('Why abc?');
    await opened.page.keyboard.press('Enter');
    const findings = ['A GitHub token in your message, line 1'];
    await opened.tell({ type: 'confirmEdit', id: 'q', findings });
    const alert = opened.page.locator('.question-editor').getByRole('alert');
    assert.match((await alert.textContent()) ?? '', /llm\.example\.com.*A GitHub token in your message/);
    await button('Do not send').click();
    assert.equal(await alert.count(), 0);
    assert.equal(await editor().inputValue(), 'Why abc?');
    await opened.tell({ type: 'confirmEdit', id: 'q', findings });
    await button('Send anyway').click();
    assert.deepEqual(await intents(), [
      { type: 'edit', id: 'q', text: 'Why abc?' },
      { type: 'edit', id: 'q', text: 'Why abc?', confirmed: true },
    ]);
  });

  it('send an edited message with the key that is set', async () => {
    await opened.tell(stateOf([question('q', 'Why?')], { sendOn: 'ctrlEnter' }));
    await button('Edit message').click();
    await opened.page.keyboard.press('Enter');
    assert.deepEqual(await intents(), []);
    await opened.page.keyboard.press('Control+Enter');
    assert.equal((await intents()).length, 1);
  });

  it('can be deleted, and that be undone', async () => {
    await opened.tell(stateOf([question('q'), answer('a', { text: 'So.' })]));
    await button('Delete message and answer').click();
    await opened.tell(stateOf([], { canUndoDelete: true }));
    assert.equal(await opened.page.getByText('A message and its answer were deleted.').isVisible(), true);
    await button('Undo').click();
    assert.deepEqual(await intents(), [{ type: 'deleteTurn', id: 'q' }, { type: 'undoDelete' }]);
    await opened.tell(stateOf([question('q')]));
    assert.equal(await button('Undo').isVisible(), false);
  });

  it('go through the versions of an answer and say which one is shown', async () => {
    const variants = { number: 2, count: 3, previous: 'a1', next: 'a3' };
    await opened.tell(stateOf([question('q'), answer('a2', { text: 'Two.', variants })]));
    assert.equal(await opened.page.getByText('2/3').isVisible(), true);
    assert.equal(await opened.page.getByText('Version 2 of 3').count(), 1);
    await button('Previous version').click();
    await button('Next version').click();
    assert.deepEqual(await intents(), [
      { type: 'showVariant', id: 'a1' },
      { type: 'showVariant', id: 'a3' },
    ]);
    const last = { number: 3, count: 3, previous: 'a2' };
    await opened.tell(stateOf([question('q'), answer('a3', { text: 'Three.', variants: last })]));
    assert.equal(await button('Next version').isDisabled(), true);
  });

  it('cannot be changed while an answer is written', async () => {
    const variants = { number: 1, count: 2, next: 'q2' };
    await opened.tell(
      stateOf([question('q', 'Why?', { variants }), answer('a', { status: 'streaming', text: 'So' })], { busy: true }),
    );
    for (const name of ['Edit message', 'Delete message and answer', 'Next version'])
      assert.equal(await button(name).isDisabled(), true, name);
  });

  it('offer to go on where the last answer was cut, and only there', async () => {
    const cut = { text: 'Half', canContinue: true, notice: 'Cut at the token limit' };
    await opened.tell(stateOf([question('q'), answer('a', cut)]));
    await button('Continue').click();
    assert.deepEqual(await intents(), [{ type: 'continue' }]);
    await opened.tell(stateOf([question('q'), answer('a', cut)], { busy: true }));
    assert.equal(await button('Continue').isVisible(), false);
    await opened.tell(stateOf([question('q'), answer('a', cut), question('q2'), answer('b', { text: 'Whole' })]));
    assert.equal(await button('Continue').isVisible(), false);
    assert.equal(await opened.page.getByText('Cut at the token limit').isVisible(), true);
  });

  it('grow a continued answer inside its open code block, with a sign that it is awaited', async () => {
    const code = '```ts\nconst a = 1;\n';
    await opened.tell(stateOf([question('q'), answer('a', { text: code, canContinue: true })]));
    await opened.tell(message(answer('a', { status: 'waiting', text: code })));
    assert.equal(await opened.page.getByText('Waiting for qwen3-coder…').first().isVisible(), true);
    await opened.tell(message(answer('a', { status: 'streaming', text: `${code}const b` })));
    await opened.tell({ type: 'delta', id: 'a', text: ' = 2;\n```\nDone.', reasoning: '' });
    assert.equal(await opened.page.locator('pre').count(), 1);
    assert.equal(await opened.page.locator('pre').textContent(), 'const a = 1;\nconst b = 2;\n');
    assert.equal(await opened.page.locator('.markdown p').textContent(), 'Done.');
  });

  it('say what an answer took, shortly and in full', async () => {
    await opened.tell(stateOf([question('q'), answer('a', { text: 'So.', summary: summaryOf('0.4 s · 312 tokens') })]));
    const summary = opened.page.getByText('0.4 s · 312 tokens', { exact: true });
    assert.equal(await summary.getAttribute('title'), 'In full: 0.4 s · 312 tokens');
  });

  it('do not parse a text again that has not changed', async () => {
    const first = answer('a', { text: '**So.**' });
    await opened.tell(stateOf([question('q'), first]));
    await opened.page.evaluate(() => {
      window.touched = 0;
      const markdown = document.querySelector('.markdown');
      if (markdown) new MutationObserver(() => window.touched++).observe(markdown, { childList: true, subtree: true });
    });
    await opened.tell(stateOf([question('q'), { ...first, variants: { number: 1, count: 2, next: 'b' } }]));
    assert.equal(await opened.page.evaluate(() => window.touched), 0);
  });
});
