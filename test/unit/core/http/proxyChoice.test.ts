import assert from 'node:assert/strict';
import { configuredProxy } from '../../../../src/core/http/proxy';
import { chooseRoute } from '../../../../src/core/http/route';
import { createFakeClock } from '../../../support/fakeClock';
import type { ProxyServer } from '../../../support/proxyServer';
import { ask, endpoint, failureOf, never } from '../client/clientSetup';
import { answerOf, type Lab, NAME, openLab, UNKNOWN_NAME } from './lab';
import { PLACES, type Place, PROXY_CASES, settingsOf } from './proxyCases';

describe('the choice of a proxy (N2)', () => {
  let lab: Lab;
  const proxies = new Map<Place, ProxyServer>();
  const proxyIn = (place: Place): ProxyServer => proxies.get(place) ?? assert.fail(place);
  const asked = (): readonly Place[] => PLACES.filter(place => proxyIn(place).requests.length > 0);

  beforeEach(async () => {
    lab = await openLab();
    await lab.secureOrigin();
    await lab.plainOrigin();
    for (const place of PLACES) proxies.set(place, await lab.proxy());
  });
  afterEach(() => lab.close());

  for (const proxyCase of PROXY_CASES) {
    const { what, url, expected } = proxyCase;
    it(`is ${expected === 'direct' ? 'none' : `that of ${expected}`} when ${what}`, async () => {
      const chosen = settingsOf(proxyCase, place => proxyIn(place).url);
      const common = lab.settings();
      const settings = { ...common, ...chosen, environment: { ...common.environment, ...chosen.environment } };
      const client = lab.client({ network: () => settings });
      if (expected === 'direct') {
        // Only the proxies can find the host, so that the attempt shows where it went.
        const { details } = await failureOf(client.chat(endpoint({ url }), ask('hi'), never));
        assert.equal(details.fault, UNKNOWN_NAME);
        assert.deepEqual(asked(), []);
        assert.equal(client.records[0]?.way, 'direct');
        return;
      }
      assert.match(await answerOf(client, url), /practice server/);
      assert.deepEqual(asked(), [expected]);
      const { method, target } = proxyIn(expected).requests[0] ?? assert.fail();
      if (url.startsWith('https:')) assert.deepEqual([method, target], ['CONNECT', `${NAME}:443`]);
      else assert.deepEqual([method, target], ['POST', `http://${NAME}/v1/chat/completions`]);
      assert.equal(client.records[0]?.way, `proxy ${new URL(proxyIn(expected).url).host}`);
      assert.equal((await client.models(endpoint({ url }), never))?.length, 3);
    });
  }

  it('is none for this machine, whatever is set', async () => {
    const settings = lab.settings({
      proxy: proxyIn('http.proxy').url,
      resolveProxy: async () => proxyIn('https_proxy').url,
    });
    for (const address of ['localhost', 'sub.localhost', '127.0.0.1', '127.1.2.3', '[::1]']) {
      const route = await chooseRoute(`https://${address}:8443/v1`, settings, createFakeClock());
      assert.deepEqual(route, { via: 'direct', orHost: false }, address);
    }
    const { url } = await lab.plainOrigin();
    assert.match(await answerOf(lab.client({ network: () => settings }), url), /practice server/);
    assert.deepEqual(asked(), []);
  });

  it('passes over what is no address of a proxy', () => {
    const url = new URL('https://api.example.test');
    const good = { https_proxy: 'http://good.test:1' };
    for (const proxy of ['', ' ', 'good.test:3128', 'ftp://good.test', 'http://', 'http://two words']) {
      assert.equal(configuredProxy(url, { proxy, noProxy: [], environment: good }), 'http://good.test:1', proxy);
      assert.equal(configuredProxy(url, { proxy, noProxy: [], environment: {} }), undefined, proxy);
    }
    assert.equal(configuredProxy(url, { proxy: ' http://a.test ', noProxy: [], environment: {} }), 'http://a.test');
  });

  it('excludes whole names and what is below them, and nothing that only ends alike', () => {
    const excluded = (host: string, entry: string): boolean =>
      configuredProxy(new URL(`https://${host}`), { proxy: 'http://p.test', noProxy: [entry], environment: {} }) ===
      'direct';
    for (const entry of ['example.test', '.example.test', ' Example.TEST ', '*', 'example.test:443'])
      assert.ok(excluded('api.example.test', entry), entry);
    for (const entry of ['ample.test', 'pi.example.test', 'example.test:80', '', ':443', '*.example.test'])
      assert.ok(!excluded('api.example.test', entry), entry);
    assert.ok(excluded('10.1.2.3:8443', '10.1.2.3:8443'));
  });
});
