import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Client, createClient } from '../../src/core/client/client';
import { parseEndpoints } from '../../src/core/endpoints/endpoints';
import { createNetwork } from '../../src/vscode/network';
import { readHttpSettings } from '../../src/vscode/settings';
import type { PracticeServer } from '../support/practiceServer';
import { type ProxyServer, startProxyServer } from '../support/proxyServer';
import { practiceServer } from './support';

const HOST = 'http://model.corp.test';

async function setHttp(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('http').update(name, value, vscode.ConfigurationTarget.Global);
}

/** The network as the extension builds it, without the environment of whoever runs the tests. */
const network = createNetwork({ settings: readHttpSettings, appRoot: vscode.env.appRoot, environment: {} });

describe('the network settings of this VS Code', () => {
  let server: PracticeServer;
  let proxy: ProxyServer;
  let client: Client;

  before(async () => {
    server = await practiceServer();
    proxy = await startProxyServer({ resolve: () => new URL(server.url).host });
    client = createClient({ token: async () => undefined, network });
  });
  after(async () => {
    for (const name of ['proxy', 'noProxy', 'proxySupport']) await setHttp(name, undefined);
    await client.close();
    await proxy.close();
    await server.close();
  });

  async function ask(): Promise<string> {
    const [endpoint] = parseEndpoints([{ name: 'corp', url: HOST }]).endpoints;
    assert.ok(endpoint);
    const messages = [{ role: 'user', parts: [{ type: 'text', text: 'hello' }] }] as const;
    const request = { model: 'practice-model', messages, parameters: {}, stream: true };
    let text = '';
    for await (const event of client.chat(endpoint, request, new AbortController().signal)) {
      if (event.type === 'text') text += event.text;
    }
    return text;
  }

  it('come from VS Code’s own proxy resolver, which is found where it is kept', async () => {
    await setHttp('proxy', proxy.url);
    const { resolveProxy } = network();
    assert.ok(resolveProxy, 'the resolver is there');
    assert.equal(new URL((await resolveProxy(`${HOST}/v1`)) ?? '').origin, proxy.url);
    assert.equal(await resolveProxy('http://127.0.0.1:1'), undefined);
  });

  it('send a request through http.proxy, and the next one directly once http.noProxy names its host', async () => {
    await setHttp('proxy', proxy.url);
    assert.match(await ask(), /practice server/);
    const through = proxy.requests.length;
    assert.ok(through > 0);
    await setHttp('noProxy', ['corp.test']);
    await assert.rejects(ask());
    assert.equal(proxy.requests.length, through);
    await setHttp('noProxy', undefined);
    assert.match(await ask(), /practice server/);
  });

  it('send nothing through a proxy when http.proxySupport is off', async () => {
    await setHttp('proxy', proxy.url);
    await setHttp('proxySupport', 'off');
    const before = proxy.requests.length;
    await assert.rejects(ask());
    assert.equal(proxy.requests.length, before);
  });
});
