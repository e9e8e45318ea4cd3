import assert from 'node:assert/strict';
import type { ModelInfo } from '../../../src/core/chat';
import { parseEndpoints } from '../../../src/core/endpoints';
import { findModelInfo } from '../../../src/core/modelInfo';

describe('findModelInfo', () => {
  const [endpoint = assert.fail()] = parseEndpoints([{ name: 'One', url: 'localhost:1' }]).endpoints;
  const found = (models: () => Promise<readonly ModelInfo[] | undefined>) => findModelInfo({ models }, endpoint, 'b');

  it('is what the endpoint says of this model', async () => {
    const info = { id: 'b', vision: false };
    assert.deepEqual(await found(async () => [{ id: 'a', vision: true }, info]), info);
  });

  it('is nothing where there is no list, no such model, or no answer', async () => {
    assert.equal(await found(async () => undefined), undefined);
    assert.equal(await found(async () => [{ id: 'a' }]), undefined);
    assert.equal(await found(() => Promise.reject(new Error('refused'))), undefined);
  });
});
