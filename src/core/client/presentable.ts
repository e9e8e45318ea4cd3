import type { Endpoint } from '../endpoints/endpoints';
import { suggestAddress } from '../endpoints/suggestAddress';
import { ChatError } from '../errors';
import { beginningOf } from '../text';
import { isKeyName } from './refuse';

/** Characters of a server's own words that are shown and kept. */
const MAX_WORDS = 500;

/** Shorter values of headers are hardly secrets, and would punch holes into words. */
const SHORTEST_SECRET = 8;

/** A token may be shorter, unless it is a mere word: servers that want none are often given `x` or `ollama`. */
const SHORTEST_TOKEN = 4;

/** What everybody may know: headers and fields that say who asks, and for what. */
const PUBLIC_NAME = /^(accept(-\w+)?|content-type|user-agent|(x-)?title)$|(^|-)(version|beta)$/i;

/** The same whatever its name, unless that promises a key: a version of an interface, or an origin. */
const PUBLIC_VALUE = /^(\d{4}-\d\d-\d\d(-preview)?|https?:\/\/[\w.-]+(:\d+)?\/?)$/i;

/**
 * The error with the server's words short, with an address that would do better, and without a secret in any form. `asked`: the
 * request, for failures that do not know it.
 */
export function presentable(
  error: ChatError,
  {
    endpoint,
    token,
    asked,
  }: { readonly endpoint: Endpoint; readonly token: string | undefined; readonly asked: string },
): ChatError {
  const { message, serverMessage, code, suggestedUrl, request = asked, ...details } = error.details;
  // Some gateways want their key in the address.
  const named = [...Object.entries(endpoint.headers), ...new URL(endpoint.url).searchParams];
  const clean = cleaner([...(token && isSecret(token) ? [token] : []), ...named.flatMap(secretsIn)]);
  const better = suggestedUrl ?? suggestAddress(endpoint.url, error.details);
  return new ChatError(
    {
      ...details,
      ...(request === '' ? {} : { request }),
      ...(details.kind === 'unauthorized' && !token && !named.some(([name]) => isKeyName(name))
        ? { withoutToken: true }
        : {}),
      message: clean(message),
      ...(serverMessage === undefined ? {} : { serverMessage: shortened(clean(serverMessage)) }),
      ...(code === undefined ? {} : { code: shortened(clean(code)) }),
      // With a hole in it, it would be no address.
      ...(better === undefined || clean(better) !== better ? {} : { suggestedUrl: better }),
    },
    { cause: error.cause },
  );
}

function isSecret(token: string): boolean {
  return token.length >= SHORTEST_SECRET || (token.length >= SHORTEST_TOKEN && !/^[a-z]+$/i.test(token));
}

/** The value of a header, and what stands in it behind a scheme: a server quotes `Bearer abc` as `abc`. */
function secretsIn([name, value]: readonly [name: string, value: string]): readonly string[] {
  if (!isKeyName(name) && (PUBLIC_NAME.test(name) || PUBLIC_VALUE.test(value))) return [];
  return [value, ...value.split(/\s+/)].filter(({ length }) => length >= SHORTEST_SECRET);
}

/** A server may quote a secret as it is, in an address, or in Base64 of either kind. */
function cleaner(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .flatMap(secret => {
      const base64Url = Buffer.from(secret).toString('base64url');
      return [secret, encodeURIComponent(secret), base64Url, base64Url.replaceAll('-', '+').replaceAll('_', '/')];
    })
    // Of two that begin alike the longer one first, or its end would stay.
    .toSorted((left, right) => right.length - left.length);
  return text => forms.reduce((words, form) => words.replaceAll(form, '•••'), text);
}

function shortened(words: string): string {
  return words.length > MAX_WORDS ? `${beginningOf(words, MAX_WORDS)}…` : words;
}
