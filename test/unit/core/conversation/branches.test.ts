import assert from 'node:assert/strict';
import {
  BEGINNING,
  type Branches,
  changedBranches,
  chooseIn,
  growIn,
  hideIn,
  noBranches,
  shownEntries,
  siblingsIn,
} from '../../../../src/core/conversation/branches';

const grow = (branches: Branches, id: string, after: string) =>
  changedBranches(branches, draft => growIn(draft, id, after));
const choose = (branches: Branches, id: string) => changedBranches(branches, draft => chooseIn(draft, id));
const hide = (branches: Branches, id: string, isHidden: boolean) =>
  changedBranches(branches, draft => hideIn(draft, id, isHidden));

/** `q1 → a1`, then `q1 → a2 → q2`. */
const twoAnswers = [
  ['q1', BEGINNING],
  ['a1', 'q1'],
  ['a2', 'q1'],
  ['q2', 'a2'],
].reduce((branches, [id = '', after = '']) => grow(branches, id, after), noBranches);

describe('Branches', () => {
  it('show the entry that was written last of those that follow the same one', () => {
    assert.deepEqual(shownEntries(twoAnswers), ['q1', 'a2', 'q2']);
    assert.equal(twoAnswers.end, 'q2');
  });

  it('show another one when it is chosen, and what followed it when it is chosen again', () => {
    const other = choose(twoAnswers, 'a1');
    assert.deepEqual([shownEntries(other), other.end], [['q1', 'a1'], 'a1']);
    const back = choose(other, 'a2');
    assert.deepEqual([shownEntries(back), back.end], [['q1', 'a2', 'q2'], 'q2']);
  });

  it('grow at the end of what is shown', () => {
    const grown = grow(choose(twoAnswers, 'a1'), 'q3', 'a1');
    assert.deepEqual(shownEntries(grown), ['q1', 'a1', 'q3']);
    assert.deepEqual(shownEntries(choose(grown, 'a2')), ['q1', 'a2', 'q2']);
  });

  it('grow aside without changing what is shown', () => {
    const aside = grow(twoAnswers, 'q3', 'a1');
    assert.deepEqual([shownEntries(aside), aside.end], [['q1', 'a2', 'q2'], 'q2']);
  });

  it('keep what follows a deleted entry in its place, and the entry itself until it is restored', () => {
    const without = hide(twoAnswers, 'a2', true);
    assert.deepEqual([shownEntries(without), without.end], [['q1', 'q2'], 'q2']);
    assert.deepEqual(shownEntries(grow(without, 'a3', 'q2')), ['q1', 'q2', 'a3']);
    assert.deepEqual(shownEntries(hide(without, 'a2', false)), ['q1', 'a2', 'q2']);
  });

  it('name the siblings of an entry in the order in which they were written, without deleted ones', () => {
    assert.deepEqual(siblingsIn(twoAnswers)('a2'), ['a1', 'a2']);
    assert.deepEqual(siblingsIn(choose(twoAnswers, 'a1'))('a2'), ['a1', 'a2']);
    assert.deepEqual(siblingsIn(hide(twoAnswers, 'a1', true))('a2'), ['a2']);
    assert.deepEqual(siblingsIn(twoAnswers)('nobody'), []);
  });

  it('come to an end in a file that leads in circles', () => {
    const circle = grow(grow(noBranches, 'a', 'b'), 'b', 'a');
    assert.deepEqual(shownEntries(circle), []);
    assert.deepEqual(shownEntries(grow(grow(twoAnswers, 'a1', 'q2'), 'x', 'a1')), ['q1', 'a2', 'q2', 'a1', 'x']);
  });

  it('stay as they were when something unknown is chosen', () => {
    assert.deepEqual(choose(twoAnswers, 'nobody'), twoAnswers);
  });
});
