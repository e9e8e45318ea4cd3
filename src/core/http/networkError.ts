import { networkInterfaces } from 'node:os';
import { ChatError, type ChatErrorDetails, CODES, isChatError, type NetworkFault } from '../errors';
import { field, stringField } from '../unknown';
import { CONNECT_TIMEOUT } from './connections';

/** What the error itself does not tell. `request`: method and address without query, or what a check has tried. */
export interface FailedRequest {
  readonly request: string;
  /** The head of the reply had arrived. */
  readonly begun: boolean;
  /** The request had gone out: it may have arrived. */
  readonly sent?: boolean;
}

/** A failure of the connection as a `ChatError` that keeps the system's code and words. */
export function networkError(thrown: unknown, failed: FailedRequest, online: () => boolean = hasNetwork): ChatError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  // Such as that of a forbidden address, which only shows when its name is looked up.
  const ours = chain(error).find(isChatError);
  if (ours) return ours;
  const { code, message: words } = innermost(error);
  const details = describe(error, code, failed, online);
  return new ChatError(
    {
      ...details,
      request: failed.request,
      ...(code === undefined || details.code !== undefined ? {} : { code }),
      // undici's words for a proxy's status say no more than the status.
      ...(words === '' || details.status !== undefined ? {} : { serverMessage: withoutAdvice(words) }),
    },
    { cause: error },
  );
}

function describe(error: Error, code = '', failed: FailedRequest, online: () => boolean): ChatErrorDetails {
  if (failed.begun) return { kind: 'truncated', message: 'The connection broke before the answer ended.' };
  const status = proxyStatus(error);
  if (status !== undefined) {
    return { kind: 'network', fault: 'proxy', status, message: `The proxy answered ${status}.` };
  }
  if (chain(error).some(({ name }) => name === 'ProxyError')) {
    return { kind: 'network', fault: 'proxy', message: 'The proxy could not be reached.' };
  }
  if (/^UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH)/.test(code)) {
    // Such as a header in the settings that HTTP does not allow.
    return { kind: 'config', code: CODES.notHttp, message: 'HTTP does not allow this request.' };
  }
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return { kind: 'protocol', message: 'The reply is not HTTP.' };
  }
  // The head that may take no longer is a proxy's, which has not opened the tunnel.
  if (/^UND_ERR_(CONNECT|HEADERS)_TIMEOUT$/.test(code)) {
    const limit = { phase: 'connect', seconds: CONNECT_TIMEOUT / 1000 } as const;
    return { kind: 'timeout', limit, message: `No connection within ${limit.seconds} seconds.` };
  }
  const known = faultOf(code);
  const away = (known === 'dns' || known === 'unreachable') && !online();
  // Where there was a way, until the network went away: another one would ask a second time.
  const fault = known === 'unreachable' && failed.sent ? undefined : known;
  return {
    kind: 'network',
    message: 'The server could not be reached.',
    ...(away ? { fault: 'offline' } : fault === undefined ? {} : { fault }),
  };
}

const FAULTS: readonly (readonly [NetworkFault, RegExp])[] = [
  ['dns', /^(ENOTFOUND|EAI_\w+|ENODATA|ENONAME)$/],
  ['refused', /^ECONNREFUSED$/],
  ['unreachable', /^E(NET|HOST)(UNREACH|DOWN)$|^EADDRNOTAVAIL$|^ETIMEDOUT$/],
  ['tls', /CERT|TLS|SSL|SELF_SIGNED|ISSUER|SIGNATURE|INVALID_CA|HOSTNAME_MISMATCH|^EPROTO$/],
  ['reset', /^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/],
];

function faultOf(code: string): NetworkFault | undefined {
  return FAULTS.find(([, pattern]) => pattern.test(code))?.[0];
}

/** The status with which a proxy refused: undici tells it in words only. */
export function proxyStatus(error: unknown): number | undefined {
  for (const { message } of chain(error)) {
    const status = /^Proxy response \((\d{3})\)|^Proxy Authentication Required \((407)\)/.exec(message);
    if (status) return Number(status[1] ?? status[2]);
  }
  return undefined;
}

function chain(error: unknown): readonly Error[] {
  const links: Error[] = [];
  for (let link = error; link instanceof Error && links.length < 8; link = field(link, 'cause')) links.push(link);
  return links;
}

/** Node advises an option of its command line, which nobody can give inside VS Code. */
function withoutAdvice(words: string): string {
  return words.replace(/; if the root CA is installed locally.*$/s, '');
}

function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some(addresses => addresses?.some(({ internal }) => !internal));
}

/** undici wraps causes, and Node puts the failures of several addresses into one AggregateError: the first real one tells. */
function innermost(error: unknown): { readonly code: string | undefined; readonly message: string } {
  const inner = error instanceof AggregateError ? mostTelling(error.errors) : field(error, 'cause');
  if (inner instanceof Error && stringField(inner, 'code') !== undefined) return innermost(inner);
  const message = error instanceof Error ? error.message : String(error);
  // undici's parser blames the server's HTTP where the server has just hung up, and has no code for it.
  if (/Invalid EOF state/.test(message)) return { code: 'UND_ERR_SOCKET', message: 'other side closed' };
  return { code: codeOf(error), message };
}

/** Of the failures of several addresses: that nothing listens says more than that one family has no way there. */
function mostTelling(errors: readonly unknown[]): unknown {
  return errors.find(error => codeOf(error) === 'ECONNREFUSED') ?? errors[0];
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
