/**
 * What tells at once, in most cases, that a word is not in a text: a set of bits in which each letter, each two and each three that
 * follow each other have set a few (a Bloom filter); of scripts that are written without spaces between words, where two letters are
 * a word, each letter and each two. It may say yes where the answer is no, and never no where it is yes: whatever grams a word has,
 * a text that has the word has, too.
 */
export type Signature = Uint8Array;

/** What is hashed can have so many values; a signature's bits are as many or fewer. */
const HASHES = 2 ** 20;
/** For each gram that is different: one in forty that is not there seems to be there. A text of 100 kB has about 8000. */
const BITS_FOR_EACH = 8;
const BITS_SET_FOR_EACH = 4;
const FEWEST_BYTES = 8;
const MOST_BYTES = 32 * 1024;

/** From here on, letters are words or syllables: Chinese, Japanese, Korean. */
const FIRST_WIDE = 0x2e80;

/** For one conversation, whose texts are added one by one. `signature` is the end: what it was made with goes on to the next maker. */
export interface SignatureMaker {
  /** Takes a folded text. */
  add(text: string): void;
  signature(): Signature;
}

/** To be used again and again: what stands in the set is taken out of it when the signature is made. */
let unused: Uint8Array | undefined;

/** Needs 128 KiB while it works; the one after it gets the same ones. */
export function createSignatureMaker(): SignatureMaker {
  const isThere = unused ?? new Uint8Array(HASHES / 8);
  unused = undefined;
  const hashes: number[] = [];
  function take(hash: number): void {
    const byte = isThere[hash >> 3] ?? 0;
    const bit = 1 << (hash & 7);
    if (byte & bit) return;
    isThere[hash >> 3] = byte | bit;
    hashes.push(hash);
  }
  return {
    add: text => eachGram(text, take),
    signature() {
      const bytes = Math.ceil((hashes.length * BITS_FOR_EACH) / 8);
      const signature = new Uint8Array(Math.min(MOST_BYTES, Math.max(FEWEST_BYTES, bytes)));
      for (const hash of hashes) {
        setBits(signature, hash);
        isThere[hash >> 3] = 0;
      }
      unused = isThere;
      return signature;
    },
  };
}

/** Whether a folded word is as short as the first letters of one that is still being typed. */
export function isPartOfWord(word: string): boolean {
  return word.length < 3 && ![...word].some(letter => letter.charCodeAt(0) >= FIRST_WIDE);
}

/** The hashes of a folded word. */
export function gramsOf(word: string): readonly number[] {
  const hashes = new Set<number>();
  eachGram(word, hash => hashes.add(hash));
  return [...hashes];
}

/** Whether a text can have a word with these grams (`gramsOf`). Only a no is certain. */
export function mayContain(signature: Signature, grams: readonly number[]): boolean {
  return grams.every(hash => hasBits(signature, hash));
}

function setBits(signature: Signature, hash: number): void {
  for (let n = 0; n < BITS_SET_FOR_EACH; n++) {
    const bit = bitOf(signature, hash, n);
    signature[bit >> 3] = (signature[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
}

function hasBits(signature: Signature, hash: number): boolean {
  for (let n = 0; n < BITS_SET_FOR_EACH; n++) {
    const bit = bitOf(signature, hash, n);
    if (((signature[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
  }
  return true;
}

function bitOf(signature: Signature, hash: number, n: number): number {
  return (hash + n * (Math.imul(hash, 0x9e3779b1) >>> 12)) % (signature.length * 8);
}

/** None of them has a space in it: a word has none. */
function eachGram(text: string, take: (hash: number) => void): void {
  const isNew = createPairs();
  let one = 0;
  let two = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Spaces of other kinds than these have become these, or stay and make grams that no word has.
    const three = code <= 0x20 || code === 0xa0 ? 0 : code;
    if (three && isNew(two, three)) {
      take(hashOf(three, 0, 0));
      if (two) take(hashOf(two, three, 0));
    }
    if (one && two && three && one < FIRST_WIDE && two < FIRST_WIDE && three < FIRST_WIDE)
      take(hashOf(one, two, three));
    one = two;
    two = three;
  }
}

/** Whether two letters follow each other for the first time. Of others than those of English, nobody remembers it. */
function createPairs(): (one: number, two: number) => boolean {
  const seen = new Uint8Array(128 * 128);
  return (one, two) => {
    if (one >= 128 || two >= 128) return true;
    const pair = one * 128 + two;
    const wasSeen = seen[pair] === 1;
    seen[pair] = 1;
    return !wasSeen;
  };
}

/** Twenty bits in which all three count. */
function hashOf(one: number, two: number, three: number): number {
  let hash = Math.imul(one, 0x9e3779b1) ^ Math.imul(two, 0x85ebca77) ^ Math.imul(three, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % HASHES;
}
