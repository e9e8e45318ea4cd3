import assert from 'node:assert/strict';
import type { ToPage } from '../../src/shared/protocol';
import { holdComposer } from './composerPage';
import { answer, question, stateOf } from './fixtures';

describe('The draft', () => {
  const { chat, box, open, posted, button } = holdComposer();
  const begins = (draft: string) => ({ ...stateOf([]), draft });
  /** Without a frame, which does not come while the clock stands still. */
  const hear = (fact: ToPage) =>
    chat().page.evaluate(data => void window.dispatchEvent(new MessageEvent('message', { data })), fact);
  const drafts = async () => (await posted('draft')).map(intent => (intent.type === 'draft' ? intent.text : ''));

  it('is told to the host while it is written, at most every 300 milliseconds, and at once when the page may go away', async () => {
    await chat().tell(begins(''));
    await chat().page.clock.install({ time: 0 });
    await chat().page.clock.pauseAt(10_000);
    await box().pressSequentially('half');
    assert.deepEqual(await drafts(), []);
    await chat().page.clock.runFor(300);
    assert.deepEqual(await drafts(), ['half']);
    await box().pressSequentially(' a');
    await box().pressSequentially(' thought');
    for (const event of ['blur', 'pagehide'])
      await chat().page.evaluate(name => window.dispatchEvent(new Event(name)), event);
    assert.deepEqual(await drafts(), ['half', 'half a thought']);
    await chat().page.clock.runFor(1000);
    assert.deepEqual(await drafts(), ['half', 'half a thought']);
  });

  it('is sent once by an Enter that is held', async () => {
    await chat().tell(begins(''));
    await box().fill('Why?');
    await chat().page.keyboard.down('Enter');
    await box().fill('And');
    await chat().page.keyboard.down('Enter');
    assert.deepEqual(await posted('send'), [{ type: 'send', text: 'Why?' }]);
    assert.equal(await box().inputValue(), 'And');
  });

  it('is what the host says when a page is built again, and nothing that the page itself kept', async () => {
    await open({ kept: { draft: 'sent long ago', place: { id: 'q', offset: 1 } } }, begins('half a thought'));
    assert.equal(await box().inputValue(), 'half a thought');
    assert.equal(await button('Send').isEnabled(), true);
    await open({ kept: { draft: 'sent long ago' } }, begins(''));
    assert.equal(await box().inputValue(), '');
  });

  it('is told as that of its own conversation when another one is shown, the last letters included', async () => {
    await chat().tell(begins(''));
    await chat().page.clock.install({ time: 0 });
    await chat().page.clock.pauseAt(10_000);
    await box().pressSequentially('for the first');
    await hear({ ...stateOf([], { id: 'other' }), draft: 'for the other' });
    await chat().page.clock.runFor(1000);
    assert.deepEqual(await posted('draft'), [{ type: 'draft', text: 'for the first', id: 'c' }]);
    assert.equal(await box().inputValue(), 'for the other');
  });

  it('is told before what is clicked next, and goes on with the conversation that it is taken along to', async () => {
    await chat().tell(begins(''));
    await chat().page.clock.install({ time: 0 });
    await chat().page.clock.pauseAt(10_000);
    await box().pressSequentially('half');
    await button('New conversation').click();
    assert.deepEqual(await posted('draft', 'newConversation'), [
      { type: 'draft', text: 'half', id: 'c' },
      { type: 'newConversation' },
    ]);
    await hear(stateOf([], { id: 'other' }));
    await chat().page.clock.runFor(1000);
    assert.deepEqual((await posted('draft')).at(-1), { type: 'draft', text: 'half', id: 'other' });
  });

  it('is kept nowhere in the page', async () => {
    await chat().tell(begins(''));
    await box().fill('half a thought');
    await box().press('Enter');
    assert.ok(!JSON.stringify((await chat().kept()) ?? '').includes('thought'));
  });

  it('comes before what was typed while the host had not spoken yet, and is not wiped out by it', async () => {
    await box().pressSequentially('and more');
    await chat().page.evaluate(() => window.dispatchEvent(new Event('blur')));
    assert.deepEqual(await drafts(), []);
    await chat().tell(begins('half a thought'));
    assert.equal(await box().inputValue(), 'half a thought\nand more');
    await chat().page.evaluate(() => window.dispatchEvent(new Event('blur')));
    assert.deepEqual(await drafts(), ['half a thought\nand more']);
  });

  it('is no draft any more once it is sent: nothing is told about it afterwards', async () => {
    await chat().tell(begins(''));
    await box().fill('Why?');
    await box().press('Enter');
    await chat().page.evaluate(() => window.dispatchEvent(new Event('blur')));
    assert.deepEqual(await posted('send', 'draft'), [{ type: 'send', text: 'Why?' }]);
  });

  it('is sent as soon as the host speaks, where Enter was pressed before that', async () => {
    const opened = chat();
    await opened.page.reload();
    await box().fill('Why?');
    await box().press('Enter');
    assert.equal(await box().inputValue(), 'Why?');
    assert.deepEqual(await posted('send'), []);
    await opened.tell(begins('older'));
    assert.deepEqual(await posted('send'), [{ type: 'send', text: 'Why?' }]);
    assert.equal(await box().inputValue(), 'older');
  });

  it('is not sent later, where the host’s first word was that it cannot be', async () => {
    const opened = chat();
    await opened.page.reload();
    await box().fill('Why?');
    await box().press('Enter');
    await opened.tell({ ...stateOf([], { busy: true }), draft: '' });
    assert.deepEqual(await posted('send'), []);
    const attachments = [{ id: '1', kind: 'file', label: 'a.ts', tokens: 1 }] as const;
    await opened.tell({ ...stateOf([], { id: 'other', attachments }), draft: '' });
    assert.deepEqual(await posted('send'), []);
  });

  it('stays where it is when it is too long to be sent, and says so', async () => {
    await box().fill('x'.repeat(1024 * 1024 + 1));
    await box().press('Enter');
    assert.deepEqual(await posted('send'), []);
    assert.match(await chat().page.locator('.notice').innerText(), /too long to send: 1025 kB/);
    await box().fill('short');
  });
});

