import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { createSelfSigned } from '../../../support/certificates';
import { type Listening, LOOPBACK, listen } from '../../../support/listening';
import { until } from '../../support/until';
import { ask, endpoint, failureOf, never } from '../clientSetup';
import { answerOf, deadAddress, type Lab, NAME, openLab } from './lab';

interface SocksServer extends Listening {
  /** What was asked for, as `host:port`. */
  readonly targets: readonly string[];
}

/** A SOCKS 5 server without credentials (RFC 1928) that finds every name at one place. */
async function startSocksServer(place: (target: string) => string): Promise<SocksServer> {
  const targets: string[] = [];

  async function serve(client: Socket): Promise<void> {
    const read = async (length: number): Promise<Buffer> => {
      for (;;) {
        const bytes: unknown = client.read(length);
        if (bytes instanceof Buffer) return bytes;
        await new Promise(resolve => client.once('readable', resolve));
      }
    };
    const [version, methods = 0] = await read(2);
    assert.equal(version, 5);
    await read(methods);
    client.write(Buffer.from([5, 0]));
    const [, command, , kind] = await read(4);
    assert.deepEqual([command, kind], [1, 3], 'a connection to a name');
    const [length = 0] = await read(1);
    const target = `${(await read(length)).toString()}:${(await read(2)).readUInt16BE()}`;
    targets.push(target);
    const { hostname, port } = new URL(place(target));
    const origin = connect(Number(port), hostname, () => {
      client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
      client.pipe(origin).pipe(client);
    });
    origin.on('error', () => client.destroy());
    client.once('close', () => origin.destroy());
  }

  const server = createServer(client => {
    client.on('error', () => {});
    serve(client).catch(() => client.destroy());
  });
  return { ...(await listen(server, LOOPBACK)), targets };
}

describe('SOCKS proxies (N2)', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  // VS Code’s resolver calls all of these `socks:`.
  for (const kind of ['socks', 'socks5', 'socks5h']) {
    it(`of the kind ${kind} are on the way like any other, and find the name`, async () => {
      const secure = await lab.secureOrigin();
      const plain = await lab.plainOrigin();
      const proxy = await startSocksServer(target => (target.endsWith(':443') ? secure.url : plain.url));
      lab.onClose(proxy.close);
      const client = lab.client({ network: () => lab.settings({ proxy: `${kind}://${LOOPBACK}:${proxy.port}` }) });
      assert.match(await answerOf(client, secure.origin), /practice server/);
      assert.match(await answerOf(client, plain.origin), /practice server/);
      assert.deepEqual(proxy.targets, [`${NAME}:443`, `${NAME}:80`]);
      await until(() => proxy.connections().open === 0);
    });
  }

  it('are named when they cannot be reached', async () => {
    const { host } = new URL(await deadAddress());
    const client = lab.client({ network: () => lab.settings({ proxy: `socks5://${host}` }) });
    const { details } = await failureOf(client.chat(endpoint({ url: `https://${NAME}` }), ask('hi'), never));
    assert.deepEqual([details.fault, details.code, details.proxy], ['proxy', 'ECONNREFUSED', host]);
  });

  it('are no reason to trust an endpoint that vouches for itself', async () => {
    const server = await lab.secureOrigin({ tls: await createSelfSigned([NAME]) });
    const proxy = await startSocksServer(() => server.url);
    lab.onClose(proxy.close);
    const network = () => lab.settings({ proxy: `socks5://${LOOPBACK}:${proxy.port}`, proxyStrictSsl: false });
    const { details } = await failureOf(
      lab.client({ network }).chat(endpoint({ url: server.origin }), ask('hi'), never),
    );
    assert.deepEqual([details.fault, details.code], ['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
    assert.equal(server.requests.length, 0);
  });
});
