import assert from 'node:assert/strict';
import type { Client } from '../../../../src/core/client/client';
import type { ProxyServer } from '../../../support/proxyServer';
import { ask, endpoint, failureOf, never, TOKEN } from '../client/clientSetup';
import { answerOf, type Lab, type LabClient, type LabOrigin, NAME, openLab } from './lab';

describe('a token over plain http (S4)', () => {
  let lab: Lab;
  let secure: LabOrigin;
  let plain: LabOrigin;
  let proxy: ProxyServer;

  beforeEach(async () => {
    lab = await openLab();
    secure = await lab.secureOrigin({ tls: await lab.authority.issue([NAME, 'localhost']) });
    plain = await lab.plainOrigin();
    proxy = await lab.proxy();
  });
  afterEach(() => lab.close());

  function client(token?: string, allowed: readonly string[] = []): LabClient {
    return lab.client({
      token: async () => token,
      network: () => lab.settings({ proxy: proxy.url }),
      plainHttpAllowed: origin => allowed.includes(origin),
    });
  }

  async function assertRefused(by: Client, more: object = {}): Promise<void> {
    const to = endpoint({ url: plain.origin, ...more });
    const { details } = await failureOf(by.chat(to, ask('hi'), never));
    assert.deepEqual([details.kind, details.code], ['config', 'PLAIN_HTTP']);
    assert.equal(details.request, `POST ${plain.origin}/v1/chat/completions`);
    await assert.rejects(by.models(to, never), { kind: 'config' });
    assert.deepEqual([proxy.connections().accepted, plain.connections().accepted], [0, 0]);
  }

  const cells: readonly (readonly [where: 'this machine' | 'another', scheme: 'http' | 'https', token: boolean])[] = [
    ['this machine', 'http', false],
    ['this machine', 'http', true],
    ['this machine', 'https', false],
    ['this machine', 'https', true],
    ['another', 'http', false],
    ['another', 'http', true],
    ['another', 'https', false],
    ['another', 'https', true],
  ];
  for (const [where, scheme, token] of cells) {
    const refused = where === 'another' && scheme === 'http' && token;
    it(`is ${refused ? 'refused' : 'no matter'} for ${scheme} to ${where} ${token ? 'with a' : 'without'} token`, async () => {
      const by = client(token ? TOKEN : undefined);
      if (refused) return assertRefused(by);
      const server = scheme === 'http' ? plain : secure;
      const url = where === 'another' ? server.origin : server.url.replace('127.0.0.1', 'localhost');
      assert.match(await answerOf(by, url), /practice server/);
      assert.equal(server.requests[0]?.headers.authorization, token ? `Bearer ${TOKEN}` : undefined);
      assert.equal(proxy.requests.length, where === 'another' ? 1 : 0);
    });
  }

  const KEYS = [
    'Authorization',
    'Proxy-Authorization',
    'x-api-key',
    'API-Key',
    'X-Goog-Api-Key',
    'Ocp-Apim-Subscription-Key',
    'X-Auth',
    'X-Auth-Token',
    'X-Access-Key',
    'Cookie',
    'client_secret',
    'X-Credentials',
  ];
  for (const name of KEYS) {
    it(`is also what the header ${name} of the settings carries`, () =>
      assertRefused(client(), { headers: { [name]: 'k' } }));
  }

  it('is not what other headers carry', async () => {
    const headers = { 'X-Team': 'blue', 'OpenAI-Organization': 'org', 'HTTP-Referer': 'https://example.test' };
    assert.match(await answerOf(client(), plain.origin, { headers }), /practice server/);
  });

  it('is sent to an origin for which the user wants that, and to no other', async () => {
    const allowing = client(TOKEN, [plain.origin]);
    assert.match(await answerOf(allowing, plain.origin), /practice server/);
    assert.equal(plain.requests[0]?.headers.authorization, `Bearer ${TOKEN}`);
    for (const url of [
      `${plain.origin}:8080`,
      'http://other.example.test',
      'http://0.0.0.0:1',
      'http://127.0.0.1.test',
    ]) {
      const { details } = await failureOf(allowing.chat(endpoint({ url }), ask('hi'), never));
      assert.equal(details.code, 'PLAIN_HTTP', url);
    }
  });

  it('is not sent by a connection that is made ahead', async () => {
    await client(TOKEN).prepare(endpoint({ url: plain.origin }));
    assert.deepEqual([proxy.requests.length, plain.requests.length], [0, 0]);
  });
});
