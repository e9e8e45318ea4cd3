import assert from 'node:assert/strict';
import {
  follow,
  followPiece,
  isInPlace,
  pieceOf,
  preview,
  propose,
  withLineEnds,
  withoutChanges,
} from '../../../../src/core/edits/proposal';

const DOCUMENT = 'one\ntwo\nthree\nfour\nfive\n';
/** Two changes, and a line that is added. */
const proposal = propose(DOCUMENT, { start: 4, end: 18 }, 'TWO\nthree\nFOUR\nmore');

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
    const other = propose('one\ntwo\n', { start: 4, end: 7 }, '2');
    assert.equal(preview('two\ntwx\n', other).text, 'two\ntwx\n');
  });

  it('puts no line where the lines around its place are gone', () => {
    const inserted = propose('a\nb\n', { start: 0, end: 3 }, 'a\nnew\nb');
    const [change] = follow(inserted, [{ rangeOffset: 0, rangeLength: 4, text: 'a\nb\n' }], false).changes;
    assert.ok(change && !isInPlace('a\nb\n', change));
  });

  it('goes on without a change that was rejected', () => {
    assert.equal(preview(DOCUMENT, withoutChanges(proposal, [{ id: 0 }])).text, 'one\ntwo\nthree\nFOUR\nmore\nfive\n');
  });

  it('knows its piece after a change of its own, and after those of others', () => {
    const edit = { rangeOffset: 14, rangeLength: 5, text: 'FOUR\nmore\n' };
    const now = DOCUMENT.replace('four', 'FOUR\nmore');
    assert.deepEqual(pieceOf(now, follow(proposal, [edit], true)), { start: 4, end: 23 });
    const above = { rangeOffset: 4, rangeLength: 0, text: 'x\n' };
    assert.deepEqual(followPiece({ start: 4, end: 19 }, [above], false), { start: 6, end: 21 });
    assert.deepEqual(followPiece({ start: 4, end: 19 }, [above], true), { start: 4, end: 21 });
    assert.equal(followPiece({ start: 4, end: 19 }, [{ rangeOffset: 2, rangeLength: 4, text: '' }], false), undefined);
  });

  it('is of whole lines, also where a piece of one is meant', () => {
    const inLine = propose('x;\nconst a = b - c;\ny;', { start: 13, end: 18 }, 'b + c');
    assert.deepEqual(
      inLine.changes.map(({ original, text }) => [original, text]),
      [['const a = b - c;\n', 'const a = b + c;\n']],
    );
    assert.deepEqual(pieceOf('x;\nconst a = b - c;\ny;', inLine), { start: 13, end: 18 });
    assert.equal(pieceOf('x;\nlet a = b - c;\ny;yy', inLine), undefined);
  });

  it('is of the lines that differ, also where the last one goes', () => {
    const shorter = propose('a\nb\nc\n', { start: 0, end: 5 }, 'a\nb');
    assert.deepEqual(
      shorter.changes.map(({ original, text }) => [original, text]),
      [['c\n', '']],
    );
    const empty = propose('', { start: 0, end: 0 }, 'a');
    assert.equal(preview('', empty).text, 'a');
  });

  it('keeps its changes where the line ends of the document become others', () => {
    const now = DOCUMENT.replaceAll('\n', '\r\n');
    const converted = withLineEnds(proposal, now, '\n', '\r\n');
    assert.equal(preview(now, converted).text, preview(DOCUMENT, proposal).text.replaceAll('\n', '\r\n'));
    assert.deepEqual(withLineEnds(converted, DOCUMENT, '\r\n', '\n'), proposal);
    assert.equal(now.slice(converted.lines?.start, converted.lines?.end), 'two\r\nthree\r\nfour\r\n');
  });
});
