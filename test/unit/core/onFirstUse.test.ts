import assert from 'node:assert/strict';
import { onFirstUse } from '../../../src/core/onFirstUse';

describe('what is loaded on first use', () => {
  it('is loaded once, by whoever needs it first', async () => {
    let loads = 0;
    const thing = onFirstUse(async () => ++loads);
    assert.equal(thing.loaded(), undefined);
    assert.deepEqual(await Promise.all([thing.get(), thing.get()]), [1, 1]);
    assert.equal(await thing.loaded(), 1);
  });

  it('is loaded again after a failure', async () => {
    let loads = 0;
    const thing = onFirstUse(async () => {
      loads++;
      if (loads === 1) throw new Error('the disk was busy');
      return loads;
    });
    await assert.rejects(Promise.all([thing.get(), thing.get()]), /busy/);
    assert.equal(loads, 1);
    assert.equal(thing.loaded(), undefined);
    assert.equal(await thing.get(), 2);
  });
});
