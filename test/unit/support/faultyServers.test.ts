import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type FaultyServer, startResetServer, startSilentServer } from '../../support/faultyServers';
import { until } from '../../support/until';
import { exchangeWith } from './exchangeWith';

describe('silent server', () => {
  let server: FaultyServer;

  beforeEach(async () => {
    server = await startSilentServer();
  });
  afterEach(() => server.close());

  it('takes all that is said and answers nothing', async () => {
    const socket = connect(server);
    socket.end('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    assert.equal(socket.bytesRead, 0);
  });

  it('never gets to the end of a TLS handshake', async () => {
    // A handshake that had come to its end would go on to the request, and trust would be what is missing.
    const failed = assert.rejects(exchangeWith(`https://${server.host}:${server.port}`), { code: 'ECONNRESET' });
    await until(() => server.connections().open === 1);
    await server.close();
    await failed;
  });

  it('sees a client hang up', async () => {
    const socket = connect(server);
    await until(() => server.connections().open === 1);
    socket.destroy();
    await until(() => server.connections().open === 0);
    assert.equal(server.connections().accepted, 1);
  });
});

describe('reset server', () => {
  it('resets every connection at once, whatever it was for', async () => {
    const server = await startResetServer({ host: '::1' });
    const address = `[${server.host}]:${server.port}`;
    await assert.rejects(exchangeWith(`http://${address}`), { code: 'ECONNRESET' });
    await assert.rejects(exchangeWith(`https://${address}`), { code: 'ECONNRESET' });
    await until(() => server.connections().open === 0);
    assert.equal(server.connections().accepted, 2);
    await server.close();
  });
});
