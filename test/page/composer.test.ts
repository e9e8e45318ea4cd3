import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { ToHost } from '../../src/shared/protocol';
import { answer, question, stateOf, target } from './fixtures';
import { type Chat, type ChatPage, type PageOptions, startChat } from './harness';

describe('The composer', () => {
  let chat: Chat;
  let opened: ChatPage;
  let box: Locator;

  before(async () => {
    chat = await startChat();
  });

  beforeEach(() => open({}));

  afterEach(async () => {
    assert.deepEqual(opened.problems, []);
    await opened.close();
  });

  after(() => chat.stop());

  async function open(options: PageOptions): Promise<void> {
    await opened?.close();
    opened = await chat.open(options);
    await opened.tell(stateOf([]));
    box = opened.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  /** What was posted after `ready`, apart from the word that the user types, and what. */
  async function intents(): Promise<readonly ToHost[]> {
    return (await opened.posted()).slice(1).filter(({ type }) => type !== 'typing' && type !== 'draft');
  }

  const typingNotes = async () => (await opened.posted()).filter(({ type }) => type === 'typing').length;

  it('says that it is ready as soon as it can listen', async () => {
    assert.deepEqual(await opened.posted(), [{ type: 'ready' }]);
  });

  it('sends with Enter and is empty again', async () => {
    await box.fill('Why?');
    await box.press('Enter');
    assert.deepEqual(await intents(), [{ type: 'send', text: 'Why?' }]);
    assert.equal(await box.inputValue(), '');
    assert.equal(await box.evaluate(element => element === document.activeElement), true);
  });

  it('begins a new line with Shift+Enter', async () => {
    await box.pressSequentially('a');
    await box.press('Shift+Enter');
    await box.pressSequentially('b');
    assert.equal(await box.inputValue(), 'a\nb');
    assert.deepEqual(await intents(), []);
    await box.press('Enter');
    assert.deepEqual(await intents(), [{ type: 'send', text: 'a\nb' }]);
  });

  it('leaves the Enter that ends an input method composition to the input method', async () => {
    await box.focus();
    const session = await opened.page.context().newCDPSession(opened.page);
    await session.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    /** Presses Enter as an input method reports it, and says whether the browser may act on it. */
    const enter = (keyCode: number, isComposing: boolean): Promise<boolean> =>
      box.evaluate(
        (element, [code, composing]) => {
          const kind = { key: 'Enter', keyCode: code, isComposing: composing, bubbles: true, cancelable: true };
          return element.dispatchEvent(new KeyboardEvent('keydown', kind));
        },
        [keyCode, isComposing] as const,
      );
    assert.equal(await enter(13, true), true);
    assert.equal(await enter(229, false), true);
    assert.deepEqual(await intents(), []);
    assert.equal(await box.inputValue(), 'にほん');
    await session.send('Input.insertText', { text: '日本' });
    assert.equal(await enter(13, false), false);
    assert.deepEqual(await intents(), [{ type: 'send', text: '日本' }]);
  });

  it('sends with Ctrl+Enter only, where the user set it so', async () => {
    await opened.tell(stateOf([], { sendOn: 'ctrlEnter' }));
    await box.pressSequentially('a');
    await box.press('Enter');
    await box.pressSequentially('b');
    assert.deepEqual(await intents(), []);
    await box.press('Control+Enter');
    assert.deepEqual(await intents(), [{ type: 'send', text: 'a\nb' }]);
    await box.fill('c');
    await box.press('Meta+Enter');
    assert.deepEqual((await intents()).at(-1), { type: 'send', text: 'c' });
  });

  it('sends nothing that is only white space', async () => {
    const send = opened.page.getByRole('button', { name: 'Send', exact: true });
    assert.equal(await send.isDisabled(), true);
    await box.fill(' \n\t');
    assert.equal(await send.isDisabled(), true);
    await box.press('Enter');
    assert.deepEqual(await intents(), []);
    await box.fill('x');
    assert.equal(await send.isEnabled(), true);
  });

  it('says why nothing is sent as long as an answer is written, and keeps the words', async () => {
    await opened.tell(stateOf([question('q'), answer('a', { status: 'waiting' })], { busy: true }));
    await box.fill('And then?');
    await opened.page.keyboard.press('Enter');
    const notice = opened.page.getByText('An answer is still being written. Escape stops it.');
    assert.equal(await notice.isVisible(), true);
    assert.equal(await box.inputValue(), 'And then?');
    await opened.tell(stateOf([question('q'), answer('a', { text: 'So.' })]));
    assert.equal(await notice.count(), 0);
  });

  it('stops the answer with Escape, and means nothing by it otherwise', async () => {
    await opened.tell(stateOf([question('q'), answer('a', { status: 'waiting' })], { busy: true }));
    await box.focus();
    await opened.page.keyboard.press('Escape');
    await opened.tell(stateOf([question('q'), answer('a', { status: 'stopped' })]));
    await opened.page.keyboard.press('Escape');
    assert.deepEqual(
      (await opened.posted()).filter(({ type }) => type === 'stop'),
      [{ type: 'stop' }],
    );
  });

  it('shows Stop in the place of Send while an answer runs', async () => {
    const { page } = opened;
    const [send, stop] = ['Send', 'Stop'].map(name => page.getByRole('button', { name, exact: true }));
    assert(send && stop);
    await box.fill('next');
    const place = await send.boundingBox();
    assert.equal(await stop.isVisible(), false);
    await opened.tell(stateOf([question('q'), answer('a', { status: 'waiting' })], { busy: true }));
    assert.equal(await send.isVisible(), false);
    assert.deepEqual(await stop.boundingBox(), place);
    await box.press('Enter');
    assert.deepEqual(await intents(), []);
    assert.equal(await box.inputValue(), 'next');
    await stop.click();
    assert.deepEqual(await intents(), [{ type: 'stop' }]);
    await opened.tell(stateOf([question('q'), answer('a', { status: 'stopped' })]));
    assert.equal(await send.isVisible(), true);
    assert.equal(await box.evaluate(element => element === document.activeElement), true);
  });

  it('has the focus when the host asks for it', async () => {
    await opened.page.getByRole('button', { name: 'New conversation' }).focus();
    await opened.tell({ type: 'focusComposer' });
    await opened.page.keyboard.type('typed');
    assert.equal(await box.inputValue(), 'typed');
  });

  it('puts words back that were refused, before what was typed since', async () => {
    await box.fill('first');
    await box.press('Enter');
    await opened.tell({ type: 'restoreDraft', text: 'first' });
    assert.equal(await box.inputValue(), 'first');
    await box.fill('second');
    await opened.tell({ type: 'restoreDraft', text: 'first' });
    assert.equal(await box.inputValue(), 'first\nsecond');
    assert.equal(await opened.page.getByRole('button', { name: 'Send' }).isEnabled(), true);
  });

  it('tells the host that the user types: at once, and then each three seconds as long as it goes on', async () => {
    await opened.page.clock.install({ time: 0 });
    await opened.page.clock.pauseAt(10_000);
    for (const [milliseconds, keys, notes] of [
      [0, 'Why', 1],
      [2900, ' does', 1],
      [100, ' it', 2],
      [60_000, '', 2],
      [0, '?', 3],
    ] as const) {
      await opened.page.clock.runFor(milliseconds);
      await box.pressSequentially(keys);
      assert.equal(await typingNotes(), notes);
    }
  });

  it('does not speak of typing where the user did not type, or where there is nobody to send to', async () => {
    await opened.tell({ type: 'focusComposer' }, { type: 'restoreDraft', text: 'refused' });
    await box.press('End');
    assert.equal(await typingNotes(), 0);
    await open({});
    await opened.tell({ ...stateOf([]), draft: 'half a thought' });
    await box.press('Control+a');
    await box.press('Delete');
    assert.equal(await typingNotes(), 0);
    const { target: _, ...withoutTarget } = stateOf([]).state;
    await opened.tell({ type: 'state', state: withoutTarget });
    await box.pressSequentially('Why?');
    await opened.tell(stateOf([]));
    assert.equal(await typingNotes(), 0);
    await box.press('!');
    assert.equal(await typingNotes(), 1);
  });

  it('grows with what is written, up to a part of the view, and then scrolls', async () => {
    const height = async () => (await box.boundingBox())?.height ?? 0;
    const empty = await height();
    await box.fill('a\nb\nc\nd');
    const four = await height();
    assert(four > empty * 1.5, `${empty} became ${four}`);
    await box.fill('line\n'.repeat(200));
    assert((await height()) <= 700 * 0.4 + 1);
    assert(await box.evaluate(element => element.scrollHeight > element.clientHeight));
  });

  it('names model and endpoint on a button that asks for another one', async () => {
    const model = opened.page.getByRole('button', { name: /^Model:/ });
    assert.equal(await model.getAttribute('aria-label'), 'Model: qwen3-coder · Deka LLM');
    assert.equal(await model.textContent(), 'qwen3-coder · Deka LLM');
    await model.click();
    assert.deepEqual(await intents(), [{ type: 'chooseModel' }]);
  });

  it('says so where no model is chosen yet', async () => {
    await opened.tell(stateOf([], { target: { ...target, model: '' } }));
    const model = opened.page.getByRole('button', { name: 'Model: No model · Deka LLM', exact: true });
    assert.equal(await model.textContent(), 'No model · Deka LLM');
  });

  it('asks for an endpoint where there is none', async () => {
    const { state } = stateOf([]);
    const { target: _, ...withoutTarget } = state;
    await opened.tell({ type: 'state', state: withoutTarget });
    await opened.page.getByRole('button', { name: 'Add endpoint' }).click();
    await opened.page.getByRole('button', { name: /^Model:/ }).click();
    const addEndpoint: ToHost = { type: 'remedy', remedy: 'addEndpoint' };
    assert.deepEqual(await intents(), [addEndpoint, addEndpoint]);
  });

  it('takes the focus wherever its surface is clicked', async () => {
    for (const [surface, x] of [
      ['.bar', 260],
      ['.composer', 4],
    ] as const) {
      await opened.page.getByRole('button', { name: 'New conversation' }).focus();
      await opened.page.locator(surface).click({ position: { x, y: 5 } });
      assert.equal(await box.evaluate(element => element === document.activeElement), true);
    }
  });
});
