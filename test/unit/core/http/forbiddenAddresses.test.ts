import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import Agent from 'undici/lib/dispatcher/agent.js';
import { systemClock } from '../../../../src/core/clock';
import { parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import { isChatError } from '../../../../src/core/errors';
import { guardedLookup, isForbiddenHost } from '../../../../src/core/http/addresses';
import { connector } from '../../../../src/core/http/connections';
import { exchange } from '../../../../src/core/http/exchange';
import type { ProxyServer } from '../../../support/proxyServer';
import { ask, collect, never, TOKEN } from '../client/clientSetup';
import { type ClientSockets, watchClientSockets } from './clientSockets';
import { type Lab, openLab } from './lab';

const URLS = [
  'http://169.254.169.254',
  'https://169.254.169.254/latest/meta-data',
  'http://169.254.170.2/v2/credentials',
  'http://169.254.0.1:8080/v1',
  'http://2852039166/v1',
  'http://0xA9FEA9FE/v1',
  'http://0xa9.0xfe.0xa9.0xfe/v1',
  'http://0251.0376.0251.0376/v1',
  'http://169.254.43518/v1',
  'http://169.254.169.254./v1',
  'http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/v1',
  'http://[::ffff:169.254.169.254]/v1',
  'http://[::ffff:a9fe:a9fe]/v1',
  'http://[0:0:0:0:0:ffff:a9fe:a9fe]:80/v1',
  'http://[fd00:ec2::254]/v1',
  'http://[FD00:0EC2:0:0:0:0:0:0254]/v1',
  'http://metadata.google.internal/v1',
  'https://METADATA.Google.Internal./v1',
  'http://metadata/v1',
  'https://user:pass@api.example.test/v1',
  'https://user@api.example.test/v1',
  'https://:pass@api.example.test/v1',
  'ftp://api.example.test/v1',
  'file:///etc/passwd',
  'ws://api.example.test/v1',
  'gopher://169.254.169.254/v1',
];

describe('addresses that are never asked (S6)', () => {
  let lab: Lab;
  let proxy: ProxyServer;
  let sockets: ClientSockets;

  beforeEach(async () => {
    lab = await openLab();
    proxy = await lab.proxy();
    sockets = watchClientSockets();
  });
  afterEach(async () => {
    sockets.stop();
    await lab.close();
  });

  for (const url of URLS) {
    it(`${url}: no request, no connection ahead, no check, with a proxy or without`, async () => {
      const { endpoints, problems } = parseEndpoints([{ name: 'test', url }]);
      const [endpoint] = endpoints;
      if (!endpoint) {
        assert.equal(problems.length, 1);
        return;
      }
      for (const through of ['', proxy.url]) {
        const allowing = { token: async () => TOKEN, plainHttpAllowed: () => true };
        const client = lab.client({ ...allowing, network: () => lab.settings({ proxy: through }) });
        const expected = { kind: 'config' };
        await assert.rejects(collect(client.chat(endpoint, ask('hi'), never)), expected);
        await assert.rejects(client.models(endpoint, never), expected);
        await client.prepare(endpoint);
        if (through !== '') continue;
        const steps = [];
        for await (const step of client.check(endpoint, 'practice-model', never)) steps.push(step);
        assert.ok(steps.some(({ status, error }) => status === 'failed' && error?.code === 'FORBIDDEN_ADDRESS'));
      }
      assert.equal(sockets.made(), 0);
      assert.equal(proxy.connections().accepted, 0);
    });
  }

  it('are no others', () => {
    for (const host of ['169.253.1.1', '10.0.0.1', '[fd00:ec2::253]', '[::1]', 'metadata.example', '[::ffff:10.0.0.1]'])
      assert.equal(isForbiddenHost(host), false, host);
  });

  describe('behind a harmless name', () => {
    const found = (...addresses: readonly string[]): LookupAddress[] =>
      addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
    const resolvedTo =
      (addresses: LookupAddress[]): typeof guardedLookup =>
      (hostname, options, callback) =>
        guardedLookup(hostname, options, callback, (_hostname, _options, answer) => answer(null, addresses));

    for (const addresses of [
      ['169.254.169.254'],
      ['::ffff:169.254.169.254'],
      ['fd00:ec2::254'],
      ['127.0.0.1', '169.254.169.254'],
    ]) {
      it(`are not connected to, though the name itself is allowed: ${addresses.join(', ')}`, async () => {
        const agent = new Agent({ connect: connector({ lookup: resolvedTo(found(...addresses)) }) });
        lab.onClose(() => agent.destroy());
        const request = {
          method: 'POST',
          url: new URL('http://harmless.example.test/v1'),
          headers: {},
          body: '{}',
          timeouts: { firstByte: 5, idle: 5 },
          clock: systemClock,
          signal: never,
          observer: { onRoute: () => {}, onSent: () => assert.fail('sent'), onReply: () => {} },
        } as const;
        await assert.rejects(exchange(agent, request), (error: unknown) => {
          assert.ok(isChatError(error), String(error));
          assert.deepEqual([error.details.kind, error.details.code], ['config', 'FORBIDDEN_ADDRESS']);
          return true;
        });
      });
    }

    it('are told apart from harmless ones, whichever form of the answer is wanted', () => {
      const answers: unknown[] = [];
      const callback = (...answer: readonly unknown[]): void => void answers.push(answer);
      const both = resolvedTo(found('10.0.0.1', 'fd00::1'));
      both('harmless.test', { all: true }, callback);
      both('harmless.test', {}, callback);
      both('harmless.test', { family: 6 }, callback);
      both('harmless.test', { all: true, family: 4 }, callback);
      assert.deepEqual(answers, [
        [null, found('fd00::1', '10.0.0.1')],
        [null, 'fd00::1', 6],
        [null, 'fd00::1', 6],
        [null, found('10.0.0.1')],
      ]);
    });

    it('leave the last place, which has all the time, to IPv4: Node gives up the others after 250 ms (R34)', () => {
      const callback = (...answer: readonly unknown[]): void =>
        assert.deepEqual(answer, [null, found('fd00::1', '10.0.0.1', '10.0.0.2')]);
      resolvedTo(found('10.0.0.1', 'fd00::1', 'fd00::2', '10.0.0.2'))('harmless.test', { all: true }, callback);
    });

    it('are not looked for when the name is this machine’s: it has both families, whatever the system says', () => {
      const callback = (...answer: readonly unknown[]): void =>
        assert.deepEqual(answer, [null, found('::1', '127.0.0.1')]);
      for (const name of ['localhost', 'sub.localhost'])
        guardedLookup(name, { all: true }, callback, () => assert.fail('looked up'));
    });

    it('keep the error of a name that is not known', () => {
      const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      guardedLookup(
        'x.test',
        {},
        error => assert.equal(error, unknown),
        (_hostname, _options, answer) => answer(unknown, []),
      );
    });
  });
});
