import assert from 'node:assert/strict';
import { type Client, createClient } from '../../../../src/core/client/client';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { sse } from '../../../support/scriptedReply';
import { ask, EVENT_STREAM, endpoint, lastRequest, never, stream } from '../client/clientSetup';
import { DONE, STOP, says } from './chunks';
import { outcomeOf } from './outcome';

/** Soon, also on a busy machine; the limits of a connection are minutes. */
const SOON = 15_000;

describe('the connection of a reply', () => {
  let server: PracticeServer;
  let client: Client;
  beforeEach(async () => {
    server = await startPracticeServer();
    client = createClient({ token: async () => undefined });
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  async function endedBy(): Promise<string> {
    return (await lastRequest(server).ended).by;
  }

  const stalled: readonly (readonly [name: string, send: string])[] = [
    ['[DONE]', sse(says('Hello'), STOP, DONE)],
    ['[DONE] and the usage', sse(says('Hello'), STOP, DONE, { choices: [], usage: { prompt_tokens: 1 } })],
  ];
  for (const [name, send] of stalled) {
    it(`is closed soon after ${name}, when the server leaves it open (R8)`, async () => {
      server.script(stream([{ send }, { stall: true }]));
      const asked = outcomeOf(client.chat(endpoint({ url: server.url }), ask('hi'), AbortSignal.timeout(SOON)));
      const { text, failure } = await asked.catch(() => assert.fail('The answer was complete, and went on waiting.'));
      assert.deepEqual({ text, failure }, { text: 'Hello', failure: undefined });
      assert.equal(await endedBy(), 'client');
    });
  }

  it('breaks no answer that is complete when the server is silent behind [DONE] for too long (R8)', async () => {
    server.script(stream([{ send: sse(says('Hello'), DONE) }, { stall: true }]));
    const impatient = { url: server.url, timeouts: { idle: 1 } };
    const { text, failure } = await outcomeOf(client.chat(endpoint(impatient), ask('hi'), never));
    assert.deepEqual({ text, failure }, { text: 'Hello', failure: undefined });
  });

  it('is closed soon after [DONE], also when comments go on for ever (R8)', async () => {
    const pings = Array.from({ length: 500 }, () => [{ wait: 200 }, { send: ': ping\n\n' }]).flat();
    server.script(stream([{ send: sse(says('Hello'), STOP, DONE) }, ...pings]));
    const asked = outcomeOf(client.chat(endpoint({ url: server.url }), ask('hi'), AbortSignal.timeout(SOON)));
    const { text } = await asked.catch(() => assert.fail('The answer was complete, and went on waiting.'));
    assert.equal(text, 'Hello');
    assert.equal(await endedBy(), 'client');
  });

  it('is closed when an error comes in the first event', async () => {
    server.script(stream([{ send: sse({ error: 'no coins' }) }, { stall: true }]));
    const { failure } = await outcomeOf(client.chat(endpoint({ url: server.url }), ask('hi'), never));
    assert.equal(failure?.serverMessage, 'no coins');
    assert.equal(await endedBy(), 'client');
  });

  it('is closed when the reply is compressed in a way that nobody knows (R22)', async () => {
    server.script({
      headers: { ...EVENT_STREAM, 'content-encoding': 'zstd' },
      steps: [{ head: true }, { stall: true }],
    });
    const { failure } = await outcomeOf(client.chat(endpoint({ url: server.url }), ask('hi'), never));
    assert.equal(failure?.kind, 'protocol');
    assert.equal(await endedBy(), 'client');
  });

  it('is closed when a list of models is compressed in a way that nobody knows (R22)', async () => {
    server.script({ headers: { 'content-encoding': 'zstd' }, steps: [{ head: true }, { stall: true }] });
    await assert.rejects(client.models(endpoint({ url: server.url }), never));
    const waited = new Promise(resolve => setTimeout(resolve, SOON, 'nobody'));
    assert.equal(await Promise.race([endedBy(), waited]), 'client');
  });
});
