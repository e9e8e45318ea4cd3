import assert from 'node:assert/strict';
import type { Client } from '../../../../src/core/client/client';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import type { ScriptedReply } from '../../../support/scriptedReply';
import { until } from '../../../support/until';
import { ask, endpoint, FAST, failureOf, never, TOKEN } from '../client/clientSetup';
import { answerOf, type Lab, openLab } from './lab';

const CODES = [301, 302, 303, 307, 308] as const;
const HEADERS = ['Authorization', 'x-api-key', 'api-key', 'Cookie'] as const;
const CHAT = '/v1/chat/completions';

/** A redirect whose body never ends, as nobody should wait for it. */
function redirect(status: number, location: string | undefined, more: Partial<ScriptedReply> = {}): ScriptedReply {
  const headers = location === undefined ? {} : { Location: location };
  return { status, headers, steps: [{ send: 'Moved.' }, { stall: true }], ...more };
}

describe('redirects (S5, R27)', () => {
  let lab: Lab;
  let server: PracticeServer;
  let sink: PracticeServer;
  let client: Client;

  beforeEach(async () => {
    lab = await openLab();
    server = await startPracticeServer({ pace: FAST });
    sink = await startPracticeServer({ pace: FAST });
    client = lab.client({ token: async () => TOKEN });
    lab.onClose(server.close);
    lab.onClose(sink.close);
  });
  afterEach(() => lab.close());

  const detailsOf = async (more?: object) =>
    (await failureOf(client.chat(endpoint({ url: server.url, ...more }), ask('hi'), never))).details;
  const paths = (): readonly string[] => server.requests.map(({ path }) => path);

  describe('to another origin', () => {
    for (const status of CODES) {
      for (const header of HEADERS) {
        it(`are not followed: ${status} with a key in ${header}`, async () => {
          const keyed = header === 'Authorization' ? client : lab.client();
          const headers = header === 'Authorization' ? {} : { [header]: TOKEN };
          const to = endpoint({ url: server.url, ...{ headers } });
          server.script(redirect(status, `${sink.url}${CHAT}`));
          const { details } = await failureOf(keyed.chat(to, ask('hi'), never));
          assert.deepEqual([details.kind, details.code, details.status], ['protocol', 'REDIRECT', status]);
          assert.equal(details.serverMessage, `${sink.url}${CHAT}`);
          assert.equal(details.suggestedUrl, `${sink.url}${CHAT}`);
          assert.equal(details.request, `POST ${server.url}${CHAT}`);
          server.script(redirect(status, `${sink.url}/v1/models`));
          await assert.rejects(keyed.models(to, never), { kind: 'protocol' });
          assert.equal(sink.connections().accepted, 0);
          assert.equal(server.requests.length, 2);
        });
      }
    }

    const elsewhere: readonly (readonly [what: string, location: string, words: string, suggested: boolean])[] = [
      [
        'the same path with a prefix',
        'https://new.test/api/v1/chat/completions',
        'https://new.test/api/v1/chat/completions',
        true,
      ],
      ['a page to log in at', 'https://login.test/?return=chat/completions', 'https://login.test/', false],
      ['another path', 'https://new.test/v1/chat', 'https://new.test/v1/chat', false],
      ['an address with a password', `https://u:p@new.test${CHAT}`, `https://new.test${CHAT}`, false],
      ['an address with a key', `https://new.test${CHAT}?key=s3cret`, `https://new.test${CHAT}`, true],
      ['an address without a scheme', `//new.test${CHAT}`, `http://new.test${CHAT}`, true],
    ];
    for (const [what, location, words, suggested] of elsewhere) {
      it(`say where they lead, and suggest it ${suggested ? '' : 'not '}for ${what}`, async () => {
        server.script(redirect(308, location));
        const details = await detailsOf();
        assert.equal(details.serverMessage, words);
        assert.equal(details.suggestedUrl, suggested ? words : undefined);
      });
    }

    for (const location of [undefined, 'http://', 'ftp://new.test/', 'javascript:alert(1)', 'http://[::1']) {
      it(`are an error when they lead nowhere: ${location}`, async () => {
        server.script(redirect(307, location));
        const { code, suggestedUrl, serverMessage } = await detailsOf();
        assert.deepEqual([code, suggestedUrl, serverMessage], ['REDIRECT', undefined, undefined]);
        assert.equal(server.requests.length, 1);
      });
    }

    it('are suggested without a query, which may hold a key', async () => {
      server.script(redirect(308, `https://new.test${CHAT}?api-version=1&key=s3cret`));
      const { suggestedUrl } = await detailsOf({ url: `${server.url}${CHAT}?api-version=1` });
      assert.equal(suggestedUrl, `https://new.test${CHAT}`);
    });

    it('are not followed to what is the same host with another port or scheme', async () => {
      const { host } = new URL(server.url);
      for (const location of [
        `https://${host}${CHAT}`,
        `http://127.0.0.1:1${CHAT}`,
        `http://localhost:${host.split(':')[1]}${CHAT}`,
      ]) {
        server.script(redirect(307, location));
        assert.equal((await detailsOf()).code, 'REDIRECT', location);
      }
      assert.equal(server.requests.length, 3);
    });
  });

  describe('within one origin', () => {
    for (const status of [307, 308] as const) {
      it(`are followed three times with everything that the request is: ${status}`, async () => {
        server.script(redirect(status, '/one?x=1'));
        server.script(redirect(status, `${server.url}/two`));
        server.script(redirect(status, CHAT));
        assert.match(await answerOf(client, server.url, { headers: { 'X-Team': 'blue' } }), /practice server/);
        assert.deepEqual(paths(), [CHAT, '/one?x=1', '/two', CHAT]);
        assert.equal(new Set(server.requests.map(({ text }) => text)).size, 1);
        for (const { method, headers } of server.requests) {
          assert.deepEqual([method, headers.authorization, headers['x-team']], ['POST', `Bearer ${TOKEN}`, 'blue']);
        }
        await until(() => server.connections().open === 0);
      });

      it(`are not followed a fourth time: ${status}`, async () => {
        for (const path of ['/one', '/two', '/three', CHAT]) server.script(redirect(status, path));
        const details = await detailsOf();
        assert.deepEqual([details.code, details.status], ['REDIRECT', status]);
        assert.equal(details.serverMessage, `${server.url}${CHAT}`);
        assert.deepEqual(paths(), [CHAT, '/one', '/two', '/three']);
      });
    }

    for (const status of [301, 302, 303] as const) {
      it(`are not followed for a question, which would be lost: ${status}`, async () => {
        server.script(redirect(status, '/v2/chat/completions'));
        const details = await detailsOf();
        assert.equal(details.code, 'REDIRECT');
        assert.equal(details.serverMessage, `${server.url}/v2/chat/completions`);
        assert.equal(server.requests.length, 1);
      });
    }

    for (const status of CODES) {
      it(`are followed for the list of models: ${status}`, async () => {
        server.script(redirect(status, '/elsewhere'));
        server.script(redirect(status, '/v1/models'));
        assert.equal((await client.models(endpoint({ url: server.url }), never))?.length, 3);
        assert.deepEqual(paths(), ['/v1/models', '/elsewhere', '/v1/models']);
        assert.ok(server.requests.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`));
      });
    }

    it('never go on to another origin', async () => {
      server.script(redirect(307, '/one'));
      server.script(redirect(307, `${sink.url}${CHAT}`));
      assert.equal((await detailsOf()).serverMessage, `${sink.url}${CHAT}`);
      assert.equal(sink.connections().accepted, 0);
    });

    it('do not hang on a body that never comes, and let its connection go', async () => {
      for (const steps of [
        [{ head: true }, { stall: true }],
        [{ send: 'x'.repeat(100_000) }, { stall: true }],
      ] as const) {
        server.script(redirect(307, CHAT, { steps }));
        assert.match(await answerOf(client, server.url), /practice server/);
        assert.equal((await server.requests.at(-2)?.ended)?.by, 'client');
      }
      await until(() => server.connections().open === 0);
    });

    it('can be stopped on the way', async () => {
      const abort = new AbortController();
      server.script(redirect(307, '/one'));
      server.script({ steps: [{ stall: true }], when: ({ path }) => path === '/one' });
      const failed = assert.rejects(
        async () => {
          for await (const _event of client.chat(endpoint({ url: server.url }), ask('hi'), abort.signal));
        },
        reason => reason === 'stopped',
      );
      await until(() => server.requests.length === 2);
      abort.abort('stopped');
      await failed;
      assert.equal((await server.requests[1]?.ended)?.by, 'client');
    });
  });

  it('that are none of these are refusals like any other', async () => {
    for (const status of [300, 304, 305] as const) {
      server.script({ status, headers: { Location: '/one' }, steps: [] });
      const details = await detailsOf();
      assert.deepEqual([details.status, details.code], [status, undefined]);
    }
    assert.equal(server.requests.length, 3);
  });
});
