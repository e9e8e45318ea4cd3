import assert from 'node:assert/strict';
import type { Suggestion } from '../../src/shared/viewState';
import { holdComposer } from './composerPage';
import { kinds, offered, suggestionsFor } from './contextStates';
import { question, stateOf } from './fixtures';

describe('Context in the composer', function () {
  this.timeout(60_000);
  const { chat, box, open, posted, button } = holdComposer();
  const list = () => chat().page.getByRole('listbox');
  const labels = () => list().getByRole('option').locator('.suggestion-label').allInnerTexts();

  async function type(text: string, query: string): Promise<void> {
    await box().pressSequentially(text);
    await chat().tell(suggestionsFor(query));
    await list().waitFor();
  }

  it('is offered with its size where that is known', async () => {
    await type('#', '');
    assert.equal((await labels()).length, offered.length);
    const file = list().getByRole('option').nth(1);
    assert.equal(await file.locator('.suggestion-size').innerText(), '1.2k');
    assert.equal(await file.locator('.suggestion-size').getAttribute('title'), '≈ 1.2k tokens');
    assert.equal(await list().getByRole('option', { name: '#folder' }).locator('.suggestion-size').count(), 0);
    assert.equal(await list().locator('svg').count(), offered.length);
  });

  it('is found by its path, too, behind what begins with what is typed', async () => {
    await box().pressSequentially('#s');
    await chat().tell(
      suggestionsFor('s', [
        { id: 'p', icon: 'file', label: 'main.ts', detail: 'src/search' },
        { id: 'q', icon: 'file', label: 'search.ts', detail: 'lib' },
      ]),
    );
    await list().waitFor();
    assert.deepEqual(await labels(), ['search.ts', 'main.ts']);
    await box().pressSequentially('rc/se');
    assert.deepEqual(await labels(), ['main.ts']);
  });

  it('keeps the line marked that the user has gone to, while more is found', async () => {
    const marked = () => list().getByRole('option', { selected: true }).locator('.suggestion-label').allInnerTexts();
    await type('#s', 's');
    await box().press('ArrowDown');
    assert.deepEqual(await marked(), ['#symbol']);
    await chat().tell(suggestionsFor('s', [{ id: 'new', icon: 'file', label: 's.ts', detail: '' }, ...offered]));
    assert.deepEqual((await labels())[0], 's.ts');
    assert.deepEqual(await marked(), ['#symbol']);
    await box().pressSequentially('e');
    assert.deepEqual(await marked(), ['#selection']);
  });

  it('is chosen by its first row with Enter, and by a name that is typed to its end with a space', async () => {
    await type('see #fol', 'fol');
    assert.equal((await labels())[0], '#folder');
    await box().press('Enter');
    assert.equal(await box().inputValue(), 'see ');
    await type('#changes', 'changes');
    await box().pressSequentially(' ');
    assert.equal(await box().inputValue(), 'see ');
    assert.equal(await list().isVisible(), false);
    assert.deepEqual(await posted('mention'), [
      { type: 'mention', id: 'folder' },
      { type: 'mention', id: 'changes' },
    ]);
    await box().pressSequentially('and');
    assert.equal(await box().inputValue(), 'see and');
  });

  const files: readonly Suggestion[] = [
    { id: 'types', icon: 'file', label: 'types.ts', detail: 'src/lib' },
    { id: 'shapes', icon: 'folder', label: 'shapes/', detail: 'src' },
  ];

  it('is a file or a folder that is typed to its end with a space, by its name or its path', async () => {
    for (const name of ['types.ts', 'src/lib/types.ts', 'shapes', 'src/shapes/']) {
      await box().pressSequentially(`see #${name}`);
      await chat().tell(suggestionsFor(name, files));
      await box().pressSequentially(' ');
      assert.equal(await box().inputValue(), 'see ', name);
      await box().fill('');
    }
    const ids = ['types', 'types', 'shapes', 'shapes'];
    assert.deepEqual(
      await posted('mention'),
      ids.map(id => ({ type: 'mention', id })),
    );
  });

  it('is taken when it is found after its name was typed to its end, and the writing goes on where it is', async () => {
    await box().pressSequentially('see #types.ts and mo');
    await chat().tell(suggestionsFor('types.ts'));
    assert.equal(await box().inputValue(), 'see #types.ts and mo');
    await box().press('ArrowLeft');
    await chat().tell(suggestionsFor('types.ts', [...offered, ...files]), suggestionsFor('types.ts', files));
    assert.equal(await box().inputValue(), 'see and mo');
    await box().pressSequentially('s');
    assert.equal(await box().inputValue(), 'see and mso');
    assert.deepEqual(await posted('mention'), [{ type: 'mention', id: 'types' }]);
  });

  it('stays a word where it was changed before it was found', async () => {
    await box().pressSequentially('see #types.ts ');
    await box().fill('see types.ts ');
    await chat().tell(suggestionsFor('types.ts', files));
    assert.equal(await box().inputValue(), 'see types.ts ');
    assert.deepEqual(await posted('mention'), []);
  });

  it('shows its last row, whole, when more is added than there is room for, and that there is more', async () => {
    await open({ width: 300 });
    const many = Array.from({ length: 9 }, (_, index) => ({
      id: String(index),
      kind: 'file' as const,
      label: `a-file-with-a-long-name-${index}.ts`,
      tokens: 10,
    }));
    await chat().tell(stateOf([], { attachments: many.slice(0, 8) }), stateOf([], { attachments: many }));
    const list = chat().page.getByRole('list', { name: 'Attachments' });
    const seen = await list.evaluate(node => {
      const box = node.getBoundingClientRect();
      const chips = [...node.children].map(chip => chip.getBoundingClientRect());
      const inside = chips.filter(({ top, bottom }) => bottom > box.top + 1 && top < box.bottom - 1);
      const whole = inside.filter(({ top, bottom }) => top >= box.top - 1 && bottom <= box.bottom + 1);
      const thumb = getComputedStyle(node, '::-webkit-scrollbar-thumb').backgroundColor;
      return { inside: inside.length, whole: whole.length, isLast: chips.at(-1) === inside.at(-1), thumb };
    });
    assert.deepEqual({ ...seen, thumb: '' }, { inside: 4, whole: 4, isLast: true, thumb: '' });
    assert.notEqual(seen.thumb, 'rgba(0, 0, 0, 0)');
    await list.evaluate(node => node.scrollTo(0, 0));
    await chat().tell(stateOf([], { attachments: many.slice(0, 8) }));
    assert.equal(await list.evaluate(node => node.scrollTop), 0);
  });

  it('is no more than a word where it is not what was offered, or the list was closed', async () => {
    await type('#file', 'file');
    await box().press('Escape');
    await box().pressSequentially(' of #chang is');
    assert.equal(await box().inputValue(), '#file of #chang is');
    assert.deepEqual(await posted('mention'), []);
  });

  it('is said to be read while it is not there yet', async () => {
    const status = chat().page.getByRole('status').filter({ hasText: 'Reading…' });
    await chat().tell(stateOf([], { isAttaching: true }));
    await status.waitFor();
    await chat().tell(stateOf([]));
    await status.waitFor({ state: 'detached' });
  });

  it('is a chip of its kind with name, what it holds, and size', async () => {
    await chat().tell(stateOf([], { attachments: kinds }));
    const chips = chat().page.getByRole('list', { name: 'Attachments' }).getByRole('listitem');
    const texts = await chips.allTextContents();
    assert.deepEqual(texts.slice(0, 5), [
      'Names in a folder: browser/the first 1000 names≈9.8k tok≈ 9.8k tokens',
      'Reported problems: Problemssearch.ts · 3≈120 tok≈ 120 tokens',
      'Changes since the last commit: Changes12 files≈3.4k tok≈ 3.4k tokens',
      'Selection in the terminal: bash24 lines≈310 tok≈ 310 tokens',
      'Symbol: createSuggestionList:26–150≈1.1k tok≈ 1.1k tokens',
    ]);
    const size = chips.first().locator('.chip-detail');
    assert.equal(await size.locator('[aria-hidden]').innerText(), '≈9.8k tok');
    assert.equal(await chips.first().locator('.chip-kind').getAttribute('title'), 'Names in a folder');
    assert.equal(await chips.first().locator('.chip-about').getAttribute('title'), 'the first 1000 names');
    await button('Remove browser/').click();
    assert.deepEqual(await posted('detach'), [{ type: 'detach', id: '1' }]);
  });

  it('is named in the question that it went with', async () => {
    const chip = { label: 'core/', detail: '12 names', context: 'folder' } as const;
    await chat().tell(stateOf([question('q', 'Why?', { chips: [chip] })]));
    const asked = chat().page.getByRole('article', { name: 'You' });
    assert.equal(await asked.locator('.chip-kind').getAttribute('title'), 'Names in a folder');
    assert.match(await asked.innerText(), /core\/[\s\S]*12 names/);
  });
});
