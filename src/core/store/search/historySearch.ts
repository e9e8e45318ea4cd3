import { unlessAborted } from '../../abort';
import type { ConversationList, ConversationSummary } from '../conversationIndex';
import type { HistoryMatch } from '../historyTypes';
import { readTexts, type TextsDependencies } from './conversationTexts';
import { excerptOf } from './excerpt';
import { fold, markWords, wordsOf } from './folding';
import { createSignatureMaker, gramsOf, mayContain } from './signature';
import type { Signatures } from './signatureFile';

export interface SearchDependencies extends TextsDependencies {
  readonly signatures: Signatures;
  readonly list: () => Promise<ConversationList>;
}

/** A word of the query, and what the signature of a text must have that has it. */
interface Word {
  readonly text: string;
  readonly grams: readonly number[];
}

/** Signatures that are made before they are written. */
const SAVED_AT_ONCE = 100;

/** See `HistoryStore.search`. Opens only what may have the words, and tells of each conversation as soon as it is found. */
export async function* searchHistory(
  dependencies: SearchDependencies,
  query: string,
  signal: AbortSignal,
): AsyncGenerator<HistoryMatch, void> {
  const { list, signatures, breathe } = dependencies;
  const words = wordsOf(query).map(text => ({ text, grams: gramsOf(text) }));
  if (words.length === 0 || signal.aborted) return;
  const found = await unlessAborted(Promise.all([list(), signatures.load()]), signal).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (!found) return;
  const [{ summaries, written }] = found;
  const told = new Set<string>();
  // Nearly every text has it: whoever has typed so little wants to see titles.
  if (words.every(({ grams }) => grams.length === 0)) {
    for (const summary of summaries) {
      await breathe();
      if (signal.aborted) return;
      if (!isInTitle(summary, words)) continue;
      told.add(summary.id);
      yield { summary, title: titleOf(summary, words) };
    }
  }
  let made = 0;
  try {
    for (const summary of summaries) {
      await breathe();
      if (signal.aborted) return;
      if (told.has(summary.id)) continue;
      const isNew = !written.has(summary.id) && !signatures.of(summary);
      const match = await look(dependencies, summary, words, isNew, signal);
      if (isNew && ++made % SAVED_AT_ONCE === 0) await signatures.save();
      if (match && !signal.aborted) yield match;
    }
  } finally {
    await signatures.save();
  }
}

/** Looks into one conversation. One that is new to the search gets a signature on the way. */
async function look(
  dependencies: SearchDependencies,
  summary: ConversationSummary,
  words: readonly Word[],
  isNew: boolean,
  signal: AbortSignal,
): Promise<HistoryMatch | undefined> {
  const { signatures } = dependencies;
  const title = fold(summary.title);
  const signature = signatures.of(summary);
  const isPossible = (word: Word): boolean => !signature || mayContain(signature, word.grams);
  const isInTitleAlone = words.every(({ text }) => title.includes(text));
  if (isInTitleAlone ? !words.some(isPossible) : !words.every(word => title.includes(word.text) || isPossible(word)))
    return isInTitleAlone ? { summary, title: titleOf(summary, words) } : undefined;
  // One that cannot be read must not keep the others from being found.
  const read = await readTexts(dependencies, summary.id, signal).catch(() => undefined);
  const texts = read ?? [];
  const folded = texts.map(fold);
  if (isNew && read) {
    const maker = createSignatureMaker();
    for (const text of folded) maker.add(text);
    signatures.set(summary, maker.signature());
  }
  const isThere = ({ text }: Word): boolean => title.includes(text) || folded.some(piece => piece.includes(text));
  if (!words.every(isThere)) return undefined;
  return { summary, title: titleOf(summary, words), ...excerptFrom(texts, folded, words) };
}

function isInTitle(summary: ConversationSummary, words: readonly Word[]): boolean {
  const title = fold(summary.title);
  return words.every(({ text }) => title.includes(text));
}

function titleOf(summary: ConversationSummary, words: readonly Word[]): HistoryMatch['title'] {
  return markWords(
    summary.title,
    words.map(({ text }) => text),
  );
}

/** From the first text that has the most of the words. */
function excerptFrom(texts: readonly string[], folded: readonly string[], words: readonly Word[]) {
  const counts = folded.map(piece => words.filter(({ text }) => piece.includes(text)).length);
  const most = counts.reduce((one, other) => Math.max(one, other), 0);
  const best = counts.indexOf(most);
  const [text, piece] = [texts[best], folded[best]];
  if (most === 0 || text === undefined || piece === undefined) return {};
  return {
    excerpt: excerptOf(
      text,
      piece,
      words.map(word => word.text),
    ),
  };
}
