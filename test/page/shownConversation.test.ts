import assert from 'node:assert/strict';
import { holdComposer } from './composerPage';
import { answer, question, stateOf } from './fixtures';

describe('What a page keeps and tells of the conversation that it shows', () => {
  const { chat, box, button } = holdComposer();
  const messages = [question('q', 'Why?'), answer('a', { text: 'Because.' })];

  it('writes nothing of a private question that was changed once another conversation is shown', async () => {
    await chat().tell(stateOf(messages, { id: 'hidden', notKept: 'private' }));
    await button('Edit message').first().click();
    await chat().page.getByRole('textbox', { name: 'Edited message' }).fill('about my health');
    await chat().tell(stateOf([question('other')], { id: 'kept' }));
    await chat().page.mouse.wheel(0, -100);
    assert.ok(!JSON.stringify((await chat().kept()) ?? '').includes('health'));
    assert.equal(await chat().page.getByRole('textbox', { name: 'Edited message' }).count(), 0);
  });

  for (const notKept of [undefined, 'private'] as const) {
    it(`gives changed words back with their ${notKept ?? 'kept'} conversation, and writes those of no other`, async () => {
      const edited = () => chat().page.getByRole('textbox', { name: 'Edited message' });
      const first = stateOf(messages, { id: 'first', ...(notKept && { notKept }) });
      await chat().tell(first);
      await button('Edit message').first().click();
      await edited().fill('about my health');
      await chat().tell(stateOf([question('other')], { id: 'second' }));
      assert.deepEqual(await chat().kept(), {});
      await chat().tell(first);
      assert.equal(await edited().inputValue(), 'about my health');
      assert.equal(JSON.stringify(await chat().kept()).includes('health'), notKept === undefined);
      await button('Cancel').click();
      await chat().tell(stateOf([question('other')], { id: 'second' }), first);
      assert.equal(await edited().count(), 0, 'they were given up');
    });
  }

  it('tells once that the user has come, and again after they were elsewhere', async () => {
    const times = () => chat().page.evaluate(() => window.posted.filter(({ type }) => type === 'focused').length);
    assert.equal(await times(), 0);
    await chat().page.getByRole('log').click();
    await box().click();
    assert.equal(await times(), 1);
    await chat().page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await box().click();
    assert.equal(await times(), 2);
  });
});
