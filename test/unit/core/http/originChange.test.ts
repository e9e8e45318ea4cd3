import assert from 'node:assert/strict';
import { parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import { createOriginMemory, type OriginMemory } from '../../../../src/core/endpoints/originMemory';
import { createTokens, type Tokens } from '../../../../src/vscode/tokens';
import { memoryMemento } from '../../../support/memoryMemento';
import { memorySecrets } from '../../../support/memorySecrets';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { type ProxyServer, startProxyServer } from '../../../support/proxyServer';
import { ask, collect, endpoint, FAST, failureOf, never, TOKEN } from '../client/clientSetup';
import { type Lab, type LabClient, openLab } from './lab';

const ORIGIN = 'http://api.example.test';

/** The endpoint of the same name, with an address that was changed by whatever means. */
const MUTATIONS: Readonly<Record<string, string>> = {
  'another host': 'http://api.example.org/v1',
  'another port': 'http://api.example.test:8080/v1',
  'another scheme': 'https://api.example.test/v1',
  'a subdomain': 'http://eu.api.example.test/v1',
  'a longer domain': 'http://api.example.test.evil.test/v1',
  'a dot at the end': 'http://api.example.test./v1',
  'a letter that looks alike': 'http://аpi.example.test/v1',
  'a backslash': 'http://evil.test\\@api.example.test/v1',
};

describe('the token of an endpoint whose address has changed (S2)', () => {
  let lab: Lab;
  let sink: PracticeServer;
  let proxy: ProxyServer;
  let tokens: Tokens;
  let origins: OriginMemory;
  let client: LabClient;

  beforeEach(async () => {
    lab = await openLab();
    sink = await startPracticeServer({ pace: FAST });
    // Every name, whatever it is, leads to the sink.
    proxy = await startProxyServer({ resolve: () => new URL(sink.url).host });
    lab.onClose(sink.close);
    lab.onClose(proxy.close);
    tokens = createTokens(memorySecrets(), {});
    origins = createOriginMemory(memoryMemento());
    client = lab.client({
      token: tokens.get,
      network: () => lab.settings({ proxy: proxy.url }),
      plainHttpAllowed: () => true,
      tokenOrigins: { of: origins.tokenOrigin, note: origins.noteToken },
      keyOrigins: { of: origins.keyOrigin, note: origins.noteKey },
    });
    await tokens.set(ORIGIN, TOKEN);
    await collect(client.chat(endpoint({ url: ORIGIN }), ask('hi'), never));
    assert.equal(sink.requests.at(-1)?.headers.authorization, `Bearer ${TOKEN}`);
  });
  afterEach(() => lab.close());

  const tokenWasSent = (): boolean => JSON.stringify(sink.requests.slice(1)).includes(TOKEN);

  for (const [what, url] of Object.entries(MUTATIONS)) {
    it(`is not sent, and nothing else is, before the user has said what is meant: ${what}`, async () => {
      const moved = endpoint({ url });
      const before = [proxy.requests.length, sink.requests.length];
      const { details } = await failureOf(client.chat(moved, ask('hi'), never));
      assert.deepEqual([details.kind, details.code, details.tokenOrigin], ['config', 'ADDRESS_CHANGED', ORIGIN]);
      await assert.rejects(client.models(moved, never), { kind: 'config' });
      assert.deepEqual([proxy.requests.length, sink.requests.length], before);

      // Whoever asks without a token sends none. That the sink speaks no TLS is another matter.
      await origins.forgetEndpoint('test');
      await collect(client.chat(moved, ask('hi'), never)).catch(() => undefined);
      assert.ok(proxy.requests.length > (before[0] ?? 0));
      assert.ok(!tokenWasSent());
    });
  }

  it('is in no address with a user in it: that is no endpoint', () => {
    assert.equal(parseEndpoints([{ name: 'test', url: 'http://api.example.test@evil.test/v1' }]).endpoints.length, 0);
  });

  for (const url of ['http://API.Example.TEST/v1', `${ORIGIN}:80/v1`, `${ORIGIN}/v1?a=b`]) {
    it(`goes on to the same origin, however it is written: ${url}`, async () => {
      await collect(client.chat(endpoint({ url }), ask('hi'), never));
      assert.equal(sink.requests.at(-1)?.headers.authorization, `Bearer ${TOKEN}`);
    });
  }

  it('gives way to one that is set for the new address', async () => {
    const moved = endpoint({ url: 'http://api.example.org/v1' });
    await tokens.set('http://api.example.org', 'another');
    await collect(client.chat(moved, ask('hi'), never));
    assert.equal(sink.requests.at(-1)?.headers.authorization, 'Bearer another');
    assert.ok(!tokenWasSent());
  });

  it('is not missed on this machine, where nothing leaves it', async () => {
    await collect(client.chat(endpoint({ url: sink.url }), ask('hi'), never));
    assert.equal(sink.requests.at(-1)?.headers.authorization, undefined);
  });

  it('is told apart from one that the secret storage has lost (S9)', async () => {
    await tokens.remove(ORIGIN);
    const count = sink.requests.length;
    const { details } = await failureOf(client.chat(endpoint({ url: ORIGIN }), ask('hi'), never));
    assert.deepEqual([details.kind, details.code], ['config', 'TOKEN_GONE']);
    assert.equal(sink.requests.length, count, 'it would have been asked in vain');
    await origins.forgetEndpoint('test');
    await collect(client.chat(endpoint({ url: ORIGIN }), ask('hi'), never));
    assert.equal(sink.requests.at(-1)?.headers.authorization, undefined);
  });

  describe('and keys in its headers', () => {
    const NEW = 'http://api.example.org';
    const keyed = (url: string) => endpoint({ url, headers: { 'x-api-key': 'header-canary', 'x-team': 'a' } });
    const keys = () => sink.requests.map(({ headers }) => headers['x-api-key']).filter(key => key !== undefined);

    beforeEach(async () => {
      await collect(client.chat(keyed(ORIGIN), ask('hi'), never));
      assert.deepEqual(keys(), ['header-canary']);
    });

    it('are not sent to another address either, with a token for it or without, before the user has said so', async () => {
      for (const token of [undefined, 'another']) {
        if (token !== undefined) await tokens.set(NEW, token);
        const count = sink.requests.length;
        const { details } = await failureOf(client.chat(keyed(NEW), ask('hi'), never));
        assert.deepEqual([details.kind, details.code, details.tokenOrigin], ['config', 'KEYS_ELSEWHERE', ORIGIN]);
        await assert.rejects(client.models(keyed(NEW), never), { kind: 'config' });
        assert.equal(sink.requests.length, count);
      }
      await origins.forgetEndpoint('test');
      await collect(client.chat(keyed(NEW), ask('hi'), never));
      assert.deepEqual(keys(), ['header-canary', 'header-canary']);
      assert.equal(origins.keyOrigin('test'), NEW);
    });

    it('are bound to where they went under another name of the endpoint, too', async () => {
      await origins.rename({ from: 'test', to: 'renamed' });
      const renamed = { ...keyed(NEW), name: 'renamed' };
      const { details } = await failureOf(client.chat(renamed, ask('hi'), never));
      assert.equal(details.code, 'KEYS_ELSEWHERE');
    });

    it('hold up nothing where there are none any more, or at this machine', async () => {
      await tokens.set(NEW, 'another');
      await collect(client.chat(endpoint({ url: NEW, headers: { 'x-team': 'a' } }), ask('hi'), never));
      await collect(client.chat(keyed(sink.url), ask('hi'), never));
      assert.equal(keys().length, 2);
    });
  });

  it('is never taken for refused where the keyring cannot be read (S9)', async () => {
    const get = async (): Promise<never> => {
      throw new Error('locked');
    };
    const unreadable = createTokens({ ...memorySecrets(), get }, {});
    const by = lab.client({ token: unreadable.get, network: () => lab.settings({ proxy: proxy.url }) });
    const count = sink.requests.length;
    const { details } = await failureOf(by.chat(endpoint({ url: ORIGIN }), ask('hi'), never));
    assert.deepEqual([details.kind, details.code, details.serverMessage], ['config', 'TOKEN_NOT_READ', 'locked']);
    assert.equal(sink.requests.length, count);
  });
});
