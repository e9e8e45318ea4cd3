import assert from 'node:assert/strict';
import fc from 'fast-check';
import { excerptOf } from '../../../../../src/core/store/search/excerpt';
import { fold, markWords, wordsOf } from '../../../../../src/core/store/search/folding';

describe('a text as it is searched', () => {
  for (const [one, other] of [
    ['Straße', 'STRASSE'.replace('SS', 'ß')],
    ['CAFÉ', 'cafe'],
    ['cafe\u0301', 'Café'],
    ['Ａｂｃ１', 'abc1'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ﬁle', 'FILE'],
    ['ｶﾞ', 'ガ'],
    ['한국', '한국'.normalize('NFD')],
    ['Ünïcödé', 'unicode'],
  ] as const)
    it(`${one} and ${other} are the same`, () => {
      assert.equal(fold(one), fold(other));
    });

  it('has words, each of them once, whatever spaces are between them', () => {
    assert.deepEqual(wordsOf('  Foo\u3000bar\tFOO\n'), ['foo', 'bar']);
    assert.deepEqual(wordsOf(' \n'), []);
  });

  it('is marked where the words stand, in the characters that are shown', () => {
    const marked = (text: string, ...words: readonly string[]): readonly string[] =>
      markWords(text, words).matches.map(([from, to]) => text.slice(from, to));
    assert.deepEqual(marked('Foo bar, foobar', 'foo', 'bar'), ['Foo', 'bar', 'foobar']);
    assert.deepEqual(marked('ﬁne ﬁle', 'file'), ['ﬁle']);
    assert.deepEqual(marked('A cafe\u0301 here', 'cafe'), ['cafe\u0301']);
    assert.deepEqual(marked('aaa', 'a'), ['aaa']);
    assert.deepEqual(marked('ababab', 'abab'), ['abab']);
    assert.deepEqual(marked('東京都', '京'), ['京']);
    assert.deepEqual(marked('😀 ok', 'ok'), ['ok']);
    assert.deepEqual(marked('nothing', 'else'), []);
  });

  it('is marked inside itself and nowhere twice, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', maxLength: 3 }), (text, query) => {
        let end = 0;
        for (const [from, to] of markWords(text, wordsOf(query)).matches) {
          assert.ok(from >= end && to > from && to <= text.length);
          end = to;
        }
      }),
    );
  });
});

describe('an excerpt', () => {
  const excerpt = (text: string, ...words: readonly string[]) => excerptOf(text, fold(text), words);
  const marks = ({ text, matches }: ReturnType<typeof excerpt>): readonly string[] =>
    matches.map(([from, to]) => text.slice(from, to));

  it('is the text where it is short, on one line', () => {
    assert.deepEqual(excerpt('One\n  two\tthree', 'two'), { text: 'One two three', matches: [[4, 7]] });
  });

  it('is about 120 characters around the first match, and says where it is cut', () => {
    const text = `${'before '.repeat(100)}Needle ${'after '.repeat(100)}`;
    const found = excerpt(text, 'needle');
    assert.match(found.text, /^…(before )+Needle( after)+( a?f?t?e?)?…$/);
    assert.ok(found.text.length <= 122 && found.text.length > 100);
    assert.deepEqual(marks(found), ['Needle']);
  });

  it('marks all of the words that are in it', () => {
    assert.deepEqual(marks(excerpt('The bar of the foo, and foo.', 'foo', 'bar')), ['bar', 'foo', 'foo']);
  });

  it('finds the place behind characters that are more or fewer when they are compared', () => {
    for (const odd of ['ﬃ', 'e\u0301', '㍿', 'İ'])
      assert.deepEqual(marks(excerpt(`${odd.repeat(2000)} Needle ${odd.repeat(2000)}`, 'needle')), ['Needle'], odd);
  });

  it('cuts no character in two', () => {
    for (let shift = 0; shift < 4; shift++) {
      const { text } = excerpt(`${'x'.repeat(shift)}${'😀'.repeat(300)}needle${'😀'.repeat(300)}`, 'needle');
      assert.doesNotMatch(text, /\p{Cs}/u);
    }
  });

  it('shows words where lines are indented', () => {
    const { text } = excerpt(`if (a) {\n${' '.repeat(60)}needle();\n${' '.repeat(60)}b();\n}`, 'needle');
    assert.match(text, /if \(a\) \{ needle\(\); b\(\); \}/);
  });
});
