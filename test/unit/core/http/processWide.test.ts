import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { field } from '../../../../src/core/unknown';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { type ProxyServer, startProxyServer } from '../../../support/proxyServer';
import { VSCODE_STAND_IN } from '../../../support/vscodeStandIn';
import { FAST } from '../client/clientSetup';

/**
 * Runs in a process of its own, with the file that ships. Compares what is process-wide before and after every part of the
 * client was at work, and prints what has changed.
 */
const PROGRAM = `
  const [, file, url, proxy, order] = process.argv;
  const slots = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map(name => Symbol.for(name));
  // To look at the others loads Node's own undici, and that fills the slot.
  const names = order === 'client' ? ['fetch'] : ['fetch', 'Headers', 'Request', 'Response', 'FormData', 'WebSocket'];
  const look = () => [...slots.map(slot => globalThis[slot]), ...names.map(name => globalThis[name])];
  const never = new AbortController().signal;

  async function use() {
    const before = look();
    const { createClient } = require(file);
    const afterLoading = look();
    let settings = { proxy: '', proxySupport: 'override', noProxy: [], proxyStrictSsl: true, systemCertificates: true, environment: {} };
    const client = createClient({ token: async () => 'key', network: () => settings, plainHttpAllowed: () => true });
    const endpoint = { name: 'x', protocol: 'openai', models: [], headers: {}, parameters: {}, stream: true, timeouts: { firstByte: 9, idle: 9 } };
    const request = { model: 'practice-model', messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }], parameters: {}, stream: true };
    let text = '';
    const ask = async address => {
      for await (const event of client.chat({ ...endpoint, url: address + '/v1/chat/completions' }, request, never)) text += event.text ?? '';
    };
    await client.prepare({ ...endpoint, url: url + '/v1/chat/completions' });
    await ask(url);
    settings = { ...settings, proxy };
    await ask('http://api.example.test');
    await ask('https://api.example.test').catch(() => {});
    await client.models({ ...endpoint, url: url + '/v1/chat/completions' }, never);
    await client.close();
    const after = look();
    const changed = [...slots.map(String), ...names].filter((_, i) => before[i] !== afterLoading[i] || before[i] !== after[i]);
    return { changed, answered: text.split('practice server').length - 1, cold: before[0] === undefined };
  }

  async function main() {
    if (order === 'fetch') await (await fetch(url + '/v1/models')).text();
    if (order === 'undici') require('undici');
    const found = await use();
    const reached = (await fetch(url + '/v1/models')).status;
    console.log(JSON.stringify({ ...found, reached }));
    process.exit();
  }
  main();
`;

describe('what is process-wide (N1)', () => {
  let server: PracticeServer;
  let proxy: ProxyServer;

  before(async () => {
    server = await startPracticeServer({ pace: FAST });
    proxy = await startProxyServer({ resolve: () => new URL(server.url).host });
  });
  after(async () => {
    await proxy.close();
    await server.close();
  });

  for (const [order, what] of [
    ['client', 'when the client is the first'],
    ['fetch', 'when fetch was used before'],
    ['undici', 'when somebody else’s undici was loaded before'],
  ] as const) {
    it(`stays as it was ${what}: neither fetch nor its dispatcher changes`, async () => {
      const file = path.resolve('dist', 'network.js');
      const run = promisify(execFile)(process.execPath, [
        '-e',
        VSCODE_STAND_IN + PROGRAM,
        file,
        server.url,
        proxy.url,
        order,
      ]);
      const found: unknown = JSON.parse((await run).stdout);
      assert.deepEqual(field(found, 'changed'), []);
      assert.equal(field(found, 'answered'), 2);
      assert.equal(field(found, 'cold'), order === 'client');
      assert.equal(field(found, 'reached'), 200);
      assert.ok(proxy.requests.some(({ method }) => method === 'CONNECT'));
    });
  }
});
