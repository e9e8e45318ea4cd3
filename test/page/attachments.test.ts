import assert from 'node:assert/strict';
import type { ViewAttachment } from '../../src/shared/viewState';
import { violations } from './accessibilityRules';
import { holdComposer } from './composerPage';
import { picture, question, stateOf } from './fixtures';
import { themeNames } from './themes';

const attachments: readonly ViewAttachment[] = [
  { id: '1', kind: 'file', label: 'search.ts', tokens: 1234 },
  { id: '2', kind: 'selection', label: 'a-rather-long-name.test.tsx', detail: '12–20', tokens: 130 },
  { id: '3', kind: 'image', label: 'shot.png', thumbnail: picture, tokens: 1400 },
];

describe('Attachments in the composer', () => {
  const { chat, box, open, posted, button } = holdComposer();
  const chips = () => chat().page.getByRole('list', { name: 'Attachments' }).getByRole('listitem');
  const show = (list: readonly ViewAttachment[]) => chat().tell(stateOf([], { attachments: list }));

  it('are chosen with the button', async () => {
    await button('Attach').click();
    assert.deepEqual(await posted('attach'), [{ type: 'attach' }]);
  });

  it('are chips with name, lines, size and picture, and a button that takes each away', async () => {
    await show(attachments);
    assert.deepEqual(await chips().allInnerTexts(), [
      'search.ts\n≈1.2k tok\n≈ 1.2k tokens',
      'a-rather-long-name.test.tsx\n:12–20\n≈130 tok\n≈ 130 tokens',
      'shot.png\n≈1.4k tok\n≈ 1.4k tokens',
    ]);
    assert.equal(await chips().nth(2).locator('img').getAttribute('src'), picture);
    await button('Remove search.ts').click();
    assert.deepEqual(await posted('detach'), [{ type: 'detach', id: '1' }]);
  });

  it('go without a word, where they say it all', async () => {
    assert.equal(await button('Send').isDisabled(), true);
    await show(attachments);
    await button('Send').click();
    assert.deepEqual(await posted('send'), [{ type: 'send', text: '' }]);
    await show([]);
    assert.equal(await button('Send').isDisabled(), true);
    await box().press('Enter');
    assert.equal((await posted('send')).length, 1);
  });

  it('leave the focus on the next chip, and at last in the box', async () => {
    await show(attachments.slice(0, 2));
    await button('Remove search.ts').focus();
    await show(attachments.slice(1, 2));
    assert.equal(
      await button('Remove a-rather-long-name.test.tsx').evaluate(node => node === document.activeElement),
      true,
    );
    await show([]);
    assert.equal(await box().evaluate(node => node === document.activeElement), true);
  });

  it('lose the last one with Backspace in the empty box, and none while there is text', async () => {
    await show(attachments);
    await box().fill('x');
    await box().press('Backspace');
    assert.deepEqual(await posted('detach'), []);
    await box().press('Backspace');
    assert.deepEqual(await posted('detach'), [{ type: 'detach', id: '3' }]);
  });

  it('are seen in the question that they went with', async () => {
    await chat().tell(
      stateOf([question('q', 'What is this?', { chips: [{ label: 'shot.png', thumbnail: picture }] })]),
    );
    const asked = chat().page.getByRole('article', { name: 'You' });
    assert.equal(await asked.locator('img').getAttribute('src'), picture);
    assert.ok(
      await asked.locator('img').evaluate(image => image instanceof HTMLImageElement && image.naturalWidth > 0),
    );
  });

  it('say why they were refused, in a status that stays until the user goes on', async () => {
    await box().fill('Why?');
    await chat().tell({ type: 'composerNotice', text: 'a.zip was not attached.' });
    const status = chat().page.locator('.composer').getByRole('status');
    assert.equal(await status.innerText(), 'a.zip was not attached.');
    await box().press('!');
    assert.equal(await status.innerText(), 'a.zip was not attached.');
    await button('Dismiss').click();
    assert.equal(await status.innerText(), '');
    await chat().tell({ type: 'composerNotice', text: 'again' });
    await box().press('Enter');
    assert.equal(await status.innerText(), '');
  });

  it('count towards the size of the message, which is said from 500 tokens on', async () => {
    const count = chat().page.locator('.token-count');
    await box().fill('word '.repeat(300));
    await show(attachments.slice(1, 2));
    await chat().page.waitForTimeout(300);
    assert.equal(await count.isVisible(), false);
    await show(attachments);
    await count.waitFor();
    assert.match(await count.innerText(), /^≈ 3\.\dk tokens$/);
    await box().fill('x y '.repeat(250_000));
    await count.filter({ hasText: /^≈ \d{3}k tokens$/ }).waitFor();
    await box().fill('');
    await show([]);
    await count.waitFor({ state: 'hidden' });
  });

  for (const theme of themeNames) {
    it(`axe finds nothing in chips, notice and question in the theme ${theme}, and nothing is clipped at 300 pixels`, async () => {
      await open({ theme, width: 300, height: 700 }, stateOf([], { attachments }));
      await box().fill('Why?');
      await chat().tell(
        { type: 'composerNotice', text: `${'long'.repeat(30)}.zip was not attached.` },
        { type: 'confirmSend', findings: ['An AWS access key in .env, line 3'] },
      );
      await chat().page.waitForTimeout(200);
      assert.deepEqual(await violations(chat().page), []);
      assert.equal(await chat().page.evaluate(() => document.documentElement.scrollWidth), 300);
      const wide = await chat()
        .page.locator('.composer')
        .evaluate(node => node.scrollWidth - node.clientWidth);
      assert.equal(wide, 0);
    });
  }
});
