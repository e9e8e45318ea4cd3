import assert from 'node:assert/strict';
import { startSilentServer } from '../../../support/faultyServers';
import { startPracticeServer } from '../../../support/practiceServer';
import { json, sse } from '../../../support/scriptedReply';
import { deadAddress, type Lab, openLab } from '../http/lab';
import { checkWith, factsOf, finding, stepNames } from './checkSteps';
import { endpoint, FAST, stream, TOKEN } from './clientSetup';

const MODEL = 'practice-model';
const ALL = ['address', 'proxy', 'name', 'connection', 'certificate', 'token', 'models', 'reply', 'stream'];

describe('A connection check', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  async function setUp(more: object = {}) {
    const server = await startPracticeServer({ token: TOKEN, pace: FAST });
    lab.onClose(server.close);
    return { server, client: lab.client({ token: async () => TOKEN }), target: endpoint({ url: server.url, ...more }) };
  }

  it('goes through every step to an answer', async () => {
    const { server, client, target } = await setUp();
    const steps = await checkWith(client, target, MODEL);
    const { host } = new URL(server.url);
    assert.deepEqual(stepNames(steps), ALL);
    assert.deepEqual(factsOf(steps), {
      address: 'ok: openai',
      proxy: 'ok: direct',
      name: 'ok: 127.0.0.1',
      connection: `ok: ${host}`,
      certificate: 'skipped: ',
      token: 'ok: stored',
      models: 'ok: 3 models',
      reply: 'ok: an answer',
      stream: `ok: ${finding(steps, 'stream').answered}`,
    });
    assert.match(finding(steps, 'stream').answered, /^first word after \d+ ms$/);
    assert.ok(steps.every(({ milliseconds }) => milliseconds >= 0 && milliseconds < 10_000));
    const wanted = { model: MODEL, messages: [{ role: 'user', content: 'Count from one to nine.' }] };
    assert.deepEqual(
      server.requests.map(({ method, path, body }) => [`${method} ${path}`, body]),
      [
        ['GET /v1/models', undefined],
        ['POST /v1/chat/completions', { ...wanted, max_tokens: 1, stream: false }],
        [
          'POST /v1/chat/completions',
          { ...wanted, max_tokens: 32, stream: true, stream_options: { include_usage: true } },
        ],
      ],
    );
    assert.equal(server.connections().accepted, 4, 'one to see whether it comes about, one for each request');
  });

  it('asks the first listed model where none is chosen, and takes the user’s parameters along', async () => {
    const { server, client, target } = await setUp({ parameters: { temperature: 0, max_tokens: 9999 } });
    const steps = await checkWith(client, target, undefined);
    assert.deepEqual([finding(steps, 'reply').status, finding(steps, 'stream').status], ['ok', 'ok']);
    const { temperature, max_tokens, model } = Object(server.requests[1]?.body);
    assert.deepEqual([temperature, max_tokens, model], [0, 1, MODEL]);
  });

  it('asks no model where none is known', async () => {
    const { server, client, target } = await setUp();
    server.script(json({ detail: 'Not Found' }, 404));
    const steps = await checkWith(client, target, undefined);
    assert.deepEqual(
      ['models', 'reply', 'stream'].map(name => finding(steps, name).note),
      ['noList', 'noModel', 'noModel'],
    );
    assert.equal(server.requests.length, 1);
  });

  it('says that a token is wrong, and asks for no stream then', async () => {
    const { server, target } = await setUp();
    const client = lab.client({ token: async () => 'wrong-canary-token' });
    const steps = await checkWith(client, target, MODEL);
    const { status, error, answered } = finding(steps, 'models');
    assert.deepEqual([status, error?.kind, error?.status], ['failed', 'unauthorized', 401]);
    assert.equal(answered, '401 The API key is not the one that this server expects.');
    assert.equal(finding(steps, 'reply').error?.kind, 'unauthorized');
    assert.equal(finding(steps, 'stream').status, 'skipped');
    assert.equal(server.requests.length, 2);
    assert.ok(!JSON.stringify(steps).includes('wrong-canary'));
  });

  it('finds a wrong token also where the list needs none', async () => {
    const { server, client, target } = await setUp();
    server.script(json({ data: [{ id: MODEL, max_model_len: 1 }] }));
    server.script(json({ error: { code: 401, message: 'Invalid API Key' } }, 401));
    const steps = await checkWith(client, target, MODEL);
    assert.equal(finding(steps, 'models').status, 'ok');
    assert.equal(finding(steps, 'reply').answered, '401 Invalid API Key');
  });

  it('says that no token is stored, and that it matters elsewhere', async () => {
    const { target } = await setUp();
    const client = lab.client();
    const here = finding(await checkWith(client, target, MODEL), 'token');
    assert.deepEqual([here.status, here.note], ['ok', 'noToken']);
    const { origin } = await lab.secureOrigin();
    const proxy = await lab.proxy();
    const through = lab.client({ network: () => lab.settings({ proxy: proxy.url }) });
    const there = finding(await checkWith(through, endpoint({ url: origin }), MODEL), 'token');
    assert.deepEqual([there.status, there.note], ['warning', 'noToken']);
  });

  it('goes on where there is no list, and where it lacks the model', async () => {
    const { server, client, target } = await setUp();
    server.script(json({ detail: 'Not Found' }, 404));
    const without = await checkWith(client, target, MODEL);
    assert.deepEqual([finding(without, 'models').status, finding(without, 'models').note], ['skipped', 'noList']);
    assert.equal(finding(without, 'stream').status, 'ok');
    server.script(json({ data: [{ id: 'other', max_model_len: 1 }] }));
    const lacking = await checkWith(client, target, MODEL);
    const { status, note, answered } = finding(lacking, 'models');
    assert.deepEqual([status, note, answered], ['warning', 'modelNotListed', '1 models']);
    assert.equal(finding(lacking, 'reply').status, 'ok');
  });

  it('says that a server answers only whole', async () => {
    const { server, client, target } = await setUp();
    const whole = json({ choices: [{ message: { content: 'one two' }, finish_reason: 'stop' }] });
    const asks = (path: string) => (request: { readonly path: string }) => request.path.endsWith(path);
    for (let count = 0; count < 2; count++) server.script({ ...whole, when: asks('/chat/completions') });
    const steps = await checkWith(client, target, MODEL);
    const { status, note } = finding(steps, 'stream');
    assert.deepEqual([status, note], ['warning', 'wholeOnly']);
  });

  it('says what is wrong with a stream alone', async () => {
    const { server, client, target } = await setUp();
    const streams = ({ body }: { readonly body: unknown }) => JSON.stringify(body ?? '').includes('"stream":true');
    server.script({ ...stream([{ send: sse({ error: { message: 'no streams today' } }) }]), when: streams });
    const steps = await checkWith(client, target, MODEL);
    assert.equal(finding(steps, 'reply').status, 'ok');
    assert.deepEqual(
      [finding(steps, 'stream').status, finding(steps, 'stream').answered],
      ['failed', 'no streams today'],
    );
  });

  it('asks an envelope for an answer, and for no list and no stream', async () => {
    const { server, client, target } = await setUp();
    const envelope = endpoint({ url: `${server.url}/api/v1/chat/completion_messages` });
    assert.equal(target.protocol, 'openai');
    const facts = factsOf(await checkWith(client, envelope, MODEL));
    assert.deepEqual(
      [facts['address'], facts['models'], facts['reply'], facts['stream']],
      ['ok: envelope', 'skipped: ', 'ok: an answer', 'skipped: '],
    );
  });

  it('skips what cannot work without a name', async () => {
    const client = lab.client({ token: async () => TOKEN });
    const steps = await checkWith(client, endpoint({ url: 'https://nowhere.invalid' }), MODEL);
    const { status, error } = finding(steps, 'name');
    assert.equal(status, 'failed');
    assert.equal(error?.kind, 'network');
    assert.ok(error?.fault === 'dns' || error?.fault === 'offline', error?.fault);
    assert.deepEqual(stepNames(steps), ALL);
    assert.deepEqual([...new Set(steps.slice(3).map(step => step.status))], ['skipped']);
  });

  it('skips what cannot work without a connection', async () => {
    const client = lab.client({ token: async () => TOKEN });
    const steps = await checkWith(client, endpoint({ url: await deadAddress() }), MODEL);
    assert.equal(finding(steps, 'connection').error?.fault, 'refused');
    assert.deepEqual([...new Set(steps.slice(4).map(step => step.status))], ['skipped']);
  });

  it('never connects to an address of a cloud machine’s own', async () => {
    const client = lab.client({ token: async () => TOKEN });
    const steps = await checkWith(client, endpoint({ url: 'http://169.254.169.254' }), MODEL);
    assert.equal(finding(steps, 'name').error?.code, 'FORBIDDEN_ADDRESS');
    assert.deepEqual([...new Set(steps.slice(3).map(step => step.status))], ['skipped']);
  });

  it('shows a certificate, and why it is not trusted', async () => {
    const tls = await lab.authority.issue(['localhost']);
    const server = await startPracticeServer({ tls, pace: FAST });
    lab.onClose(server.close);
    const target = endpoint({ url: server.url });
    const trusting = lab.client({ network: () => lab.settings() });
    const shown = finding(await checkWith(trusting, target, MODEL), 'certificate');
    assert.match(shown.answered, /^Server of Lab, issued by Lab, valid to \w{3} .*GMT$/);
    assert.equal(shown.status, 'ok');
    const asked = server.requests.length;

    const suspicious = lab.client({ token: async () => TOKEN });
    const steps = await checkWith(suspicious, target, MODEL);
    assert.equal(finding(steps, 'connection').status, 'ok');
    assert.equal(finding(steps, 'certificate').error?.fault, 'tls');
    assert.deepEqual([...new Set(steps.slice(5).map(step => step.status))], ['skipped']);
    assert.equal(server.requests.length, asked, 'nothing was sent');
  });

  it('ends at once when it is cancelled between two steps', async () => {
    const { client, target } = await setUp();
    const dead = endpoint({ url: await deadAddress() });
    for (const last of ALL.slice(0, -1)) {
      for (const asked of [target, dead]) {
        const abort = new AbortController();
        const seen: string[] = [];
        const checking = (async () => {
          for await (const { name } of client.check(asked, MODEL, abort.signal)) {
            seen.push(name);
            if (name === last) abort.abort('cancelled');
          }
        })();
        await assert.rejects(checking, reason => reason === 'cancelled');
        assert.deepEqual(seen, ALL.slice(0, ALL.indexOf(last) + 1));
      }
    }
  });

  it('ends at once when it is cancelled in the middle of one', async () => {
    const { server, client } = await setUp();
    const silent = await startSilentServer();
    lab.onClose(silent.close);
    server.script({ steps: [{ stall: true }] });
    for (const [url, waitsAt] of [
      [server.url, 'models'],
      [`https://127.0.0.1:${silent.port}`, 'certificate'],
    ] as const) {
      const abort = new AbortController();
      const steps: string[] = [];
      const checking = (async () => {
        for await (const { name } of client.check(endpoint({ url }), MODEL, abort.signal)) {
          steps.push(name);
          if (ALL[steps.length] === waitsAt) setTimeout(() => abort.abort('cancelled'), 100);
        }
      })();
      const startedAt = performance.now();
      await assert.rejects(checking, reason => reason === 'cancelled');
      assert.ok(performance.now() - startedAt < 8000, 'not by the limit of a connection');
    }
  });
});
