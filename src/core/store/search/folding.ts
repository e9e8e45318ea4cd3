import type { MatchedText } from '../historyTypes';

const ONLY_ASCII = /^[\0-\x7f]*$/;
/** Accents and the like, which those who search leave out. */
const ACCENTS = /[\u0300-\u036f]/g;
/** A character with what stands above and below it. */
const CLUSTERS = /\P{M}\p{M}*|\p{M}+/gu;

/** The text as it is compared: without case, accents, and other forms of the same character, such as those of full width. */
export function fold(text: string): string {
  if (ONLY_ASCII.test(text)) return text.toLowerCase();
  // A small sigma looks otherwise at the end of a word, which may not be the end of what was typed so far.
  return text.normalize('NFKD').replace(ACCENTS, '').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** The words of a query, folded, each of them once. */
export function wordsOf(query: string): readonly string[] {
  return [...new Set(fold(query).split(/\s+/).filter(Boolean))];
}

/** The text, a short one, with every place in it where one of the words stands. */
export function markWords(text: string, words: readonly string[]): MatchedText {
  const { folded, startOf, endOf } = foldWithPlaces(text);
  const found: [from: number, to: number][] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
      found.push([startOf(at), endOf(at + word.length - 1)]);
  }
  return { text, matches: merged(found) };
}

/** And where each character of the folded text comes from: the character that begins there, and ends. */
export function foldWithPlaces(text: string) {
  const starts: number[] = [];
  const ends: number[] = [];
  let folded = '';
  for (const { 0: cluster, index } of text.matchAll(CLUSTERS)) {
    const piece = fold(cluster);
    folded += piece;
    for (let n = 0; n < piece.length; n++) {
      starts.push(index);
      ends.push(index + cluster.length);
    }
  }
  return { folded, startOf: (at: number): number => starts[at] ?? 0, endOf: (at: number): number => ends[at] ?? 0 };
}

function merged(places: readonly (readonly [number, number])[]): MatchedText['matches'] {
  const all: [number, number][] = [];
  for (const [from, to] of places.toSorted(([one], [other]) => one - other)) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}
