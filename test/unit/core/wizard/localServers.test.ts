import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { findLocalServers, type LocalPort, type LocalServer } from '../../../../src/core/wizard/localServers';
import { type Listening, LOOPBACK, listen } from '../../../support/listening';

/** Longer than any machine is busy: what a test waits for does not hang on it. */
const PATIENCE = 60_000;

describe('findLocalServers', () => {
  const running: Listening[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ close }) => close()));
  });

  async function serve(handler: RequestListener): Promise<number> {
    const listening = await listen(createServer(handler), LOOPBACK);
    running.push(listening);
    return listening.port;
  }

  const list =
    (owner: string, headers: Readonly<Record<string, string>> = {}): RequestListener =>
    (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', ...headers });
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'm1', owned_by: owner }, { id: 'm2' }] }));
    };

  async function found(
    ports: readonly LocalPort[],
    signal = new AbortController().signal,
  ): Promise<readonly LocalServer[]> {
    const servers: LocalServer[] = [];
    for await (const server of findLocalServers(signal, ports, PATIENCE)) servers.push(server);
    return servers;
  }

  it('knows a server by its reply, whatever its port', async () => {
    const replies: readonly (readonly [handler: RequestListener, name: string])[] = [
      [list('library'), 'Ollama'],
      [list('organization_owner'), 'LM Studio'],
      [list('llamacpp'), 'llama.cpp'],
      [list('', { Server: 'llama.cpp' }), 'llama.cpp'],
      [list('vllm'), 'vLLM'],
      [list('someone'), 'The usual one'],
    ];
    for (const [handler, name] of replies) {
      const port = await serve(handler);
      const expected = { name, url: `http://127.0.0.1:${port}`, models: 2 };
      assert.deepEqual(await found([{ port, name: 'The usual one' }]), [expected]);
    }
  });

  it('gives no false name to a list at a port that many use', async () => {
    const port = await serve(list('someone'));
    const [server] = await found([{ port, name: 'vLLM', isPopular: true }]);
    assert.equal(server?.name, `localhost:${port}`);
  });

  it('takes nothing for a model server that has no list of models', async () => {
    const others: readonly RequestListener[] = [
      (_request, response) => response.end('<html>A web server</html>'),
      (_request, response) => response.writeHead(404).end('{"data":[{"id":"m"}]}'),
      (_request, response) => response.writeHead(302, { Location: 'https://example.com/v1/models' }).end(),
      (_request, response) => response.end('{"data":[]}'),
      (_request, response) => response.end('{"data":"all"}'),
      request => request.socket.destroy(),
    ];
    const ports = await Promise.all(others.map(serve));
    assert.deepEqual(await found(ports.map(port => ({ port, name: 'none' }))), []);
  });

  it('reads no more of a list than one mebibyte', async () => {
    const lists = [1_000_000, 1_100_000].map((letters): RequestListener => {
      const text = JSON.stringify({ data: [{ id: 'm1', about: 'x'.repeat(letters) }] });
      return (_request, response) => response.end(text);
    });
    const [shorter, longer] = await Promise.all(lists.map(serve));
    assert.ok(shorter && longer);
    const servers = await found([shorter, longer].map(port => ({ port, name: 'any' })));
    assert.deepEqual(
      servers.map(({ url }) => url),
      [`http://127.0.0.1:${shorter}`],
    );
  });

  it('waits for no server that is mute for too long', async () => {
    const port = await serve(() => undefined);
    const servers = findLocalServers(new AbortController().signal, [{ port, name: 'mute' }], 1);
    assert.equal((await servers.next()).done, true);
  });

  it('asks all at once, without a token, and yields each as it answers', async () => {
    const asked: string[] = [];
    let release = (): void => undefined;
    let isAsked = (): void => undefined;
    const slowAsked = new Promise<void>(resolve => {
      isAsked = resolve;
    });
    const slow = await serve((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'no token'}`);
      release = () => list('vllm')(request, response);
      isAsked();
    });
    // It answers only once the other is asked: whoever asks one after the other waits for ever.
    const quick = await serve((request, response) => void slowAsked.then(() => list('library')(request, response)));
    const ports = [
      { port: quick, name: 'quick' },
      { port: slow, name: 'slow' },
    ];
    const servers = findLocalServers(new AbortController().signal, ports, PATIENCE);
    assert.equal((await servers.next()).value?.name, 'Ollama');
    assert.deepEqual(asked, ['GET /v1/models no token']);
    release();
    assert.equal((await servers.next()).value?.name, 'vLLM');
    assert.equal((await servers.next()).done, true);
  });

  it('ends with the list that wanted it, and closes its connections', async () => {
    const leave = new AbortController();
    let isClosed = (): void => undefined;
    const closed = new Promise<void>(resolve => {
      isClosed = resolve;
    });
    const port = await serve(request => {
      request.socket.on('close', isClosed);
      leave.abort();
    });
    assert.deepEqual(await found([{ port, name: 'mute' }], leave.signal), []);
    await closed;
  });

  it('finds nothing where nobody listens', async () => {
    const port = await serve(list('library'));
    await running.pop()?.close();
    assert.deepEqual(await found([{ port, name: 'gone' }]), []);
  });
});
