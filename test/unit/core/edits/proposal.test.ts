import assert from 'node:assert/strict';
import { follow, isInPlace, preview, propose, without } from '../../../../src/core/edits/proposal';

const DOCUMENT = 'one\ntwo\nthree\nfour\nfive\n';
/** Two changes, and a line that is added. */
const proposal = propose(4, 'two\nthree\nfour\n', 'TWO\nthree\nFOUR\nmore\n');

/** Edits the document as VS Code reports it, and says what would become of it. */
function edited(offset: number, length: number, text: string): { readonly now: string; readonly would: string } {
  const now = DOCUMENT.slice(0, offset) + text + DOCUMENT.slice(offset + length);
  const followed = follow(proposal, [{ rangeOffset: offset, rangeLength: length, text }], false);
  return { now, would: preview(now, followed).text };
}

describe('a proposal', () => {
  it('shows the document as it would be, and where each change is in it', () => {
    const { text, places } = preview(DOCUMENT, proposal);
    assert.equal(text, 'one\nTWO\nthree\nFOUR\nmore\nfive\n');
    assert.deepEqual(
      places.map(({ start, end }) => text.slice(start, end)),
      ['TWO\n', 'FOUR\nmore\n'],
    );
  });

  it('moves along with what is added above, between and below', () => {
    assert.equal(edited(0, 0, 'new\n').would, 'new\none\nTWO\nthree\nFOUR\nmore\nfive\n');
    assert.equal(edited(4, 0, 'new\n').would, 'one\nnew\nTWO\nthree\nFOUR\nmore\nfive\n');
    assert.equal(edited(8, 5, '3').would, 'one\nTWO\n3\nFOUR\nmore\nfive\n');
    assert.equal(edited(DOCUMENT.length, 0, 'six\n').would, 'one\nTWO\nthree\nFOUR\nmore\nfive\nsix\n');
  });

  it('leaves alone what has changed, and keeps the rest', () => {
    assert.equal(edited(5, 1, 'x').would, 'one\ntxo\nthree\nFOUR\nmore\nfive\n');
    assert.equal(edited(4, 4, '').would, 'one\nthree\nFOUR\nmore\nfive\n');
    assert.equal(edited(0, DOCUMENT.length, '').would, '');
  });

  it('is not put where words only look like those that were meant', () => {
    const other = propose(4, 'two\n', '2\n');
    assert.equal(preview('two\ntwx\n', other).text, 'two\ntwx\n');
  });

  it('puts no line where the lines around its place are gone', () => {
    const inserted = propose(0, 'a\nb\n', 'a\nnew\nb\n');
    const [change] = follow(inserted, [{ rangeOffset: 0, rangeLength: 4, text: 'a\nb\n' }], false).changes;
    assert.ok(change && !isInPlace('a\nb\n', change));
  });

  it('goes on without a change that was rejected', () => {
    const { changes } = proposal;
    assert.equal(preview(DOCUMENT, without(proposal, changes.slice(0, 1))).text, 'one\ntwo\nthree\nFOUR\nmore\nfive\n');
  });

  it('knows its piece after a change of its own, and after those of others', () => {
    const rest = without(proposal, proposal.changes.slice(1));
    const edit = { rangeOffset: 14, rangeLength: 5, text: 'FOUR\nmore\n' };
    assert.deepEqual(follow(rest, [edit], true).piece, { start: 4, end: 24 });
    const above = { rangeOffset: 4, rangeLength: 0, text: 'x\n' };
    assert.deepEqual(follow(proposal, [above], false).piece, { start: 6, end: 21 });
    assert.deepEqual(follow(proposal, [above], true).piece, { start: 4, end: 21 });
    assert.equal(follow(proposal, [{ rangeOffset: 2, rangeLength: 4, text: '' }], false).piece, undefined);
  });
});
