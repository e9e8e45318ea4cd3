import assert from 'node:assert/strict';
import type { HostFetch } from '../../../../src/core/http/hostExchange';
import type { NetworkSettings } from '../../../../src/core/http/route';
import type { ProxyServer } from '../../../support/proxyServer';
import { ask, collect, delta, EVENT_STREAM, endpoint, failureOf, never, textOf } from '../client/clientSetup';
import { answerOf, type Lab, type LabOrigin, openLab } from './lab';

const RIGHT = `Basic ${Buffer.from('me:secret').toString('base64')}`;

/** A host that gets through to an answer, half of which comes when the test wants it. */
function answeringHost() {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const rests: (() => void)[] = [];
  const hostFetch: HostFetch = async (url, init) => {
    asked.push({ url: url.href, init });
    const body = new ReadableStream({
      start(controller) {
        const send = (text: string): void => controller.enqueue(new TextEncoder().encode(text));
        send(delta('first '));
        rests.push(() => {
          send(`${delta('second')}data: [DONE]\n\n`);
          controller.close();
        });
      },
    });
    return new Response(body, { headers: EVENT_STREAM });
  };
  return { hostFetch, asked, sendRest: () => rests.shift()?.() };
}

for (const scheme of ['https', 'http'] as const) {
  describe(`a proxy that wants credentials, on the way to ${scheme} (N5)`, () => {
    let lab: Lab;
    let origin: LabOrigin;
    let proxy: ProxyServer;

    beforeEach(async () => {
      lab = await openLab();
      origin = await (scheme === 'https' ? lab.secureOrigin() : lab.plainOrigin());
      proxy = await lab.proxy({ authorization: RIGHT });
    });
    afterEach(() => lab.close());

    const withCredentials = (credentials: string): string => proxy.url.replace('//', `//${credentials}@`);

    const accepted: readonly (readonly [what: string, settings: () => Partial<NetworkSettings>])[] = [
      ['in the address of http.proxy', () => ({ proxy: withCredentials('me:secret') })],
      ['in http.proxyAuthorization', () => ({ proxy: proxy.url, proxyAuthorization: RIGHT })],
      [
        'in its address rather than those in http.proxyAuthorization',
        () => ({ proxy: withCredentials('me:s%65cret'), proxyAuthorization: 'Basic wrong' }),
      ],
    ];
    for (const [what, settings] of accepted) {
      it(`gets those ${what}, at once, and the endpoint never does`, async () => {
        const client = lab.client({
          network: () => lab.settings(settings()),
          hostFetch: () => assert.fail('the host was asked'),
        });
        assert.match(await answerOf(client, origin.origin), /practice server/);
        assert.deepEqual(
          proxy.requests.map(({ authorization }) => authorization),
          [RIGHT],
        );
        assert.equal(origin.requests[0]?.headers['proxy-authorization'], undefined);
        assert.equal(JSON.stringify(client.records).includes('secret'), false);
      });
    }

    for (const [what, settings] of [
      ['wrong ones', () => ({ proxy: withCredentials('me:wrong') })],
      ['none', () => ({ proxy: proxy.url })],
    ] as const) {
      it(`is left to VS Code’s fetch when there are ${what}: one attempt, which streams`, async () => {
        const { hostFetch, asked, sendRest } = answeringHost();
        const client = lab.client({ network: () => lab.settings(settings()), hostFetch });
        let text = '';
        for await (const event of client.chat(endpoint({ url: origin.origin }), ask('hi'), never)) {
          if (event.type !== 'text') continue;
          text += event.text;
          // Only now, so the first half did not wait for the second.
          sendRest();
        }
        assert.equal(text, 'first second');
        assert.deepEqual([asked.length, proxy.requests.length, origin.connections().accepted], [1, 1, 0]);
        assert.equal(asked[0]?.url, `${origin.origin}/v1/chat/completions`);
        assert.deepEqual(Object.keys(asked[0].init).toSorted(), ['body', 'headers', 'method', 'redirect', 'signal']);
        assert.equal(Reflect.get(asked[0].init.headers ?? {}, 'host'), undefined);
        assert.equal(client.records[0]?.way, 'through VS Code');
      });
    }

    it('is remembered: the next request goes through VS Code at once, until the settings change', async () => {
      const { hostFetch, asked, sendRest } = answeringHost();
      let credentials = 'me:wrong';
      const network = () => lab.settings({ proxy: withCredentials(credentials) });
      const client = lab.client({ network, hostFetch });
      for (const count of [1, 2, 3]) {
        const events = [];
        for await (const event of client.chat(endpoint({ url: origin.origin }), ask('hi'), never)) {
          events.push(event);
          sendRest();
        }
        assert.equal(textOf(events), 'first second');
        assert.deepEqual([asked.length, proxy.requests.length], [count, 1]);
      }
      credentials = 'me:secret';
      assert.match(await answerOf(client, origin.origin), /practice server/);
      assert.deepEqual([asked.length, proxy.requests.length], [3, 2]);
    });

    for (const [what, hostFetch] of [
      ['fails', () => Promise.reject(new TypeError('fetch failed'))],
      ['is refused as well', async () => new Response('', { status: 407 })],
    ] as const) {
      it(`says what the proxy said when VS Code’s fetch ${what}`, async () => {
        let asked = 0;
        const client = lab.client({
          network: () => lab.settings({ proxy: proxy.url }),
          hostFetch: () => {
            asked++;
            return hostFetch();
          },
        });
        for (const count of [1, 2]) {
          const { details } = await failureOf(client.chat(endpoint({ url: origin.origin }), ask('hi'), never));
          assert.deepEqual([details.kind, details.fault], ['network', 'proxy']);
          assert.match(details.message, /407/);
          assert.equal(details.proxy, new URL(proxy.url).host);
          assert.deepEqual([asked, proxy.requests.length], [count, count]);
        }
        assert.equal(origin.connections().accepted, 0);
      });
    }

    it('says what the proxy said where there is no VS Code to ask', async () => {
      const client = lab.client({ network: () => lab.settings({ proxy: withCredentials('me:wrong') }) });
      const { details } = await failureOf(client.chat(endpoint({ url: origin.origin }), ask('hi'), never));
      assert.deepEqual([details.kind, details.fault], ['network', 'proxy']);
      assert.equal(JSON.stringify(details).includes('wrong'), false);
      await assert.rejects(client.models(endpoint({ url: origin.origin }), never));
      await assert.rejects(collect(client.chat(endpoint({ url: origin.origin }), ask('hi'), AbortSignal.abort('no'))));
    });
  });
}
