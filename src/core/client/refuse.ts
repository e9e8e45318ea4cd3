import { type Endpoint, isLoopback, originOf } from '../endpoints/endpoints';
import { ChatError, CODES } from '../errors';

/** Headers, and fields of an address's query, that carry a key just as a token does. */
const KEY_NAME = /auth|key|token|secret|credential|password|cookie|session/i;

/** Whether a header, or a field of a query, carries a key, as far as its name tells. */
export function isKeyName(name: string): boolean {
  return KEY_NAME.test(name);
}

/** The headers of an endpoint that carry a key. */
export function keyHeaders({ headers }: Pick<Endpoint, 'headers'>): readonly string[] {
  return Object.keys(headers).filter(isKeyName);
}

/** A key that travels unencrypted can be read by everyone on the way (row S4). */
export function refusePlainHttp(
  { url, headers }: Endpoint,
  secret: string | undefined,
  allowed: (origin: string) => boolean,
): void {
  const names = [...Object.keys(headers), ...new URL(url).searchParams.keys()];
  const hasKey = secret !== undefined || names.some(isKeyName);
  if (!hasKey || !url.startsWith('http:') || isLoopback(url) || allowed(originOf(url))) return;
  throw new ChatError({
    kind: 'config',
    code: CODES.plainHttp,
    message: 'The token would be sent without encryption.',
    request: `POST ${originOf(url)}${new URL(url).pathname}`,
  });
}

/**
 * The token to ask an endpoint with. A server on this machine that was never asked with one is not kept from answering by a
 * keyring that cannot be read (row S9).
 */
export async function tokenFor(
  { url }: Pick<Endpoint, 'url'>,
  read: (origin: string) => Promise<string | undefined>,
  tokenOrigin: string | undefined,
): Promise<string | undefined> {
  try {
    return await read(originOf(url));
  } catch (error) {
    if (isLoopback(url) && tokenOrigin === undefined) return undefined;
    throw error;
  }
}

/**
 * An endpoint that had a token and has none now: its address has changed, or the secret storage has lost it. Nothing leaves
 * this machine before the user has said what is meant (rows S2, S9).
 */
export function refuseWithoutToken({ url }: Endpoint, tokenOrigin: string | undefined): void {
  const origin = originOf(url);
  const moved = tokenOrigin !== origin;
  if (tokenOrigin === undefined || (moved && isLoopback(url))) return;
  throw new ChatError({
    kind: 'config',
    code: moved ? CODES.addressChanged : CODES.tokenGone,
    message: moved ? 'The token is for another address.' : 'The token is no longer there.',
    request: `POST ${origin}${new URL(url).pathname}`,
    ...(moved ? { tokenOrigin } : {}),
  });
}

/** Keys in headers belong to an origin just as a token does: where the address has changed, they wait for the user (row S2). */
export function refuseKeysElsewhere({ url }: Endpoint, keyOrigin: string | undefined): void {
  const origin = originOf(url);
  if (keyOrigin === undefined || keyOrigin === origin || isLoopback(url)) return;
  throw new ChatError({
    kind: 'config',
    code: CODES.keysElsewhere,
    message: 'The keys in the headers are for another address.',
    request: `POST ${origin}${new URL(url).pathname}`,
    tokenOrigin: keyOrigin,
  });
}
