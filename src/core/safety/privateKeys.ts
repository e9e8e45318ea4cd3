/** Between the lines of a key, as they are or as JSON writes it. */
const LINE_END = String.raw`[ \t]{0,40}(?:\\[nr]|[\r\n]){1,4}[ \t]{0,40}`;

/** The letter behind a backslash belongs to a line end that JSON has written. */
const LINE = String.raw`(?<!\\)[A-Za-z0-9+/]{24,9999}={0,2}`;

const LAST_LINE = String.raw`(?<!\\)=?[A-Za-z0-9+/]{1,23}={0,2}`;

/**
 * A private key whose beginning is not here: an excerpt begins inside of it. Only the end is looked for, and from there
 * backwards, so that no text of many such lines makes it slow. In a diff each line begins with a sign.
 */
const END_OF_KEY = new RegExp(
  `(?=-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY)` +
    `(?<=(${LINE}(?:${LINE_END}-?${LINE}){0,400}(?:${LINE_END}-?${LAST_LINE})?)(?:${LINE_END})?[+-]?)`,
  'dg',
);

/** Private keys. What the first group holds, else all of it, is the key or its beginning. */
export const PRIVATE_KEYS: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,300}?([A-Za-z0-9+/]{24,})/g,
  END_OF_KEY,
  // The same in base64 as a whole, as Kubernetes keeps it.
  /LS0tLS1CRUdJTiB(?:(?:FQyB)?QUklWQVRFIEtFW|(?:[ES]U0E|FTkNSWVBURUQ|QR1A)gUFJJVkFURSBLRV|PUEVOU1NIIFBSSVZBVEUgS0VZ)[A-Za-z0-9+/=]{24,}/g,
  /PuTTY-User-Key-File-\d:[\s\S]{0,400}?([A-Za-z0-9+/]{40,})/g,
];

/** The rest of a private key, of which the patterns may look at the beginning alone. */
export const REST_OF_KEY =
  /[A-Za-z0-9+/=]*(?:(?:\\[nr]|\s)+[A-Za-z0-9+/=]{16,})*(?:(?:\\[nr]|\s)+[A-Za-z0-9+/=]{1,15}(?=(?:\\[nr]|\s)+-----END))?/y;
