import assert from 'node:assert/strict';
import { createSuggestionCache, type Place } from '../../../../src/core/completion/suggestionCache';

/** A place in code in which `|` is the cursor. */
function at(code: string, document = 'a.ts'): Place {
  const [before = '', after = ''] = code.split('|');
  return { document, before, after };
}

describe('the cache of inline suggestions', () => {
  function cacheWith(code: string, text: string) {
    const cache = createSuggestionCache();
    cache.keep(at(code), text);
    return cache;
  }

  it('has what is left of a suggestion while one types along it, key by key', () => {
    const text = 'a + b;\n  return sum;';
    const cache = cacheWith('const sum = |\n', text);
    for (let typed = 0; typed < text.length; typed++) {
      const place = at(`const sum = ${text.slice(0, typed)}|\n`);
      assert.deepEqual(cache.find(place), { text: text.slice(typed), replaces: 0 });
    }
    assert.equal(cache.find(at(`const sum = ${text}|\n`)), undefined, 'it is used up');
  });

  it('has it again after a key was taken back', () => {
    const cache = cacheWith('x = |', 'one');
    assert.equal(cache.find(at('x = q|')), undefined);
    assert.deepEqual(cache.find(at('x = |')), { text: 'one', replaces: 0 });
  });

  it('has nothing where something else was typed, deleted, or changed behind the cursor, or in another document', () => {
    const cache = cacheWith('x = |;\n', 'one');
    for (const code of ['x = w|;\n', 'x =|;\n', 'x = |;;\n', 'x = |\n', 'y = |;\n', 'x = |one;\n']) {
      assert.equal(cache.find(at(code)), undefined, code);
    }
    assert.equal(cache.find(at('x = |;\n', 'b.ts')), undefined);
  });

  it('takes the place of brackets and quotes that the editor has closed by itself', () => {
    const cache = cacheWith('x = |\n', 'call("a", [b]);');
    assert.deepEqual(cache.find(at('x = call(|)\n')), { text: '"a", [b]);', replaces: 1 });
    assert.deepEqual(cache.find(at('x = call("|")\n')), { text: 'a", [b]);', replaces: 2 });
    assert.equal(cache.find(at('x = call(|}\n')), undefined, 'it has no such brace');
  });

  it('prefers the newest of several', () => {
    const cache = cacheWith('x = |', 'old');
    cache.keep(at('x = |'), 'new');
    assert.equal(cache.find(at('x = |'))?.text, 'new');
  });

  it('knows where a model had nothing to add, and only there', () => {
    const cache = cacheWith('x = |', '');
    assert.deepEqual(cache.find(at('x = |')), { text: '', replaces: 0 });
    assert.equal(cache.find(at('x = 1|')), undefined);
  });

  it('keeps a few only', () => {
    const cache = createSuggestionCache();
    for (let number = 0; number < 30; number++) cache.keep(at(`line ${number}|`), 'text');
    assert.equal(cache.find(at('line 1|')), undefined);
    assert.equal(cache.find(at('line 29|'))?.text, 'text');
  });
});
