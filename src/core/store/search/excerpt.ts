import type { MatchedText } from '../historyTypes';
import { foldWithPlaces, markWords } from './folding';

/** Characters of an excerpt, and those of them that stand before the first match. */
const LENGTH = 120;
const BEFORE = 40;
/** What is looked at for each: lines that are indented have more spaces than words. */
const TIMES = 4;

/** The text around the first place where one of the words stands, on one line. `folded` is the text, folded. */
export function excerptOf(text: string, folded: string, words: readonly string[]): MatchedText {
  const places = words.map(word => folded.indexOf(word)).filter(place => place >= 0);
  const place = places.length > 0 ? Math.min(...places) : 0;
  // Nearly always, the folded text is as long as the text up to there, or about so.
  const near = markWords(around(text, place), words);
  return near.matches.length > 0 ? near : markWords(around(text, foldWithPlaces(text).startOf(place)), words);
}

function around(text: string, place: number): string {
  const from = Math.max(0, place - BEFORE * TIMES);
  const to = Math.min(text.length, place + LENGTH * TIMES);
  const before = onOneLine(text.slice(from, place)).trimStart();
  const after = onOneLine(text.slice(place, to)).trimEnd();
  const shownBefore = before.length > BEFORE ? fromWord(before.slice(-BEFORE)) : before;
  const shownAfter = after.slice(0, LENGTH - shownBefore.length).trimEnd();
  const isCutBefore = from > 0 || shownBefore.length < before.length;
  const isCutAfter = to < text.length || shownAfter.length < after.length;
  return `${isCutBefore ? '…' : ''}${shownBefore}${shownAfter}${isCutAfter ? '…' : ''}`.replace(/\p{Cs}/gu, '');
}

function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ');
}

/** Without the half of a word that it begins with, where there is another one. */
function fromWord(text: string): string {
  return text.slice(text.indexOf(' ') + 1);
}
