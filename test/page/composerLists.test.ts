import assert from 'node:assert/strict';
import type { ToPage } from '../../src/shared/protocol';
import type { Suggestion, Trigger } from '../../src/shared/viewState';
import { violations } from './accessibilityRules';
import { holdComposer } from './composerPage';
import { themeNames } from './themes';

const commands: readonly Suggestion[] = [
  { id: 'explain', icon: 'lightbulb', label: '/explain', detail: 'the selection' },
  { id: 'fix', icon: 'tools', label: '/fix', detail: 'with its problems' },
  { id: 'tests', icon: 'beaker', label: '/tests', detail: 'for the selection' },
  { id: 'doc', icon: 'book', label: '/doc', detail: 'write documentation' },
];
const context: readonly Suggestion[] = [
  { id: 's', icon: 'selection', label: '#selection', detail: 'search.ts 12–20' },
  { id: 'f', icon: 'file', label: '#file', detail: 'search.ts' },
  { id: 'e0', icon: 'file', label: 'search.ts', detail: 'src' },
];
const suggestions = (trigger: Trigger, items: readonly Suggestion[], query = ''): ToPage => ({
  type: 'suggestions',
  trigger,
  query,
  items,
});

describe('Lists in the composer', () => {
  const { chat, box, open, posted } = holdComposer();
  const list = () => chat().page.getByRole('listbox');
  const options = () => list().getByRole('option').locator('.suggestion-label').allInnerTexts();
  const marked = () => list().getByRole('option', { selected: true }).locator('.suggestion-label').allInnerTexts();

  async function openCommands(): Promise<void> {
    await box().pressSequentially('/');
    await chat().tell(suggestions('/', commands));
  }

  it('offer commands after a slash that begins the text, and narrow down as it is typed', async () => {
    await openCommands();
    assert.equal(await list().getAttribute('aria-label'), 'Commands');
    assert.deepEqual(await options(), ['/explain', '/fix', '/tests', '/doc']);
    await box().pressSequentially('t');
    assert.deepEqual(await options(), ['/tests']);
    assert.deepEqual(await posted('suggest'), [
      { type: 'suggest', trigger: '/', query: '' },
      { type: 'suggest', trigger: '/', query: 't' },
    ]);
    await box().press('Backspace');
    assert.equal((await options()).length, 4);
    await box().press('Backspace');
    assert.equal(await list().isVisible(), false);
  });

  it('complete the command that is chosen with Enter, and send with the next one', async () => {
    await openCommands();
    await box().press('ArrowDown');
    assert.deepEqual(await marked(), ['/fix']);
    await box().press('Enter');
    assert.equal(await box().inputValue(), '/fix ');
    assert.equal(await list().isVisible(), false);
    assert.deepEqual(await posted('send', 'mention'), []);
    await box().pressSequentially('the leak');
    await box().press('Enter');
    assert.deepEqual(await posted('send'), [{ type: 'send', text: '/fix the leak' }]);
  });

  it('send a command that is typed to its end with the first Enter', async () => {
    await openCommands();
    await box().pressSequentially('explain');
    assert.deepEqual(await options(), ['/explain']);
    await box().press('Enter');
    assert.deepEqual(await posted('send'), [{ type: 'send', text: '/explain' }]);
    assert.equal(await list().isVisible(), false);
  });

  it('offer what can be taken along after a hash or an at, and take the word away once it is chosen', async () => {
    for (const trigger of ['#', '@'] as const) {
      await box().fill('');
      await box().pressSequentially(`why does ${trigger}se`);
      await chat().tell(suggestions(trigger, context, 'se'));
      assert.equal(await list().getAttribute('aria-label'), 'Context');
      assert.deepEqual(await options(), ['#selection', 'search.ts']);
      await box().press('ArrowDown');
      await box().press('Tab');
      assert.equal(await box().inputValue(), 'why does ');
      assert.equal(await box().evaluate(element => element === document.activeElement), true);
      await box().pressSequentially('leak');
    }
    assert.deepEqual(await posted('mention'), [
      { type: 'mention', id: 'e0' },
      { type: 'mention', id: 'e0' },
    ]);
  });

  it('choose with the mouse, in the middle of a text, without taking the focus', async () => {
    await box().fill('before  after');
    for (let count = 0; count < 6; count++) await box().press('ArrowLeft');
    await box().pressSequentially('#');
    await chat().tell(suggestions('#', context));
    await list().getByRole('option', { name: '#file' }).click();
    assert.deepEqual(await posted('mention'), [{ type: 'mention', id: 'f' }]);
    assert.equal(await box().inputValue(), 'before  after');
    await chat().page.keyboard.type('x');
    assert.equal(await box().inputValue(), 'before x after');
  });

  it('go round with Up and Down, and name the marked line to a screen reader', async () => {
    await openCommands();
    const active = async () => {
      const id = await box().getAttribute('aria-activedescendant');
      return chat().page.locator(`#${id}`).locator('.suggestion-label').innerText();
    };
    assert.equal(await box().getAttribute('aria-controls'), await list().getAttribute('id'));
    assert.equal(await active(), '/explain');
    await box().press('ArrowUp');
    assert.equal(await active(), '/doc');
    await box().press('ArrowDown');
    assert.equal(await active(), '/explain');
    await box().press('Escape');
    assert.equal(await box().getAttribute('aria-activedescendant'), null);
    assert.equal(await box().getAttribute('aria-controls'), null);
  });

  it('close with Escape and stay closed for this word, and close when the caret or the focus goes elsewhere', async () => {
    await box().pressSequentially('see #');
    await chat().tell(suggestions('#', context));
    await box().press('Escape');
    await box().pressSequentially('f');
    assert.equal(await list().isVisible(), false);
    await box().press('Enter');
    assert.deepEqual(await posted('send'), [{ type: 'send', text: 'see #f' }]);
    await box().pressSequentially('see #');
    assert.equal(await list().isVisible(), true);
    await box().press('Home');
    await list().waitFor({ state: 'hidden' });
    await box().press('End');
    await box().pressSequentially('f');
    assert.equal(await list().isVisible(), true);
    await chat().page.getByRole('button', { name: 'New conversation' }).focus();
    assert.equal(await list().isVisible(), false);
  });

  it('open again in the next message, where they were closed in the one before', async () => {
    await box().pressSequentially('/expl');
    await chat().tell(suggestions('/', commands));
    await box().press('Escape');
    await box().press('Enter');
    assert.equal((await posted('send')).length, 1);
    await box().pressSequentially('/');
    assert.equal(await list().isVisible(), true);
  });

  it('are not there where nothing fits, and Enter sends then', async () => {
    await openCommands();
    await box().pressSequentially('zzz');
    assert.equal(await list().isVisible(), false);
    await box().press('Enter');
    assert.deepEqual(await posted('send'), [{ type: 'send', text: '/zzz' }]);
  });

  it('leave Enter to the message where a word only has the letters of a name, or is a number', async () => {
    for (const [text, query] of [
      ['see #sch', 'sch'],
      ['see #12', '12'],
    ] as const) {
      await box().fill('');
      await box().pressSequentially(text);
      await chat().tell(suggestions('#', [...context, { id: 'n', icon: 'file', label: '12.ts', detail: '' }], query));
      assert.deepEqual(await marked(), []);
      await box().press('Enter');
    }
    assert.deepEqual(await posted('send', 'mention'), [
      { type: 'send', text: 'see #sch' },
      { type: 'send', text: 'see #12' },
    ]);
  });

  it('leave the line marked that Enter is about to choose, when more is found', async () => {
    await box().pressSequentially('#se');
    await chat().tell(suggestions('#', context, 'se'));
    assert.deepEqual(await marked(), ['#selection']);
    await chat().tell(suggestions('#', [{ id: 'x', icon: 'file', label: 'set.ts', detail: '' }, ...context], 'se'));
    assert.deepEqual(await marked(), ['#selection']);
    await box().press('Enter');
    assert.deepEqual(await posted('mention'), [{ type: 'mention', id: 's' }]);
  });

  it('leave keys to an input method while it composes', async () => {
    await openCommands();
    const left = await box().evaluate(element =>
      ['Enter', 'ArrowDown', 'Tab', 'Escape'].every(key =>
        element.dispatchEvent(
          new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }),
        ),
      ),
    );
    assert.equal(left, true);
    assert.deepEqual(await marked(), ['/explain']);
  });

  it('do not open by what is put into the box', async () => {
    await chat().tell(suggestions('/', commands), { type: 'restoreDraft', text: '/' });
    assert.equal(await list().isVisible(), false);
  });

  for (const theme of themeNames) {
    it(`fit 300 pixels, scroll to what is marked, and axe finds nothing in the theme ${theme}`, async () => {
      await open({ theme, width: 300, height: 420 });
      const many = Array.from({ length: 30 }, (_, index) => ({
        id: String(index),
        icon: 'file' as const,
        label: `${'a-long-name-'.repeat(4)}${index}.ts`,
        detail: 'src/some/deep/folder',
      }));
      await box().pressSequentially('#');
      await chat().tell(suggestions('#', many));
      for (let count = 0; count < 20; count++) await box().press('ArrowDown');
      const [frame, line] = await Promise.all([
        list().boundingBox(),
        list().getByRole('option', { selected: true }).boundingBox(),
      ]);
      assert.ok(frame && line);
      assert.ok(frame.y >= 0 && frame.x >= 0 && frame.x + frame.width <= 300, JSON.stringify(frame));
      assert.ok(line.y >= frame.y && line.y + line.height <= frame.y + frame.height, JSON.stringify(line));
      assert.equal(await list().evaluate(element => element.scrollWidth > element.clientWidth), false);
      assert.deepEqual(await violations(chat().page), []);
    });
  }
});
