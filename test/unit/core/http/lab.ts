import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { type Client, type ClientDependencies, createClient } from '../../../../src/core/client/client';
import type { RequestRecord } from '../../../../src/core/client/requestLog';
import type { NetworkSettings } from '../../../../src/core/http/route';
import { createTestAuthority, type ServerCertificate, type TestAuthority } from '../../../support/certificates';
import { LOOPBACK } from '../../../support/listening';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { type ProxyServer, type ProxyServerOptions, startProxyServer } from '../../../support/proxyServer';
import { ask, collect, endpoint, FAST, never, textOf } from '../client/clientSetup';

/** How a request for a name that nobody knows fails. */
export const UNKNOWN_NAME = Object.values(networkInterfaces()).some(addresses =>
  addresses?.some(({ internal }) => !internal),
)
  ? 'dns'
  : 'offline';

/** A host that only the proxies of a lab can find: no request for it gets anywhere directly. */
export const NAME = 'api.example.test';

export interface LabOrigin extends PracticeServer {
  /** Where the server is behind the proxies, such as `https://api.example.test`. */
  readonly origin: string;
}

export interface LabClient extends Client {
  /** What the client has reported, request by request. */
  readonly records: readonly RequestRecord[];
}

/** Servers, proxies and clients of one test, which end together. */
export interface Lab {
  /** Its certificate is in the file that `settings` names as NODE_EXTRA_CA_CERTS. */
  readonly authority: TestAuthority;
  /** The settings of a VS Code in which nobody has set anything. */
  settings(more?: Partial<NetworkSettings>): NetworkSettings;
  /** A server with TLS that the proxies know under a name. */
  secureOrigin(options?: { readonly name?: string; readonly tls?: ServerCertificate }): Promise<LabOrigin>;
  /** A server without TLS that the proxies know under a name. */
  plainOrigin(options?: { readonly name?: string }): Promise<LabOrigin>;
  proxy(options?: ProxyServerOptions): Promise<ProxyServer>;
  client(more?: Partial<ClientDependencies>): LabClient;
  /** A new file with this text. */
  file(name: string, text: string): Promise<string>;
  /** Calls back when the lab closes. */
  onClose(close: () => Promise<unknown>): void;
  close(): Promise<void>;
}

export async function openLab(): Promise<Lab> {
  const closing: (() => Promise<unknown>)[] = [];
  const places = new Map<string, string>();
  const directory = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-lab-'));
  closing.push(() => rm(directory, { recursive: true }));
  const authority = await createTestAuthority('Lab');

  async function file(name: string, text: string): Promise<string> {
    const full = path.join(directory, name);
    await writeFile(full, text);
    return full;
  }
  const extra = await file('extra.pem', authority.certificate);

  async function serve(name: string, tls?: ServerCertificate): Promise<LabOrigin> {
    const server = await startPracticeServer({ host: LOOPBACK, pace: FAST, ...(tls ? { tls } : {}) });
    closing.push(server.close);
    places.set(`${name}:${tls ? 443 : 80}`, new URL(server.url).host);
    return { ...server, origin: `${tls ? 'https' : 'http'}://${name}` };
  }

  return {
    authority,
    file,
    settings: more => ({
      proxy: '',
      noProxy: [],
      proxySupport: 'override',
      proxyStrictSsl: true,
      systemCertificates: false,
      environment: { NODE_EXTRA_CA_CERTS: extra },
      ...more,
    }),
    secureOrigin: async ({ name = NAME, tls } = {}) => serve(name, tls ?? (await authority.issue([name]))),
    plainOrigin: async ({ name = NAME } = {}) => serve(name),
    async proxy(options) {
      const proxy = await startProxyServer({ resolve: target => places.get(target) ?? target, ...options });
      closing.push(proxy.close);
      return proxy;
    },
    client(more) {
      const records: RequestRecord[] = [];
      const client = createClient({ token: async () => undefined, log: record => void records.push(record), ...more });
      closing.push(client.close);
      return { ...client, records };
    },
    onClose: close => void closing.push(close),
    async close() {
      for (const close of closing.splice(0).toReversed()) await close();
    },
  };
}

/** Asks something and resolves to the whole answer. */
export async function answerOf(client: Client, url: string, more?: object): Promise<string> {
  return textOf(await collect(client.chat(endpoint({ url, ...more }), ask('hi'), never)));
}

/** An address where nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = await startPracticeServer();
  await server.close();
  return server.url;
}
