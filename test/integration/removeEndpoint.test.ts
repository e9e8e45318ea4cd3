import assert from 'node:assert/strict';
import type { Entries } from '../../src/core/endpoints/endpointEntries';
import { parseEndpoints } from '../../src/core/endpoints/endpoints';
import { createOriginMemory } from '../../src/core/endpoints/originMemory';
import { removeEndpoint } from '../../src/vscode/endpoints/removeEndpoint';
import { createTokens } from '../../src/vscode/tokens';
import { memoryMemento } from '../support/memoryMemento';
import { memorySecrets } from '../support/memorySecrets';
import { answering } from './answering';

const ORIGIN = 'https://llm.corp.test';

describe('the removal of an endpoint', () => {
  const user = answering();
  beforeEach(user.begin);
  afterEach(user.end);

  async function setUp(...others: readonly object[]) {
    let entries: Entries = [{ name: 'Team', url: `${ORIGIN}/v1` }, ...others];
    const origins = createOriginMemory(memoryMemento());
    const tokens = createTokens(memorySecrets(), {}, { onRemoved: origins.forgetToken });
    await tokens.set(ORIGIN, 'canary');
    origins.noteToken('Team', ORIGIN);
    origins.noteKey('Team', ORIGIN);
    const endpoints = () => parseEndpoints(entries).endpoints;
    const remove = async () => {
      const [team] = endpoints();
      assert.ok(team);
      return removeEndpoint(team, {
        endpoints,
        tokens,
        forgetEndpoint: origins.forgetEndpoint,
        report: error => assert.fail(String(error)),
        async changeEntries(change) {
          entries = change(entries);
        },
      });
    };
    return { origins, tokens, remove, count: () => entries.length };
  }

  it('takes its token along', async () => {
    const { tokens, remove, count } = await setUp();
    user.answer('Remove');
    assert.equal(await remove(), true);
    assert.match(user.asked[0] ?? '', /The token for https:\/\/llm\.corp\.test is deleted with it/);
    assert.deepEqual([count(), await tokens.get(ORIGIN)], [0, undefined]);
  });

  it('leaves a token that another endpoint uses, and says so', async () => {
    const { tokens, remove, count } = await setUp({ name: 'Other', url: `${ORIGIN}/v2` });
    user.answer('Remove');
    assert.equal(await remove(), true);
    assert.match(user.asked[0] ?? '', /stays, because Other uses it, too/);
    assert.deepEqual([count(), await tokens.get(ORIGIN)], [1, 'canary']);
  });

  it('leaves nothing behind that would be held against a new endpoint of this name', async () => {
    const { origins, remove } = await setUp({ name: 'Other', url: `${ORIGIN}/v2` });
    user.answer('Remove');
    await remove();
    assert.deepEqual([origins.tokenOrigin('Team'), origins.keyOrigin('Team')], [undefined, undefined]);
  });

  it('is none without a yes', async () => {
    const { origins, tokens, remove, count } = await setUp();
    user.answer(undefined);
    assert.equal(await remove(), false);
    assert.deepEqual([count(), await tokens.get(ORIGIN), origins.tokenOrigin('Team')], [1, 'canary', ORIGIN]);
  });
});
