import assert from 'node:assert/strict';
import { LOOPBACK } from '../../../support/listening';
import { ask, endpoint, failureOf, never } from '../client/clientSetup';
import { answerOf, type Lab, NAME, openLab } from './lab';

describe('SOCKS proxies (N2)', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  // VS Code’s resolver calls all of these `socks:`.
  for (const kind of ['socks', 'socks4', 'socks5', 'socks5h']) {
    const proxy = `${kind}://${LOOPBACK}:1080`;

    it(`of the kind ${kind} are said to be none of ours, and nothing is sent`, async () => {
      const client = lab.client({ network: () => lab.settings({ resolveProxy: async () => proxy }) });
      const { details } = await failureOf(client.chat(endpoint({ url: `https://${NAME}` }), ask('hi'), never));
      assert.deepEqual([details.fault, details.code, details.proxy], ['proxy', 'PROXY_KIND', `${LOOPBACK}:1080`]);
    });
  }

  it('are left to VS Code’s own fetch, which may know them', async () => {
    const server = await lab.plainOrigin();
    const asked: string[] = [];
    const client = lab.client({
      network: () => lab.settings({ resolveProxy: async () => `socks5://${LOOPBACK}:1080` }),
      hostFetch: (url, init) => {
        asked.push(url.href);
        return fetch(`${server.url}${url.pathname}`, init);
      },
    });
    assert.match(await answerOf(client, server.origin), /practice server/);
    assert.deepEqual(asked, [`${server.origin}/v1/chat/completions`]);
  });
});
