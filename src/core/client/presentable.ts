import type { Endpoint } from '../endpoints/endpoints';
import { suggestAddress } from '../endpoints/suggestAddress';
import { ChatError } from '../errors';

/** Characters of a server's own words that are shown and kept. */
const MAX_WORDS = 500;

/** Shorter values of headers are hardly secrets, and would punch holes into words. */
const SHORTEST_SECRET = 8;

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
  const values = [...Object.values(endpoint.headers), ...new URL(endpoint.url).searchParams.values()];
  const clean = cleaner([...(token ? [token] : []), ...values.flatMap(secretsIn)]);
  const better = suggestedUrl ?? suggestAddress(endpoint.url, error.details);
  return new ChatError(
    {
      ...details,
      ...(request === '' ? {} : { request }),
      ...(details.kind === 'unauthorized' && values.length === 0 && !token ? { withoutToken: true } : {}),
      message: clean(message),
      ...(serverMessage === undefined ? {} : { serverMessage: shortened(clean(serverMessage)) }),
      ...(code === undefined ? {} : { code: shortened(clean(code)) }),
      // With a hole in it, it would be no address.
      ...(better === undefined || clean(better) !== better ? {} : { suggestedUrl: better }),
    },
    { cause: error.cause },
  );
}

/** The value of a header, and what stands in it behind a scheme: a server quotes `Bearer abc` as `abc`. */
function secretsIn(value: string): readonly string[] {
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
  return words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS)}…` : words;
}
