import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fold, wordsOf } from '../../../../../src/core/store/search/folding';
import {
  createSignatureMaker,
  gramsOf,
  isPartOfWord,
  mayContain,
} from '../../../../../src/core/store/search/signature';

function signatureOf(...texts: readonly string[]) {
  const maker = createSignatureMaker();
  for (const text of texts) maker.add(fold(text));
  return maker.signature();
}

describe('the signature of a text', () => {
  it('never says that a word is not there that is, in any script', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.lorem(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.nat(), fc.nat(20), (texts, start, length) => {
        const signature = signatureOf(...texts);
        const all = texts.map(fold).join('\n');
        for (const word of wordsOf(all.slice(start % (all.length + 1)).slice(0, length)))
          if (texts.some(one => fold(one).includes(word))) assert.ok(mayContain(signature, gramsOf(word)), word);
      }),
      { numRuns: 1000 },
    );
  });

  it('says of nearly every word that is not there that it is not', () => {
    const words = Array.from({ length: 2000 }, (_, n) => `w${(n * 7919).toString(36)}x`);
    const signature = signatureOf(words.slice(0, 1000).join(' '));
    const others = words.slice(1000).map(word => `${word}qz${word}`);
    assert.ok(others.filter(word => mayContain(signature, gramsOf(word))).length < 100);
  });

  it('knows single characters of scripts without spaces, and words of one or two letters', () => {
    const signature = signatureOf('東京都に行く');
    assert.ok(mayContain(signature, gramsOf('京')));
    assert.ok(mayContain(signature, gramsOf('京都')));
    assert.ok(!mayContain(signature, gramsOf('大阪')));
    const english = signatureOf('some text');
    for (const word of ['s', 'om', 'xt']) assert.ok(mayContain(english, gramsOf(word)), word);
    for (const word of ['q', 'qj', 'mo', 'et']) assert.ok(!mayContain(english, gramsOf(word)), word);
    assert.deepEqual(['a', 'ab', 'é', 'abc', '京', 'a京'].map(isPartOfWord), [true, true, true, false, false, false]);
  });

  it('is as long as there are different letters, and no longer than 32 kB', () => {
    assert.equal(signatureOf('').length, 8);
    assert.ok(signatureOf('some text '.repeat(1000)).length < 20);
    const different = Array.from({ length: 300_000 }, (_, n) => n.toString(36)).join(' ');
    assert.ok(signatureOf(different).length <= 32 * 1024);
  });

  it('has nothing of the text for which one was made before', () => {
    signatureOf('something else entirely');
    assert.deepEqual(signatureOf('a text'), signatureOf('a text'));
    assert.ok(!mayContain(signatureOf('a text'), gramsOf('entirely')));
  });
});
