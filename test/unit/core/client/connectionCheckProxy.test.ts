import assert from 'node:assert/strict';
import { checkConnection } from '../../../../src/core/client/connectionCheck';
import { systemClock } from '../../../../src/core/clock';
import { ChatError } from '../../../../src/core/errors';
import { createSelfSigned } from '../../../support/certificates';
import { answerOf, deadAddress, type Lab, type LabOrigin, NAME, openLab } from '../http/lab';
import { checkWith, factsOf, finding } from './checkSteps';
import { endpoint, never, TOKEN } from './clientSetup';

const MODEL = 'practice-model';

describe('A connection check through a proxy', () => {
  let lab: Lab;
  let origin: LabOrigin;
  beforeEach(async () => {
    lab = await openLab();
    origin = await lab.secureOrigin();
  });
  afterEach(() => lab.close());

  const clientBehind = (more: Parameters<Lab['settings']>[0]) =>
    lab.client({ token: async () => TOKEN, network: () => lab.settings(more) });
  const check = (client: ReturnType<typeof clientBehind>) => checkWith(client, endpoint({ url: origin.origin }), MODEL);

  it('looks at the proxy, and leaves the rest to it', async () => {
    const proxy = await lab.proxy();
    const steps = await check(clientBehind({ proxy: proxy.url }));
    const { host, hostname } = new URL(proxy.url);
    const { stream, ...facts } = factsOf(steps);
    assert.deepEqual(facts, {
      address: 'ok: openai',
      proxy: `ok: ${proxy.url}`,
      name: `ok: ${hostname}`,
      connection: `ok: ${host}`,
      certificate: 'skipped: ',
      token: 'ok: stored',
      models: 'ok: 3 models',
      reply: 'ok: an answer',
    });
    assert.match(stream ?? '', /^ok: first word/);
    assert.equal(finding(steps, 'certificate').note, 'byProxy');
    assert.ok(proxy.requests.every(({ target }) => target === `${NAME}:443`));
  });

  it('tells nothing of its password', async () => {
    const authorization = `Basic ${Buffer.from('user:pass-canary').toString('base64')}`;
    const proxy = await lab.proxy({ authorization });
    const steps = await check(clientBehind({ proxy: proxy.url.replace('//', '//user:pass-canary@') }));
    assert.ok(steps.every(({ status }) => status !== 'failed'));
    assert.equal(finding(steps, 'proxy').answered, proxy.url);
    const written = JSON.stringify(steps);
    assert.ok(!written.includes('pass-canary') && !written.includes(authorization.slice(6)));
  });

  it('says that nobody is there', async () => {
    const steps = await check(clientBehind({ proxy: await deadAddress() }));
    const { fault, code } = finding(steps, 'connection').error ?? {};
    assert.deepEqual([fault, code], ['proxy', 'ECONNREFUSED']);
    assert.deepEqual([...new Set(steps.slice(4).map(({ status }) => status))], ['skipped']);
  });

  it('says that it lets nobody through', async () => {
    const proxy = await lab.proxy({ refuse: 403 });
    const steps = await check(clientBehind({ proxy: proxy.url }));
    const { status, error } = finding(steps, 'models');
    assert.deepEqual([status, error?.fault, error?.proxy], ['failed', 'proxy', new URL(proxy.url).host]);
    assert.equal(origin.connections().accepted, 0);
  });

  it('shows the certificate of one that has one', async () => {
    const proxy = await lab.proxy({ tls: await lab.authority.issue(['localhost']) });
    const steps = await check(clientBehind({ proxy: proxy.url }));
    assert.match(finding(steps, 'certificate').answered, /issued by Lab/);
    assert.equal(finding(steps, 'reply').status, 'ok');
  });

  it('does not trust a certificate of its own', async () => {
    const proxy = await lab.proxy({ tls: await createSelfSigned(['localhost']) });
    const steps = await check(clientBehind({ proxy: proxy.url }));
    const { fault, code } = finding(steps, 'certificate').error ?? {};
    assert.deepEqual([fault, code], ['proxy', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
    assert.equal(origin.connections().accepted, 0);
  });

  it('goes on where http.proxyStrictSSL is off, as a chat does', async () => {
    const proxy = await lab.proxy({ tls: await createSelfSigned(['localhost']) });
    const client = clientBehind({ proxy: proxy.url, proxyStrictSsl: false });
    assert.match(await answerOf(client, origin.origin), /practice server/);
    const steps = await check(client);
    assert.match(finding(steps, 'certificate').answered, /Self-signed/);
    assert.equal(finding(steps, 'reply').status, 'ok');
  });

  it('does not try an untrusted certificate again on VS Code’s own way', async () => {
    const untrusted = new ChatError({ kind: 'network', fault: 'tls', message: 'self-signed certificate' });
    const dependencies = {
      inspect: {
        route: async () => ({ via: 'direct', orHost: true }) as const,
        resolve: async () => ['192.0.2.1'],
        connect: async () => '192.0.2.1:443',
        secure: () => Promise.reject(untrusted),
      },
      hasToken: async () => true,
      models: () => assert.fail('The list was asked for.'),
      ask: () => assert.fail('A model was asked.'),
      answersWhole: () => false,
      onStreamed: () => undefined,
      clock: systemClock,
    };
    const statuses: string[] = [];
    for await (const { status } of checkConnection(endpoint({ url: origin.origin }), MODEL, dependencies, never)) {
      statuses.push(status);
    }
    assert.deepEqual(statuses, ['ok', 'ok', 'ok', 'ok', 'failed', 'skipped', 'skipped', 'skipped', 'skipped']);
  });

  it('goes on where only VS Code itself gets through, as a chat does', async () => {
    const hostFetch = (url: URL, init: RequestInit): Promise<Response> => fetch(new URL(url.pathname, plain.url), init);
    const plain = await lab.plainOrigin();
    const client = lab.client({ token: async () => TOKEN, network: () => lab.settings(), hostFetch });
    const url = 'https://nowhere.invalid';
    assert.match(await answerOf(client, url), /practice server/);
    const steps = await checkWith(client, endpoint({ url }), MODEL);
    assert.equal(finding(steps, 'name').status, 'failed');
    assert.deepEqual([finding(steps, 'models').status, finding(steps, 'reply').status], ['ok', 'ok']);
  });
});
