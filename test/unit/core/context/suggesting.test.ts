import assert from 'node:assert/strict';
import type { Offer } from '../../../../src/core/composer/composerTypes';
import { createSuggesting } from '../../../../src/core/context/suggesting';
import type { ToPage } from '../../../../src/shared/protocol';

const offer = (id: string): Offer => ({ id, icon: 'file', label: id, detail: '' });

/** Lists with a clock of the test's own, and searches that it ends. */
function setUp(finds: (query: string) => readonly (readonly string[])[] = () => []) {
  const posted: (readonly [query: string, ids: readonly string[]])[] = [];
  const searches: { readonly query: string; readonly signal: AbortSignal }[] = [];
  const waiting = new Set<() => void>();
  const suggesting = createSuggesting(
    {
      offers: async () => [offer('/fix')],
      mentions: async () => [offer('#file'), offer('#folder')],
      async *search(query, signal) {
        searches.push({ query, signal });
        for (const ids of finds(query)) yield ids.map(offer);
      },
    },
    {
      now: () => 0,
      after(_, callback) {
        waiting.add(callback);
        return () => waiting.delete(callback);
      },
    },
  );
  const post = (fact: ToPage): void => {
    if (fact.type === 'suggestions') posted.push([fact.query, fact.items.map(({ id }) => id)]);
  };
  return {
    posted,
    searches,
    suggesting,
    type: (query: string) => suggesting.suggest('#', query, post),
    command: () => suggesting.suggest('/', 'f', post),
    /** The user pauses, once somebody waits for it. */
    async pause() {
      while (waiting.size === 0) await new Promise(setImmediate);
      for (const callback of [...waiting]) callback();
      waiting.clear();
    },
  };
}

describe('The list of what can be taken along', () => {
  it('is there at once, and has what is found as soon as it is found', async () => {
    const { type, pause, posted, searches } = setUp(() => [['a.ts'], ['a.ts', 'symbol']]);
    const typed = type('a');
    await pause();
    await typed;
    assert.deepEqual(posted, [
      ['a', ['#file', '#folder']],
      ['a', ['#file', '#folder', 'a.ts']],
      ['a', ['#file', '#folder', 'a.ts', 'symbol']],
    ]);
    assert.deepEqual(
      searches.map(({ query }) => query),
      ['a'],
    );
  });

  it('is not searched for before anything is typed, nor for a command', async () => {
    const { type, command, searches, posted } = setUp();
    await type('');
    await command();
    assert.deepEqual(searches, []);
    assert.deepEqual(posted.at(-1), ['f', ['/fix']]);
  });

  it('is searched for at a pause alone, and the next key ends the search', async () => {
    const { type, pause, searches, posted } = setUp(query => [[`${query}.ts`]]);
    const first = type('a');
    const second = type('ab');
    await pause();
    await Promise.all([first, second]);
    assert.deepEqual(
      searches.map(({ query }) => query),
      ['ab'],
    );
    const third = type('abc');
    assert.equal(searches[0]?.signal.aborted, true);
    await pause();
    await third;
    assert.deepEqual(posted.at(-1), ['abc', ['#file', '#folder', 'abc.ts']]);
  });

  it('keeps what was found until the next is there, has nothing twice, and begins anew with the next word', async () => {
    const { type, pause, posted } = setUp(() => [['a.ts', '#file']]);
    const typed = type('a');
    await pause();
    await typed;
    const more = type('a.');
    await pause();
    await more;
    assert.deepEqual(posted.at(2), ['a.', ['#file', '#folder', 'a.ts']]);
    await type('');
    assert.deepEqual(posted.at(-1), ['', ['#file', '#folder']]);
  });

  it('fails where the search fails, and not where the next key ends it', async () => {
    const { type, pause } = setUp(() => {
      throw new Error('no disk');
    });
    const typed = type('a');
    await pause();
    await assert.rejects(typed, /no disk/);
    const next = type('ab');
    const last = type('');
    await Promise.all([next, last]);
  });
});
