import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import type { ChatEvent } from '../../../../src/core/chat';
import { type Client, createClient } from '../../../../src/core/client/client';
import type { Endpoint } from '../../../../src/core/endpoints/endpoints';
import { field } from '../../../../src/core/unknown';
import { type AimockServer, startAimockServer } from '../../../support/aimockServer';
import { ask, collect, endpoint, FAST, failureOf, never, TOKEN, textOf, untilFirstText } from './clientSetup';

describe('client, asking a third party’s server (aimock),', () => {
  const addresses = new Set<string>();
  let server: AimockServer;
  let client: Client;
  let aimock: Endpoint;

  /** aimock runs in this process, so whatever it connects to is seen here. */
  function noteConnection(message: unknown): void {
    const socket = field(message, 'socket');
    assert.ok(socket instanceof Socket);
    socket.on('lookup', (_error, _address, _family, host) => addresses.add(host));
    socket.on('connectionAttempt', address => addresses.add(address));
  }

  before(async () => {
    subscribe('net.client.socket', noteConnection);
    server = await startAimockServer({ token: TOKEN, pace: FAST });
    client = createClient({ token: async () => TOKEN });
    aimock = endpoint({ url: server.url });
  });
  after(async () => {
    await client.close();
    await server.close();
    unsubscribe('net.client.socket', noteConnection);
  });

  it('lists its models', async () => {
    const models = await client.models(aimock, never);
    assert.deepEqual(
      models?.map(({ id }) => id),
      ['practice-model', 'practice-thinker', 'practice-small'],
    );
  });

  it('streams an answer with usage and a finish reason', async () => {
    const events = await collect(client.chat(aimock, ask('hello'), never));
    assert.match(textOf(events), /^\*\*This is the practice server[\s\S]*as models write it\.$/);
    assert.deepEqual(
      events.filter(({ type }) => type === 'finish'),
      [{ type: 'finish', reason: 'stop' }],
    );
    assert.equal(events.filter(({ type }) => type === 'usage').length, 1);
  });

  it('gets the same answer whole', async () => {
    const streamed = await collect(client.chat(aimock, ask('hello'), never));
    const whole = await collect(client.chat(aimock, ask('hello', { stream: false }), never));
    assert.equal(textOf(whole), textOf(streamed));
    assert.ok(whole.some(event => event.type === 'finish' && event.reason === 'stop'));
  });

  it('sends the token as a bearer, and the conversation', async () => {
    await collect(client.chat(aimock, ask('what is this?'), never));
    const request = server.requests.at(-1);
    assert.equal(request?.headers.authorization, `Bearer ${TOKEN}`);
    assert.match(request?.text ?? '', /"messages":\[\{"role":"user","content":"what is this\?"\}\]/);
  });

  it('has the thinking apart from the answer', async () => {
    for (const stream of [true, false]) {
      const events = await collect(client.chat(aimock, ask('hello', { model: 'practice-thinker', stream }), never));
      assert.match(textOf(events, 'reasoning'), /^Someone has asked[\s\S]*only pretend to\.[\s\S]*start to write\.$/);
      assert.match(textOf(events), /^\*\*This is the practice server/);
    }
  });

  it('is refused without the right key', async () => {
    for (const token of [undefined, 'sk-another']) {
      const stranger = createClient({ token: async () => token });
      const error = await failureOf(stranger.chat(aimock, ask('hello'), never));
      assert.equal(error.kind, 'unauthorized');
      assert.equal(error.details.serverMessage, 'Invalid API key');
      await stranger.close();
    }
  });

  const slowDown = { status: 429, error: { message: 'Slow down', type: 'rate_limit_error' } };

  it('is told when to ask again, and asks again by itself where that is soon', async () => {
    const before = server.requests.length;
    server.answerNext({ ...slowDown, retryAfter: 1 });
    const events = await collect(client.chat(aimock, ask('hello'), never));
    const waits = events.flatMap(event => (event.type === 'progress' ? [event.progress] : []));
    assert.ok(waits.some(wait => wait.phase === 'retry' && wait.error.serverMessage === 'Slow down'));
    assert.match(textOf(events), /practice server/);
    assert.equal(server.requests.length, before + 2);
  });

  it('says that it should not ask again before long', async () => {
    for (const stream of [true, false]) {
      server.answerNext({ ...slowDown, retryAfter: 120 });
      const error = await failureOf(client.chat(aimock, ask('hello', { stream }), never));
      assert.equal(error.kind, 'rateLimited');
      assert.equal(error.details.serverMessage, 'Slow down');
      assert.equal(error.details.retryAfterSeconds, 120);
    }
  });

  it('keeps what has arrived when the answer is cut off', async () => {
    const content = 'It says this, and would say a lot more.';
    // The first chunk is the role. With a moment between them they are sent one by one, so four are sure to arrive.
    server.answerNext({ content }, { chunkSize: 3, latency: 2, truncateAfterChunks: 5 });
    const events: ChatEvent[] = [];
    const error = await failureOf(client.chat(aimock, ask('hello'), never), events);
    assert.equal(error.kind, 'truncated');
    assert.ok(textOf(events).length >= 9 && content.startsWith(textOf(events)), textOf(events));
  });

  it('closes the connection when it is stopped', async () => {
    server.stallAfter('Half of it');
    const stopping = new AbortController();
    const reason = new Error('stopped');
    const thrown = await untilFirstText(client.chat(aimock, ask('hello'), stopping.signal), () =>
      stopping.abort(reason),
    );
    assert.equal(thrown, reason);
    assert.equal((await server.requests.at(-1)?.ended)?.by, 'client');
  });

  it('asks nobody else, and neither does the server', () => {
    assert.deepEqual([...addresses], ['127.0.0.1']);
  });
});
