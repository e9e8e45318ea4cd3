import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type PracticeServer, startPracticeServer } from '../../support/practiceServer';
import { shortestTime } from '../../support/shortestTime';
import { exchangeWith, open } from './exchangeWith';

describe('practice server', () => {
  let server: PracticeServer;

  beforeEach(async () => {
    server = await startPracticeServer();
  });
  afterEach(() => server.close());

  it('records method, path, headers, body and the end of every request', async () => {
    await exchangeWith(`${server.url}/a?b=c`, { body: { question: 1 }, token: 'key' });
    await exchangeWith(`${server.url}/d`, { body: 'no JSON' });
    const [first, second] = server.requests;
    assert.equal(first?.method, 'POST');
    assert.equal(first.path, '/a?b=c');
    assert.equal(first.headers.authorization, 'Bearer key');
    assert.deepEqual(first.body, { question: 1 });
    assert.equal((await first.ended).by, 'server');
    assert.equal(second?.text, 'no JSON');
    assert.equal(second.body, undefined);
  });

  it('hands out each request once, whether it has come already or not', async () => {
    const early = server.nextRequest();
    await exchangeWith(`${server.url}/first`);
    await exchangeWith(`${server.url}/second`);
    assert.equal((await early).path, '/first');
    assert.equal((await server.nextRequest()).path, '/second');
  });

  it('writes at the pace of a model, streamed and whole', async () => {
    const paced = await startPracticeServer({ pace: { firstTokenMs: 60, tokenMs: 10 } });
    const body = { model: 'practice-model', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 10 };
    for (const stream of [true, false]) {
      const start = performance.now();
      await exchangeWith(`${paced.url}/v1/chat/completions`, { body: { ...body, stream } });
      // A timer may fire a millisecond early.
      assert.ok(performance.now() - start >= 145);
    }
    await paced.close();
  });

  it('notices Stop in the middle of an answer', async () => {
    const body = { model: 'practice-model', messages: [{ role: 'user', content: 'A long answer' }], stream: true };
    const time = await shortestTime(async () => {
      const { request, response } = await open(`${server.url}/v1/chat/completions`, { body });
      await once(response, 'data');
      const hungUpAt = performance.now();
      request.destroy();
      assert.equal((await (await server.nextRequest()).ended).by, 'client');
      return hungUpAt;
    });
    assert.ok(time < 100, `${time} ms`);
  });

  it('counts connections', async () => {
    assert.deepEqual(server.connections(), { accepted: 0, open: 0 });
    server.script({ steps: [{ head: true }, { stall: true }] });
    const { request } = await open(server.url);
    assert.deepEqual(server.connections(), { accepted: 1, open: 1 });
    request.destroy();
    await (await server.nextRequest()).ended;
    assert.deepEqual(server.connections(), { accepted: 1, open: 0 });
  });

  it('breaks open connections when it closes, and those who wait for a request learn of it', async () => {
    server.script({ steps: [{ send: 'half' }, { wait: 60_000 }, { send: 'never' }] });
    const { response } = await open(server.url);
    const recorded = await server.nextRequest();
    const waiting = server.nextRequest();
    await once(response, 'data');
    const failed = once(response, 'end');
    await server.close();
    await assert.rejects(failed, { code: 'ECONNRESET' });
    assert.equal((await recorded.ended).by, 'server');
    await assert.rejects(waiting, /closed before a request came/);
  });

  it('tells at its close of a script that cannot be played', async () => {
    const broken = await startPracticeServer();
    broken.script({ headers: { 'not a name': '' }, steps: [] });
    await assert.rejects(exchangeWith(broken.url), { code: 'ECONNRESET' });
    await assert.rejects(broken.close(), { code: 'ERR_INVALID_HTTP_TOKEN' });
  });

  it('refuses to start on a taken port', async () => {
    await assert.rejects(startPracticeServer({ port: Number(new URL(server.url).port) }), { code: 'EADDRINUSE' });
  });

  it('listens on the address that it is given', async () => {
    const six = await startPracticeServer({ host: '::1' });
    assert.match(six.url, /^http:\/\/\[::1\]:\d+$/);
    assert.equal((await exchangeWith(`${six.url}/v1/models`)).status, 200);
    await six.close();
  });
});