describe('Earlier questions', () => {
  const { chat, box, posted } = holdComposer();
  const conversation = stateOf([question('1', 'First?'), answer('a'), question('2', 'Second\nline?'), answer('b')]);
  const value = () => box().inputValue();
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await box().press(key);
    return value();
  };

  beforeEach(async () => {
    await chat().tell(conversation);
    await box().focus();
  });

  it('come back with Up in the empty box, the last one first, and go with Down', async () => {
    assert.equal(await press('ArrowUp'), 'Second\nline?');
    assert.equal(await press('ArrowUp'), 'First?');
    assert.equal(await press('ArrowUp'), 'First?');
    assert.equal(await press('ArrowDown'), 'Second\nline?');
    assert.equal(await press('ArrowDown'), '');
    assert.equal(await press('ArrowDown'), '');
  });

  it('come back from the very start of a text only, which is there again with Escape or Down', async () => {
    await box().fill('half a\nthought');
    assert.equal(await press('ArrowUp'), 'half a\nthought');
    assert.equal(await press('Control+Home', 'ArrowUp'), 'Second\nline?');
    assert.equal(await press('Escape'), 'half a\nthought');
    assert.equal(await press('Control+Home', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown'), 'half a\nthought');
  });

  it('can be changed; what was in the box then is the first that comes back', async () => {
    await box().fill('half a thought');
    assert.equal(await press('Home', 'ArrowUp', '!'), 'Second\nline?!');
    assert.equal(await press('ArrowUp'), 'Second\nline?!');
    assert.equal(await press('Control+Home', 'ArrowUp'), 'half a thought');
    assert.equal(await press('ArrowUp'), 'Second\nline?');
    assert.equal(await press('Escape'), 'Second\nline?!');
  });

  it('are no draft: what was in the box stays that, until one of them is changed', async () => {
    const drafts = async () => {
      await chat().page.evaluate(() => window.dispatchEvent(new Event('blur')));
      return (await posted('draft')).map(intent => (intent.type === 'draft' ? intent.text : ''));
    };
    await chat().tell({ ...conversation, draft: '' });
    await box().fill('half a thought');
    await press('Home', 'ArrowUp', 'ArrowUp');
    assert.deepEqual([...new Set(await drafts())], ['half a thought']);
    await press('?');
    assert.equal((await drafts()).at(-1), 'First??');
  });

  it('leave the words of a message that comes back while one of them is in the box', async () => {
    await press('ArrowUp');
    await chat().tell({ type: 'restoreDraft', text: 'refused' });
    assert.equal(await press('ArrowDown'), 'refused\nSecond\nline?');
  });

  it('are sent as they are', async () => {
    await press('ArrowUp', 'ArrowUp', 'Enter');
    assert.deepEqual((await chat().posted()).at(-1), { type: 'send', text: 'First?' });
    assert.equal(await value(), '');
  });

  it('do not come while an input method composes', async () => {
    const moved = await box().evaluate(element => {
      const key = { key: 'ArrowUp', isComposing: true, bubbles: true, cancelable: true };
      return element.dispatchEvent(new KeyboardEvent('keydown', key));
    });
    assert.equal(moved, true, 'the key is left to the input method');
    assert.equal(await value(), '');
  });

  it('are those of this conversation', async () => {
    await chat().tell(stateOf([question('3', 'Other?')]));
    assert.equal(await press('ArrowUp'), 'Other?');
    assert.equal(await press('ArrowUp'), 'Other?');
    await press('Escape');
    await chat().tell(stateOf([]));
    assert.equal(await press('ArrowUp'), '');
  });

  it('stay with their conversation when another one is shown while one of them is in the box', async () => {
    await box().fill('half a thought');
    await press('Home', 'ArrowUp');
    await chat().tell({ ...stateOf([question('3', 'Other?')], { id: 'other' }), draft: '' });
    assert.equal(await press('ArrowUp'), 'Other?');
    assert.equal(await press('ArrowUp'), 'Other?');
    assert.equal(await press('Escape'), '');
  });
});
