import assert from 'node:assert/strict';
import { type Client, createClient } from '../../../../src/core/client/client';
import { ChatError, CODES } from '../../../../src/core/errors';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { ask, collect, endpoint, FAST, failureOf, never } from './clientSetup';

describe('a keyring that cannot be read (S9)', () => {
  let server: PracticeServer;
  let client: Client | undefined;
  before(async () => {
    server = await startPracticeServer({ pace: FAST });
  });
  afterEach(() => client?.close());
  after(() => server.close());

  /** @param origin where the endpoint was asked with a token */
  function clientOf(origin: string | undefined): Client {
    client = createClient({
      async token() {
        throw new ChatError({ kind: 'config', code: CODES.tokenNotRead, message: 'no keyring' });
      },
      tokenOrigins: { of: () => origin, note: () => assert.fail('there is no token') },
    });
    return client;
  }

  it('keeps no server on this machine from answering that never had a token', async () => {
    const target = endpoint({ url: server.url });
    const asked = clientOf(undefined);
    assert.ok((await collect(asked.chat(target, ask('Hello'), never))).length > 0);
    for await (const { name, status } of asked.check(target, 'practice-model', never)) {
      assert.notEqual(status, 'failed', name);
    }
  });

  it('is said, and nothing is sent, where there was a token, and on every other machine', async () => {
    const before = server.requests.length;
    const cases = [
      [endpoint({ url: server.url }), new URL(server.url).origin],
      [endpoint({ url: 'https://llm.example/v1' }), undefined],
    ] as const;
    for (const [target, origin] of cases) {
      const { details } = await failureOf(clientOf(origin).chat(target, ask('Hello'), never));
      assert.deepEqual([details.kind, details.code], ['config', CODES.tokenNotRead]);
      await client?.close();
    }
    assert.equal(server.requests.length, before);
  });
});
