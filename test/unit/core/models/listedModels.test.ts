import assert from 'node:assert/strict';
import { isChatError } from '../../../../src/core/errors';
import { recording } from '../../../support/recordings';
import { json, type ScriptedReply } from '../../../support/scriptedReply';
import { type ClientSetup, lastRequest, never, setUpClient, TOKEN } from '../client/clientSetup';
import { FAMILIES, listOf } from './modelLists';

describe('The models of an endpoint', () => {
  let setup: ClientSetup;
  /** The origins whose token has changed. */
  let changed: string[];
  beforeEach(async () => {
    changed = [];
    setup = await setUpClient({ tokenChanges: origin => changed.filter(other => other === origin).length });
  });
  afterEach(() => setup.close());

  /** Replies for these addresses, each once. */
  function serve(replies: Readonly<Record<string, ScriptedReply>>): void {
    for (const [line, reply] of Object.entries(replies)) {
      setup.server.script({ ...reply, when: ({ method, path }) => `${method} ${path}` === line });
    }
  }
  const list = (reply: ScriptedReply) => serve({ 'GET /v1/models': reply });
  const ask = (signal: AbortSignal = never) => setup.client.models(setup.openai(), signal);
  const asked = () => setup.server.requests.map(({ method, path }) => `${method} ${path}`);

  async function failure() {
    const error: unknown = await ask().then(
      () => assert.fail('There was a list.'),
      (reason: unknown) => reason,
    );
    assert.ok(isChatError(error), String(error));
    return error.details;
  }

  for (const { name, replies, models } of FAMILIES) {
    it(`are read from ${name}`, async () => {
      serve(replies);
      assert.deepEqual(await ask(), models);
      assert.deepEqual(asked().toSorted(), Object.keys(replies).toSorted(), 'and nothing else is asked');
      for (const { headers } of setup.server.requests) assert.equal(headers.authorization, `Bearer ${TOKEN}`);
    });
  }

  it('are read from llama.cpp as recorded', async () => {
    list(recording('llamanew-models'));
    assert.deepEqual(await ask(), [{ id: 'stories260K', contextWindow: 512 }]);
  });

  it('are read where the list stands alone (Together)', async () => {
    list(json([{ id: 'one', context_length: 8192 }]));
    assert.deepEqual(await ask(), [{ id: 'one', contextWindow: 8192 }]);
  });

  it('are read where entries are broken', async () => {
    list(json({ data: [null, 'm', [], {}, { id: '' }, { id: 7 }, { id: 'good', max_model_len: '4096' }] }));
    assert.deepEqual(await ask(), [{ id: 'good', contextWindow: 4096 }]);
  });

  for (const [what, value] of [
    ['0', 0],
    ['a negative number', -1],
    ['null', null],
    ['words', 'many'],
    ['infinite', '1e999'],
  ] as const) {
    it(`have no context window where it is ${what}`, async () => {
      list(json({ data: [{ id: 'm', max_model_len: value }] }));
      assert.deepEqual(await ask(), [{ id: 'm' }]);
    });
  }

  it('may be none', async () => {
    list(json({ object: 'list', data: [] }));
    assert.deepEqual(await ask(), []);
  });

  for (const status of [404, 405, 501]) {
    it(`are not known where there is no list (${status})`, async () => {
      list(json({ error: { message: 'no such thing' } }, status));
      assert.equal(await ask(), undefined);
    });
  }

  for (const [status, kind] of [
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [429, 'rateLimited'],
    [500, 'server'],
  ] as const) {
    it(`are refused with ${status} in the server’s words`, async () => {
      list(json({ error: { message: `${status} it is` } }, status));
      const { request, ...details } = await failure();
      assert.deepEqual([details.kind, details.status, details.serverMessage], [kind, status, `${status} it is`]);
      assert.equal(request, `GET ${setup.server.url}/v1/models`);
    });
  }

  for (const [what, reply, words] of [
    ['a page', { steps: [{ send: '<html><title>Welcome</title></html>' }] }, 'Welcome'],
    ['something else in JSON', json({ models: [] }), undefined],
    ['half a list', { steps: [{ send: '{"data":[{"id":' }] }, '{"data":[{"id":'],
    ['nothing', { steps: [] }, undefined],
  ] as const) {
    it(`are an error where ${what} comes instead`, async () => {
      list(reply);
      const { kind, status, serverMessage } = await failure();
      assert.deepEqual([kind, status, serverMessage], ['protocol', 200, words]);
    });
  }

  describe('stay when their details', () => {
    const plain = listOf([{ id: 'one' }, { id: 'two' }]);
    for (const [what, details] of [
      ['are not there', json({ detail: 'Not Found' }, 404)],
      ['are refused', json({ error: 'no' }, 401)],
      ['are a page', { steps: [{ send: '<html>' }] }],
      ['are something else', json([1, 2])],
      ['break off', { steps: [{ send: '{"da' }, { cut: true }] }],
      ['get no reply', { steps: [{ reset: true }] }],
    ] as const satisfies readonly (readonly [string, ScriptedReply])[]) {
      it(what, async () => {
        serve({ 'GET /v1/models': plain, 'GET /v1/model/info': details });
        assert.deepEqual(await ask(), [{ id: 'one' }, { id: 'two' }]);
        assert.equal(setup.server.requests.length, 2);
      });
    }

    it('do not come, and the connection is let go', async () => {
      serve({ 'GET /v1/models': plain, 'GET /v1/model/info': { steps: [{ stall: true }] } });
      assert.deepEqual(await ask(), [{ id: 'one' }, { id: 'two' }]);
      assert.equal((await lastRequest(setup.server).ended).by, 'client');
    });

    it('come for some only', async () => {
      serve({
        'GET /v1/models': listOf([
          { id: 'one', owned_by: 'library' },
          { id: 'two', owned_by: 'library' },
        ]),
      });
      const about = (id: string) => (request: { readonly body: unknown }) => JSON.stringify(request.body).includes(id);
      setup.server.script({ steps: [{ reset: true }], when: about('one') });
      setup.server.script({ ...json({ model_info: { 'llama.context_length': 8192 } }), when: about('two') });
      assert.deepEqual(await ask(), [{ id: 'one' }, { id: 'two', contextWindow: 8192 }]);
    });
  });

  describe('can be waited for no longer', () => {
    for (const [what, hanging, owner] of [
      ['while the list is asked for', 'GET /v1/models', ''],
      ['while details are asked for', 'GET /v1/model/info', ''],
      ['while details are asked for one by one', 'POST /api/show', 'library'],
    ] as const) {
      it(what, async () => {
        serve({ 'GET /v1/models': listOf([{ id: 'one', owned_by: owner }]), [hanging]: { steps: [{ stall: true }] } });
        const abort = new AbortController();
        const waiting = ask(abort.signal);
        waiting.catch(() => undefined);
        while (asked().at(-1) !== hanging) await setup.server.nextRequest();
        abort.abort('stopped');
        await assert.rejects(waiting, reason => reason === 'stopped');
        assert.equal((await lastRequest(setup.server).ended).by, 'client');
      });
    }
  });

  describe('are kept', () => {
    const first = listOf([{ id: 'first', max_model_len: 1 }]);
    const second = listOf([{ id: 'second', max_model_len: 1 }]);
    const ids = async (options?: { readonly refresh: boolean }, endpoint = setup.openai()) =>
      (await setup.client.models(endpoint, never, options))?.map(({ id }) => id);

    it('until they are asked for anew', async () => {
      list(first);
      assert.deepEqual([await ids(), await ids()], [['first'], ['first']]);
      assert.equal(setup.server.requests.length, 1);
      list(second);
      assert.deepEqual([await ids({ refresh: true }), await ids()], [['second'], ['second']]);
      assert.equal(setup.server.requests.length, 2);
    });

    it('for each endpoint by itself', async () => {
      list(first);
      serve({ 'GET /other/v1/models': second });
      const other = setup.openai({ url: `${setup.server.url}/other/v1` });
      assert.deepEqual([await ids(), await ids(undefined, other), await ids()], [['first'], ['second'], ['first']]);
      list(second);
      const team = setup.openai({ headers: { 'X-Team': 'blue' } });
      assert.deepEqual([await ids(undefined, team), await ids()], [['second'], ['first']]);
    });

    it('and told of once, whoever has asked; where there is no list, there is nothing to tell', async () => {
      const told: string[] = [];
      const { server, client, openai, close } = await setUpClient({
        onModels: ({ name }, models) => told.push(`${name}: ${models.map(({ id }) => id)}`),
      });
      server.script({ ...first, when: ({ path }) => path === '/v1/models' });
      await client.models(openai(), never);
      await client.models(openai(), never);
      server.script({ ...json({}, 404), when: ({ path }) => path === '/none/v1/models' });
      await client.models(openai({ url: `${server.url}/none/v1` }), never);
      assert.deepEqual(told, ['test: first']);
      await close();
    });

    it('until the token of their origin has changed', async () => {
      list(first);
      assert.deepEqual(await ids(), ['first']);
      changed.push('https://other.example');
      assert.deepEqual(await ids(), ['first']);
      changed.push(setup.server.url);
      list(second);
      assert.deepEqual([await ids(), await ids()], [['second'], ['second']]);
    });

    it('but a failure is not', async () => {
      list(json({ error: 'busy' }, 500));
      await failure();
      list(first);
      assert.deepEqual(await ids(), ['first']);
      list(json({ error: 'busy' }, 500));
      await assert.rejects(ids({ refresh: true }));
      assert.deepEqual(await ids(), ['first'], 'what is known stays known');
    });
  });
});
