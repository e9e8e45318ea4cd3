import assert from 'node:assert/strict';
import type { ModelInfo } from '../../src/core/chat';
import { createModelCatalog } from '../../src/core/modelCatalog';
import { learnModels } from '../../src/vscode/followSession';
import { answer, hello, setUp, stop, text } from '../unit/core/sessionSetup';
import { until } from './support';

describe('what an endpoint tells of its models after an answer', () => {
  async function asked(models: () => Promise<readonly ModelInfo[] | undefined>, answers: number): Promise<number> {
    let count = 0;
    let learned = 0;
    const list = async () => {
      count++;
      return models();
    };
    const { session } = setUp(() => answer(text('Yes.'), stop));
    const catalog = createModelCatalog(list, { read: () => undefined, write: () => undefined });
    const following = learnModels(session, catalog, () => learned++);
    for (let index = 0; index < answers; index++) {
      await session.send(hello);
      const before = count;
      // Whoever asks has asked by the next turn; whoever does not never will.
      await new Promise(resolve => setImmediate(resolve));
      await until('what was asked is learned', () => learned === count);
      assert.ok(count - before <= 1);
    }
    following.dispose();
    return count;
  }

  it('is asked for once', async () => {
    assert.equal(await asked(async () => [{ id: 'm1' }], 4), 1);
    assert.equal(await asked(async () => undefined, 4), 1);
  });

  it('is asked for again after a failure, and not for ever', async () => {
    let count = 0;
    const once = async () => {
      if (count++ === 0) throw new Error('down');
      return [{ id: 'm1' }];
    };
    assert.equal(await asked(once, 4), 2);
    assert.equal(await asked(() => Promise.reject(new Error('down')), 6), 3);
  });
});
