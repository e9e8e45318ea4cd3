import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { ChatError, CODES, isChatError } from '../errors';

/**
 * Where cloud machines find their own credentials. No chat endpoint is there, and a token or a prompt that gets there by a
 * forged address or name could be turned into theirs (row S6).
 */
const forbidden = new BlockList();
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addAddress('fd00:ec2::254', 'ipv6');

const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['metadata.google.internal', 'metadata']);

/** Whether an IP address, or a name that always means one, must never be asked. */
export function isForbiddenHost(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (FORBIDDEN_NAMES.has(host)) return true;
  const family = isIP(host);
  // `check` also sees through the IPv6 form of an IPv4 address.
  return family !== 0 && forbidden.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** Whether a name leads to such an address, as far as this machine can tell. The host's `fetch` does not look. */
export function isKnownAsForbidden(url: URL): Promise<boolean> {
  return new Promise(resolve => {
    guardedLookup(url.hostname.replace(/^\[|\]$/g, ''), { all: true }, error => resolve(isChatError(error)));
  });
}

/** @throws ChatError of kind `config` for an address that must never be asked */
export function assertAllowedAddress(url: URL): void {
  if (isForbiddenHost(url.hostname)) throw forbiddenAddress(url.hostname);
}

function forbiddenAddress(host: string): ChatError {
  return new ChatError({
    kind: 'config',
    code: CODES.forbiddenAddress,
    message: `${host} is an address of a machine's own cloud service, never of a chat endpoint.`,
  });
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

type Lookup = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

const LOCALHOST: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/**
 * Name resolution for `net.connect`. What it returns is what is connected to, so a name that was harmless a moment ago
 * cannot turn into a forbidden address. `localhost` is always both families: servers listen on either (row R34).
 */
export function guardedLookup(
  hostname: string,
  options: LookupOptions,
  callback: LookupCallback,
  lookUp: Lookup = lookup,
): void {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) {
    answer([...LOCALHOST], options, callback);
    return;
  }
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) callback(error, []);
    else if (addresses.some(({ address }) => isForbiddenHost(address))) callback(forbiddenAddress(hostname), []);
    else answer(addresses, options, callback);
  });
}

function answer(addresses: LookupAddress[], options: LookupOptions, callback: LookupCallback): void {
  const fitting =
    options.family === 4 || options.family === 6 ? ofFamily(addresses, options.family) : inTurn(addresses);
  const [first] = fitting;
  if (options.all || !first) callback(null, fitting);
  else callback(null, first.address, first.family);
}

/**
 * One IPv6 address, then those of IPv4. Node gives each address a quarter of a second, and all its time only to the last: a
 * server that is slow to answer must not lose it to a family that has no way there (row R34).
 */
function inTurn(addresses: LookupAddress[]): LookupAddress[] {
  const ipv4 = ofFamily(addresses, 4);
  const ipv6 = ofFamily(addresses, 6);
  return ipv4.length === 0 ? ipv6 : [...ipv6.slice(0, 1), ...ipv4];
}

function ofFamily(addresses: readonly LookupAddress[], wanted: number): LookupAddress[] {
  return addresses.filter(({ family }) => family === wanted);
}
