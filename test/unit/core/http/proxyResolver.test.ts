import assert from 'node:assert/strict';
import type { NetworkSettings } from '../../../../src/core/http/route';
import { createFakeClock } from '../../../support/fakeClock';
import type { ProxyServer } from '../../../support/proxyServer';
import { sse } from '../../../support/scriptedReply';
import { until } from '../../../support/until';
import { ask, collect, endpoint, failureOf, never, textOf } from '../client/clientSetup';
import { answerOf, type Lab, type LabOrigin, openLab, UNKNOWN_NAME } from './lab';

type Resolver = NonNullable<NetworkSettings['resolveProxy']>;

describe('VS Code’s own choice of a proxy (N3)', () => {
  let lab: Lab;
  let origin: LabOrigin;
  let resolved: ProxyServer;
  let configured: ProxyServer;

  beforeEach(async () => {
    lab = await openLab();
    origin = await lab.secureOrigin();
    resolved = await lab.proxy();
    configured = await lab.proxy();
  });
  afterEach(() => lab.close());

  const settings = (resolveProxy?: Resolver): NetworkSettings =>
    lab.settings({ proxy: configured.url, ...(resolveProxy ? { resolveProxy } : {}) });

  it('comes before the settings, and is asked at every request', async () => {
    const asked: string[] = [];
    const resolveProxy = async (url: string) => {
      asked.push(url);
      return resolved.url;
    };
    const client = lab.client({ network: () => settings(resolveProxy) });
    await answerOf(client, origin.origin);
    await answerOf(client, origin.origin);
    assert.deepEqual(
      asked,
      Array.from({ length: 2 }, () => `${origin.origin}/v1/chat/completions`),
    );
    assert.deepEqual([resolved.requests.length, configured.requests.length], [2, 0]);
  });

  it('may bring credentials along', async () => {
    const url = resolved.url.replace('//', '//m%65:s%3Acr%25t@');
    await answerOf(lab.client({ network: () => settings(async () => url) }), origin.origin);
    const expected = `Basic ${Buffer.from('me:s:cr%t').toString('base64')}`;
    assert.deepEqual(
      resolved.requests.map(({ authorization }) => authorization),
      [expected],
    );
    assert.equal(JSON.stringify(origin.requests[0]?.headers).includes('proxy-'), false);
  });

  it('may have a percent sign in the credentials that stands for itself', async () => {
    const url = resolved.url.replace('//', '//me:50%off@');
    await answerOf(lab.client({ network: () => settings(async () => url) }), origin.origin);
    const { authorization = '' } = resolved.requests[0] ?? {};
    assert.equal(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString(), 'me:50%off');
  });

  it('may be no proxy, whatever the settings say', async () => {
    for (const nothing of [undefined, '']) {
      const client = lab.client({ network: () => settings(async () => nothing) });
      const { details } = await failureOf(client.chat(endpoint({ url: origin.origin }), ask('hi'), never));
      assert.equal(details.fault, UNKNOWN_NAME);
      assert.equal(client.records[0]?.way, 'direct');
    }
    assert.deepEqual([resolved.requests.length, configured.requests.length], [0, 0]);
  });

  const failures: readonly (readonly [what: string, resolver: Resolver | undefined])[] = [
    ['is absent', undefined],
    ['rejects', () => Promise.reject(new Error('no PAC file'))],
    [
      'throws',
      () => {
        throw new Error('not set up');
      },
    ],
    ['answers nonsense', async () => 'http://two words:99999'],
    ['answers with a kind of proxy that there is not', async () => 'gopher://proxy.test:70'],
  ];
  for (const [what, resolver] of failures) {
    it(`gives way to the settings when it ${what}`, async () => {
      assert.match(await answerOf(lab.client({ network: () => settings(resolver) }), origin.origin), /practice server/);
      assert.equal(configured.requests.length, 1);
    });
  }

  const hang: Resolver = () => new Promise(() => {});

  it('gives way to the settings after 2 seconds', async () => {
    const clock = createFakeClock();
    const client = lab.client({ clock, network: () => settings(hang) });
    const answer = answerOf(client, origin.origin);
    await until(() => clock.pending.includes(2000));
    await clock.advance(1999);
    assert.ok(clock.pending.includes(1), 'it is still awaited');
    assert.equal(configured.requests.length, 0);
    await clock.advance(1);
    assert.match(await answer, /practice server/);
    assert.equal(configured.requests.length, 1);
  });

  it('holds up nobody who has stopped', async () => {
    const clock = createFakeClock();
    const client = lab.client({ clock, network: () => settings(hang) });
    const abort = new AbortController();
    const chat = collect(client.chat(endpoint({ url: origin.origin }), ask('hi'), abort.signal));
    await until(() => clock.pending.includes(2000));
    abort.abort('stopped');
    await assert.rejects(chat, reason => reason === 'stopped');
    assert.equal(configured.requests.length, 0);
  });

  it('is left to VS Code’s fetch where neither it nor the settings know a way', async () => {
    const asked: string[] = [];
    const client = lab.client({
      network: () => lab.settings({ resolveProxy: () => Promise.reject(new Error('no')) }),
      hostFetch: async url => {
        asked.push(url.href);
        return new Response(sse({ choices: [{ delta: { content: 'found' }, finish_reason: 'stop' }] }), {
          headers: { 'Content-Type': 'text/event-stream' },
        });
      },
    });
    const events = await collect(client.chat(endpoint({ url: origin.origin }), ask('hi'), never));
    assert.equal(textOf(events), 'found');
    assert.deepEqual(asked, [`${origin.origin}/v1/chat/completions`]);
    assert.equal(client.records[0]?.way, 'through VS Code');
  });

  it('is not second-guessed by VS Code’s fetch when it says that there is no proxy', async () => {
    const client = lab.client({
      network: () => settings(async () => undefined),
      hostFetch: () => assert.fail('asked'),
    });
    const { details } = await failureOf(client.chat(endpoint({ url: origin.origin }), ask('hi'), never));
    assert.equal(details.fault, UNKNOWN_NAME);
  });
});

describe('http.proxySupport (N4)', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  for (const proxySupport of ['override', 'fallback', 'on', 'off'] as const) {
    it(`means ${proxySupport === 'off' ? 'no proxy, and no question for one,' : 'a proxy'} when it is ${proxySupport}`, async () => {
      const origin = await lab.secureOrigin();
      const proxy = await lab.proxy();
      let asked = 0;
      const resolveProxy = async () => {
        asked++;
        return proxy.url;
      };
      const client = lab.client({ network: () => lab.settings({ proxySupport, proxy: proxy.url, resolveProxy }) });
      if (proxySupport === 'off') {
        const { details } = await failureOf(client.chat(endpoint({ url: origin.origin }), ask('hi'), never));
        assert.equal(details.fault, UNKNOWN_NAME);
      } else {
        await answerOf(client, origin.origin);
      }
      const count = proxySupport === 'off' ? 0 : 1;
      assert.deepEqual([proxy.requests.length, asked], [count, count]);
    });
  }
});
