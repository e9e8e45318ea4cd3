import { ChatError, CODES } from '../errors';
import type { HttpReply } from './http';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether the status, one of five, sends the request elsewhere. Where to, `redirectTarget` says. */
export function isRedirect({ status }: HttpReply): boolean {
  return REDIRECTS.has(status);
}

/** Redirects that are followed, one after the other. */
export const MAX_HOPS = 3;

/**
 * Where a redirect sends the request, if it may go there: to the same origin, and as the request that it was. The token and the conversation never go to another origin (row S5).
 *
 * @throws ChatError with code `REDIRECT` for every other redirect
 */
export function redirectTarget(reply: HttpReply, method: 'GET' | 'POST', url: URL): URL {
  const location = reply.header('location');
  const target = location === undefined ? undefined : httpUrl(location, url);
  // 301 to 303 make a GET of a POST: the question would be lost.
  const keepsRequest = method === 'GET' || reply.status >= 307;
  if (target && target.origin === url.origin && keepsRequest) return target;
  throw redirected(reply, url, target);
}

function httpUrl(location: string, base: URL): URL | undefined {
  const url = URL.canParse(location, base.href) ? new URL(location, base.href) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** The error for a redirect that is not followed. Without the query of its address, which may hold a key. */
export function redirected(reply: HttpReply, asked: URL, target: URL | undefined): ChatError {
  const words = target && `${target.origin}${target.pathname}`;
  return new ChatError({
    kind: 'protocol',
    code: CODES.redirect,
    message: 'The server sends the request elsewhere.',
    status: reply.status,
    request: reply.request,
    ...(words === undefined ? {} : { serverMessage: words }),
    ...(words !== undefined && target && isSameService(asked, target) ? { suggestedUrl: words } : {}),
  });
}

/** A page to log in at, say, is no address for an endpoint; the same path with another host, scheme or prefix is one. */
function isSameService(asked: URL, target: URL): boolean {
  const end = asked.pathname.split('/').slice(-2).join('/');
  return target.pathname.replace(/\/$/, '').endsWith(end) && target.username === '' && target.password === '';
}
