import assert from 'node:assert/strict';
import { createRecent } from '../../../../src/core/prompts/recent';

describe('A list that is read for every key', () => {
  function setUp() {
    const state = { reads: 0, time: 0, key: 'trusted', fails: false };
    const recent = createRecent(
      async () => {
        state.reads++;
        if (state.fails) throw new Error('not now');
        return state.reads;
      },
      () => state.key,
      () => state.time,
    );
    return { state, recent };
  }

  it('is read once for a word that is typed, also while it is being read', async () => {
    const { state, recent } = setUp();
    assert.deepEqual(await Promise.all([recent(), recent()]), [1, 1]);
    state.time = 999;
    assert.equal(await recent(), 1);
    assert.equal(state.reads, 1);
  });

  it('is read anew a second later, where files may have changed', async () => {
    const { state, recent } = setUp();
    await recent();
    state.time = 1000;
    assert.equal(await recent(), 2);
  });

  it('is read anew at once where what it depends on has changed', async () => {
    const { state, recent } = setUp();
    state.key = 'restricted';
    await recent();
    state.key = 'trusted';
    assert.equal(await recent(), 2);
  });

  it('is read anew after a failure', async () => {
    const { state, recent } = setUp();
    state.fails = true;
    await assert.rejects(recent());
    state.fails = false;
    assert.equal(await recent(), 2);
  });
});
