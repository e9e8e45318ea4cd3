import assert from 'node:assert/strict';
import { deferred } from '../../host/deferred';
import { doInOrder, type Job } from '../../host/inOrder';

describe('what npm test does at once', () => {
  it('prints as if one came after the other, and the first that has not ended at once', async () => {
    const printed: string[] = [];
    const gates = ['a', 'b', 'c'].map(() => deferred<void>());
    const jobs = ['a', 'b', 'c'].map((name, index): Job<string> => {
      return async print => {
        print(`${name} begins`);
        await gates[index]?.promise;
        print(`${name} ends`);
        return name;
      };
    });
    const done = doInOrder(jobs, 3, line => printed.push(line));
    gates[2]?.resolve();
    gates[1]?.resolve();
    await new Promise(setImmediate);
    assert.deepEqual(printed, ['a begins']);
    gates[0]?.resolve();
    assert.deepEqual(await done, ['a', 'b', 'c']);
    assert.deepEqual(printed, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('is never more than wanted', async () => {
    let running = 0;
    let most = 0;
    const job: Job<number> = async () => {
      running++;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      return running--;
    };
    await doInOrder(Array(7).fill(job), 2, () => undefined);
    assert.equal(most, 2);
  });
});
