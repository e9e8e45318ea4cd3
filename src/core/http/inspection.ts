import type { LookupAddress } from 'node:dns';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../clock';
import { assertAllowedAddress, guardedLookup } from './addresses';
import { CONNECT_TIMEOUT } from './connections';
import type { Dispatchers } from './dispatchers';
import { networkError } from './networkError';
import { chooseRoute, type NetworkSettings, type Route } from './route';

/** A certificate, as far as it helps to find out why it is not trusted. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** As the certificate has it: `Nov 22 23:59:59 2027 GMT`. */
  readonly validTo: string;
}

/** The single steps to a connection, each for itself. Every one throws a `ChatError` when it fails. */
export interface Inspection {
  route(url: URL): Promise<Route>;
  resolve(url: URL): Promise<readonly string[]>;
  /** The address that was reached. */
  connect(url: URL): Promise<string>;
  secure(url: URL, to: 'endpoint' | 'proxy'): Promise<CertificateFacts>;
}

/** `network` is read anew for each step. A connection that comes about is closed as soon as it was looked at. */
export function createInspection(
  network: () => NetworkSettings,
  clock: Clock,
  probe: Dispatchers['probe'],
): Inspection {
  async function connected<T>(url: URL, to: 'endpoint' | 'proxy', read: (socket: Socket) => T): Promise<T> {
    assertAllowedAddress(url);
    try {
      const socket = await probe(url, network(), to);
      const facts = read(socket);
      socket.destroy();
      return facts;
    } catch (error) {
      throw asNetworkError(error, url);
    }
  }

  return {
    route: url => chooseRoute(url.href, network(), clock),
    async resolve(url) {
      assertAllowedAddress(url);
      try {
        return (await inTime(lookUp(url.hostname.replace(/^\[|\]$/g, '')), clock)).map(({ address }) => address);
      } catch (error) {
        throw asNetworkError(error, url);
      }
    },
    connect: url =>
      connected(plain(url), 'endpoint', socket => `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`),
    secure: (url, to) => connected(url, to, certificateOf),
  };
}

/** The same host and port without TLS. */
function plain(url: URL): URL {
  const { hostname, port, protocol } = url;
  return new URL(`http://${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`);
}

function lookUp(hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    guardedLookup(hostname, { all: true }, (error, addresses) => {
      if (error) reject(error);
      else resolve(Array.isArray(addresses) ? addresses : []);
    });
  });
}

/** A name server that does not answer keeps the system asking for half a minute and more. */
function inTime<T>(work: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(CONNECT_TIMEOUT, () =>
      reject(Object.assign(new Error('timeout'), { code: 'EAI_AGAIN' })),
    );
    work.then(resolve, reject).finally(cancel);
  });
}

function certificateOf(socket: Socket): CertificateFacts {
  const { subject, issuer, valid_to } =
    socket instanceof TLSSocket ? socket.getPeerCertificate() : { subject: undefined, issuer: undefined, valid_to: '' };
  return { subject: nameOf(subject), issuer: nameOf(issuer), validTo: valid_to };
}

function nameOf(name: { readonly CN?: unknown; readonly O?: unknown } | undefined): string {
  const { CN, O } = name ?? {};
  return [CN ?? O ?? '?'].flat().map(String).join(', ');
}

function asNetworkError(error: unknown, url: URL): Error {
  return networkError(error, { request: `connect ${url.origin}/`, begun: false });
}
