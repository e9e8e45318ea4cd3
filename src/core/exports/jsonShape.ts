const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Deeper than any conversation is nested. */
const MOST_DEPTH = 32;
/** Values of a conversation; each costs many times its bytes once it is read. */
const MOST_VALUES = 2_000_000;

/**
 * Whether JSON can be read without more memory than its length promises: `[[[[…` or `[],[],…` of a few megabytes would take
 * gigabytes, and with them the extension host. Nothing is parsed; what is no JSON may be reasonable.
 */
export function isReasonableJson(bytes: Buffer): boolean {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      const end = endOfString(bytes, at);
      if (end < 0) return true;
      at = end;
    } else if (OPENING.has(byte)) {
      values++;
      if (++depth > MOST_DEPTH) return false;
    } else if (CLOSING.has(byte)) depth--;
    else if (byte === COMMA) values++;
    if (values > MOST_VALUES) return false;
  }
  return true;
}

/** The place of the quotation mark that ends the string which begins here, or -1. */
function endOfString(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(QUOTE, start + 1); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return -1;
}
