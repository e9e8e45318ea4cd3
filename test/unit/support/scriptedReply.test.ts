import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { type PracticeServer, startPracticeServer } from '../../support/practiceServer';
import { chunked, everyByte, type Step, splitAt, sse } from '../../support/scriptedReply';
import { shortestTime } from '../../support/shortestTime';
import { exchangeWith, open } from './exchangeWith';

const TEXT = 'Grüße, 世界';

describe('scripted replies', () => {
  let server: PracticeServer;

  beforeEach(async () => {
    server = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  });
  afterEach(() => server.close());

  it('have any status and headers', async () => {
    server.script({
      status: 429,
      headers: { 'Retry-After': '7', 'Set-Cookie': ['a=1', 'b=2'] },
      steps: [{ send: 'Slow down.' }],
    });
    const reply = await exchangeWith(server.url);
    assert.equal(reply.status, 429);
    assert.equal(reply.headers['retry-after'], '7');
    assert.deepEqual(reply.headers['set-cookie'], ['a=1', 'b=2']);
    assert.equal(reply.body.toString(), 'Slow down.');
    assert.equal(reply.failure, undefined);
  });

  it('go to the first request that they are meant for, and only once', async () => {
    server.script({ status: 503, steps: [], when: request => request.method === 'POST' });
    assert.equal((await exchangeWith(`${server.url}/v1/models`)).status, 200);
    assert.equal((await exchangeWith(`${server.url}/v1/models`, { body: {} })).status, 503);
    assert.equal((await exchangeWith(`${server.url}/v1/models`, { body: {} })).status, 405);
  });

  it('reach the client in the pieces in which they are sent', async () => {
    const cases: readonly (readonly [steps: readonly Step[], sizes: readonly number[]])[] = [
      [everyByte(TEXT), Array.from({ length: 15 }, () => 1)],
      [splitAt(TEXT, 3), [3, 12]],
      [chunked(TEXT, [1, 4]), [1, 4, 1, 4, 1, 4]],
      [splitAt(TEXT, 0), [15]],
    ];
    for (const [steps, sizes] of cases) {
      server.script({ steps });
      const reply = await exchangeWith(server.url);
      assert.deepEqual(
        reply.pieces.map(piece => piece.length),
        sizes,
      );
      assert.equal(reply.body.toString(), TEXT);
    }
  });

  it('write server-sent events', () => {
    assert.equal(sse({ a: 1 }, '[DONE]'), 'data: {"a":1}\n\ndata: [DONE]\n\n');
  });

  it('wait for a promise of the test', async () => {
    let go: (value: unknown) => void = () => {};
    const gate = new Promise(resolve => {
      go = resolve;
    });
    server.script({ steps: [{ send: 'one ' }, { wait: gate }, { send: 'two' }] });
    const { response } = await open(server.url);
    const [first]: Buffer[] = await once(response, 'data');
    assert.equal(first?.toString(), 'one ');
    go(undefined);
    const [second]: Buffer[] = await once(response, 'data');
    assert.equal(second?.toString(), 'two');
  });

  it('reset the connection, before the head or after everything that was sent', async () => {
    server.script({ steps: [{ reset: true }] });
    await assert.rejects(exchangeWith(server.url), { code: 'ECONNRESET' });

    server.script({ steps: [{ send: TEXT }, { reset: true }] });
    const reply = await exchangeWith(server.url);
    assert.equal(reply.body.toString(), TEXT);
    assert.equal(reply.failure, 'ECONNRESET');
    assert.ok(server.requests.every(request => !request.closedByClient));
  });

  it('cut the connection without the end of the transfer', async () => {
    server.script({ steps: [...everyByte(TEXT), { cut: true }] });
    const reply = await exchangeWith(server.url);
    assert.equal(reply.body.toString(), TEXT);
    assert.equal(reply.failure, 'ECONNRESET');
    assert.equal((await server.nextRequest()).closedByClient, false);
  });

  for (const [what, before] of [
    ['before the head', []],
    ['after the head', [{ head: true }]],
    ['in the middle', [{ send: TEXT }]],
  ] as const) {
    it(`stall ${what} and notice at once when the client hangs up`, async () => {
      const time = await shortestTime(async () => {
        server.script({ steps: [...before, { stall: true }] });
        const request = httpRequest(server.url, { agent: false }).on('error', () => {});
        const response = before.length > 0 ? once(request, 'response') : undefined;
        request.end();
        const recorded = await server.nextRequest();
        await response;
        assert.equal(recorded.closedByClient, false);
        const hungUpAt = performance.now();
        request.destroy();
        assert.equal((await recorded.ended).by, 'client');
        assert.ok(recorded.closedByClient);
        return hungUpAt;
      });
      assert.ok(time < 100, `${time} ms`);
    });
  }

  it('notice a client that goes while the server writes without end, and run no faster than it reads', async () => {
    let sent = 0;
    const endless = function* (): Generator<Step> {
      for (;;) {
        sent += 65_536;
        yield { send: Buffer.alloc(65_536, 'x') };
      }
    };
    server.script({ steps: endless() });
    const { request, response } = await open(server.url);
    await once(response, 'readable');
    const recorded = await server.nextRequest();
    request.destroy();
    assert.equal((await recorded.ended).by, 'client');
    assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes`);
  });

  it('can break the idle connection after a proper end', async () => {
    server.script({ steps: [{ send: 'ok' }, { end: true }, { reset: true }] });
    const agent = new Agent({ keepAlive: true });
    const { response, request } = await open(server.url, { agent });
    const socket = request.socket;
    const closed = socket === null ? undefined : once(socket, 'close');
    response.resume();
    await once(response, 'end');
    await closed;
    assert.equal(server.requests[0]?.closedByClient, false);
    agent.destroy();
  });

  it('can be raw where node:http would refuse', async () => {
    server.script({ rawHead: 'HTTP/1.1 299 Odd\r\nX-Bad: a\tb\r\nContent-Length: 2\r\n\r\n', steps: [{ send: 'ok' }] });
    const reply = await exchangeWith(server.url);
    assert.equal(reply.status, 299);
    assert.equal(reply.body.toString(), 'ok');
    assert.equal((await (await server.nextRequest()).ended).by, 'server');

    server.script({ rawHead: 'SSH-2.0-OpenSSH_9.9\r\n', steps: [] });
    await assert.rejects(exchangeWith(server.url), { code: 'HPE_INVALID_CONSTANT' });
  });
});
