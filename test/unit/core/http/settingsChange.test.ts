import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import type { NetworkSettings } from '../../../../src/core/http/route';
import type { ProxyServer } from '../../../support/proxyServer';
import { sse } from '../../../support/scriptedReply';
import { until } from '../../../support/until';
import { ask, collect, delta, endpoint, never, stream, textOf } from '../client/clientSetup';
import { answerOf, type Lab, type LabOrigin, openLab } from './lab';

const DONE = sse({ choices: [{ delta: { content: 'end' }, finish_reason: 'stop' }] });

for (const scheme of ['https', 'http'] as const) {
  describe(`changes of the settings, on the way to ${scheme} (N8)`, () => {
    let lab: Lab;
    let origin: LabOrigin;
    let proxies: readonly [ProxyServer, ProxyServer];

    beforeEach(async () => {
      lab = await openLab();
      origin = await (scheme === 'https' ? lab.secureOrigin() : lab.plainOrigin());
      proxies = [await lab.proxy(), await lab.proxy()];
    });
    afterEach(() => lab.close());

    it('hold for the next request at once, 20 times, while a stream runs on to its end', async () => {
      let proxy: ProxyServer = proxies[0];
      const client = lab.client({ network: () => lab.settings({ proxy: proxy.url }) });
      let finish: (value?: unknown) => void = () => {};
      const finished = new Promise(resolve => {
        finish = resolve;
      });
      origin.script(stream([{ send: delta('begin ') }, { wait: finished }, { send: DONE }]));
      const events: ChatEvent[] = [];
      const running = collect(client.chat(endpoint({ url: origin.origin }), ask('hi'), never), events);
      await until(() => events.length > 0);

      for (let toggle = 1; toggle <= 20; toggle++) {
        proxy = proxies[toggle % 2 === 0 ? 0 : 1];
        const before = proxy.requests.length;
        assert.match(await answerOf(client, origin.origin), /practice server/);
        assert.equal(proxy.requests.length, before + 1, `toggle ${toggle}`);
      }
      finish();
      await running;
      assert.equal(textOf(events), 'begin end');
      assert.ok(events.some(({ type }) => type === 'finish'));
      const servers = [origin, ...proxies];
      await until(() => servers.every(server => server.connections().open === 0));
    });

    it('hold for each of many requests that begin at once', async () => {
      const ways = Array.from({ length: 20 }, (_, index) => proxies[index % 2 === 0 ? 0 : 1]);
      let next = 0;
      const network = (): NetworkSettings => lab.settings({ proxy: ways[next++ % ways.length]?.url ?? '' });
      const client = lab.client({ network });
      const answers = await Promise.all(ways.map(() => answerOf(client, origin.origin)));
      assert.ok(answers.every(answer => answer.includes('practice server')));
      assert.deepEqual(
        proxies.map(({ requests }) => requests.length),
        [10, 10],
      );
    });

    it('hold for requests whose proxy is still being looked for', async () => {
      const resolvers: ((proxy: string) => void)[] = [];
      const resolveProxy = (): Promise<string> => new Promise(resolve => void resolvers.push(resolve));
      const client = lab.client({ network: () => lab.settings({ resolveProxy }) });
      const answers = Promise.all([0, 1, 2].map(() => answerOf(client, origin.origin)));
      await until(() => resolvers.length === 3);
      for (const [index, resolve] of resolvers.toReversed().entries()) resolve(proxies[index % 2 === 0 ? 0 : 1].url);
      assert.equal((await answers).length, 3);
      assert.deepEqual(
        proxies.map(({ requests }) => requests.length),
        [2, 1],
      );
    });

    it('leave nothing open once the client closes, whatever was running', async () => {
      const client = lab.client({ network: () => lab.settings({ proxy: proxies[0].url }) });
      origin.script(stream([{ send: delta('begin ') }, { stall: true }]));
      const events: ChatEvent[] = [];
      const running = collect(client.chat(endpoint({ url: origin.origin }), ask('hi'), never), events);
      await until(() => events.length > 0);
      await Promise.all([client.close(), assert.rejects(running)]);
      await until(() => proxies[0].connections().open === 0 && origin.connections().open === 0);
      await client.close();
    });
  });
}
