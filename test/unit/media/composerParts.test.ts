import assert from 'node:assert/strict';
import { filterBy } from '../../../media/composer/fuzzy';
import { countWords, estimate } from '../../../media/composer/tokens';
import { triggerAt } from '../../../media/composer/trigger';

describe('The word that asks for a list', () => {
  /** What is asked for where `|` is the caret. */
  const at = (text: string): string | undefined => {
    const caret = text.indexOf('|');
    const word = triggerAt(text.replace('|', ''), caret);
    return word && `${word.trigger}${word.query}@${word.start}`;
  };

  it('is a slash that begins the text', () => {
    assert.deepEqual(['/|', '/ex|', '/ex|plain'].map(at), ['/@0', '/ex@0', '/ex@0']);
    assert.deepEqual([' /|', 'a /|', '/explain |', '/usr/|', '\n/|', '|/'].map(at), Array(6).fill(undefined));
  });

  it('is a hash or an at that begins a word', () => {
    assert.deepEqual(['#|', 'see #fi|', 'see\n@a.b-c/d|', '(#|', 'a #b|c d'].map(at), [
      '#@0',
      '#fi@4',
      '@a.b-c/d@4',
      '#@1',
      '#b@2',
    ]);
    assert.deepEqual(['a#|', 'me@home|', '# |', '##|', 'C# is|', '#a b|'].map(at), Array(6).fill(undefined));
  });

  it('is found as fast in a long text, and never in the middle of a long word', () => {
    const long = 'word '.repeat(200_000);
    assert.equal(triggerAt(`${long}#fi`, long.length + 3)?.query, 'fi');
    assert.equal(triggerAt(`/${'a'.repeat(200)}`, 201), undefined);
    assert.equal(triggerAt(`#${'a'.repeat(99)}`, 100)?.query.length, 99);
  });
});

describe('What fits a list', () => {
  const names = ['search.ts', 'research.ts', 'a-search.ts', 'sea-creatures.ch', 'main.ts', '#search'];
  it('begins with it, has a word that does, contains it, or has its letters in order; case is nothing', () => {
    assert.deepEqual(
      filterBy('SEARCH', names, name => [name]),
      ['search.ts', '#search', 'a-search.ts', 'research.ts', 'sea-creatures.ch'],
    );
    assert.deepEqual(
      filterBy('seach', names, name => [name]),
      ['search.ts', 'research.ts', 'a-search.ts', 'sea-creatures.ch', '#search'],
    );
    assert.deepEqual(
      filterBy('', names, name => [name]),
      names,
    );
    assert.deepEqual(
      filterBy('xyz', names, name => [name]),
      [],
    );
  });

  it('may fit by a second name, and comes behind what fits by its first', () => {
    const files = [
      ['main.ts', 'src/search/main.ts'],
      ['src.ts', 'lib/src.ts'],
      ['a-src.ts', 'a-src.ts'],
    ];
    const found = (query: string) => filterBy(query, files, names => names).map(([name]) => name);
    assert.deepEqual(found('src'), ['src.ts', 'a-src.ts', 'main.ts']);
    assert.deepEqual(found('search/ma'), ['main.ts']);
  });
});

describe('The size of a message', () => {
  it('is said in short', () => {
    assert.deepEqual([0, 999, 1000, 1249, 9949, 9951, 12_500, 999_499, 1_400_000].map(countWords), [
      ...['0', '999', '1.0k', '1.2k', '9.9k', '10k', '13k', '999k', '1.4M'],
    ]);
  });

  it('of a long text is about that of its pieces', () => {
    const line = 'export function debounce(run: () => void, wait = 250) {\n';
    const ratio = estimate(line.repeat(20_000)) / (estimate(line.repeat(200)) * 100);
    assert.ok(ratio > 0.95 && ratio < 1.05, String(ratio));
  });
});
