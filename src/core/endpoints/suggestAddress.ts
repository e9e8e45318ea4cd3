import type { ChatErrorDetails } from '../errors';
import { isLoopback } from './endpoints';

/** What TLS libraries call a server that speaks plain http. */
const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER|UNKNOWN_PROTOCOL/;

/**
 * An address that will probably work, where a failure shows that this one is wrong: with `/v1` where it lacks it, without what
 * stands before it, or `http` for a server on this machine that knows no TLS. Without the query, which may hold a key.
 *
 * @param url the chat address that was asked
 */
export function suggestAddress(
  url: string,
  { kind, code = '', serverMessage = '' }: ChatErrorDetails,
): string | undefined {
  const { origin, pathname } = new URL(url);
  if (kind === 'network' && NOT_TLS.test(`${code} ${serverMessage}`) && isLoopback(url)) {
    return `${origin.replace(/^https:/, 'http:')}${pathname}`;
  }
  // Then it is the model that is unknown, or that nobody serves (OpenRouter). A path may have the word, too (Neolink).
  const words = `${code} ${serverMessage.replace(/\S*\/\S*/g, '')}`;
  if (kind !== 'notFound' || /model|no endpoints found/i.test(words)) return undefined;
  const path = /^(.*?)(\/v\d+[a-z0-9]*)?(\/chat\/(?:completions|completion_messages))$/.exec(pathname);
  if (!path) return undefined;
  const [, before = '', version, end = ''] = path;
  // What the documents of the protocol have there.
  const usual = end === '/chat/completion_messages' ? '/api' : '';
  if (version === undefined) return `${origin}${before.endsWith(usual) ? before : before + usual}/v1${end}`;
  return before === usual ? undefined : `${origin}${usual}${version}${end}`;
}
