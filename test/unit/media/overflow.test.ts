import assert from 'node:assert/strict';
import { overflowOf } from '../../../media/composer/overflow';
import type { ViewAttachment } from '../../../src/shared/viewState';

const chip = (label: string, tokens: number): ViewAttachment => ({ id: label, kind: 'file', label, tokens });

function overflow(words: number, taken: number, ...attachments: readonly ViewAttachment[]) {
  const tokens = attachments.reduce((sum, one) => sum + one.tokens, words);
  const found = overflowOf(tokens, { room: { taken, window: 1000 }, attachments });
  return (
    found && {
      ...found,
      largest: found.largest.map(({ label }) => label),
      without: found.without.map(({ label }) => label),
    }
  );
}

describe('What the model cannot hold', () => {
  it('is nothing while all of it fits, to the last token, nor where no message is written', () => {
    assert.equal(overflow(500, 500), undefined);
    assert.equal(overflow(0, 2000), undefined);
    assert.equal(overflowOf(5000, { attachments: [] }), undefined);
  });

  it('is told with all that is needed, and would fit in a new conversation where it alone does', () => {
    assert.deepEqual(overflow(501, 500), { needed: 1001, window: 1000, largest: [], without: [], fitsAlone: true });
    assert.equal(overflow(1001, 0)?.fitsAlone, false);
  });

  it('would fit without the smallest that is enough, which need not be the largest', () => {
    const found = overflow(100, 0, chip('small', 50), chip('large', 800), chip('medium', 300));
    assert.deepEqual(found?.largest, ['large', 'medium', 'small']);
    assert.deepEqual(found?.without, ['medium']);
  });

  it('would fit without as few as possible where one is not enough', () => {
    const found = overflow(100, 500, chip('a', 300), chip('b', 400), chip('c', 350));
    assert.deepEqual(found?.without, ['b', 'c']);
  });

  it('would fit without nothing that goes along where the words alone are too much', () => {
    assert.deepEqual(overflow(2000, 0, chip('a', 300))?.without, []);
  });
});
