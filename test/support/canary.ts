/** Looks for a secret in whatever could have kept it, in every form that a program writes it in (rows S7, S10). */

/** The secret as it is, as in an address, as hexadecimal digits, and in Base64 of both kinds, wherever it begins. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map(offset => base64Of(bytes, offset));
  const forms = [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    // As a string within JSON within JSON, say.
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64,
    ...base64.map(text => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [...new Set(forms)];
}

/** The characters of Base64 that are the secret's own, where `offset` other bytes stand before it in a group of three. */
function base64Of(secret: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), secret])
    .toString('base64')
    .replace(/=+$/, '');
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + secret.length) * 8) / 6);
  return encoded.slice(first, last);
}

/** The first form in which the secret is in there, or undefined. Text of two bytes a character is looked through, too. */
export function findSecret(haystack: Uint8Array | string, secret: string): string | undefined {
  const bytes = typeof haystack === 'string' ? Buffer.from(haystack) : Buffer.from(haystack);
  return formsOf(secret).find(form => bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le')));
}
