import { unlessAborted } from '../../abort';
import type { ConversationList, ConversationSummary } from '../conversationIndex';
import type { HistoryMatch } from '../historyTypes';
import { readTexts, type TextsDependencies } from './conversationTexts';
import { excerptOf } from './excerpt';
import { fold, markWords, wordsOf } from './folding';
import { createSignatureMaker, gramsOf, isPartOfWord, mayContain } from './signature';
import type { Signatures } from './signatureFile';

/** The list is asked for once in each search. The signatures say what need not be opened, and get those that are missing. */
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
/** Conversations that are opened while the one before them is looked into. */
const AHEAD = 4;

/** See `HistoryStore.search`. Opens only what may have the words, and tells of each conversation as soon as it is found. */
export async function* searchHistory(
  dependencies: SearchDependencies,
  query: string,
  signal: AbortSignal,
): AsyncGenerator<HistoryMatch, void> {
  const { list, signatures } = dependencies;
  const words = wordsOf(query).map(text => ({ text, grams: gramsOf(text) }));
  if (words.length === 0 || signal.aborted) return;
  const found = await unlessAborted(Promise.all([list(), signatures.load()]), signal).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (!found) return;
  const [all] = found;
  const pinned = all.summaries.filter(summary => summary.pinned);
  const others = all.summaries.filter(summary => !summary.pinned);
  try {
    for (const summaries of [pinned, others]) yield* searchIn(dependencies, { ...all, summaries }, words, signal);
  } finally {
    await signatures.save();
  }
}

async function* searchIn(
  dependencies: SearchDependencies,
  all: ConversationList,
  words: readonly Word[],
  signal: AbortSignal,
): AsyncGenerator<HistoryMatch, void> {
  // Nearly every text has it: whoever has typed so little wants to see titles.
  const isShort = words.every(({ text }) => isPartOfWord(text));
  const titled = isShort ? all.summaries.filter(summary => isInTitle(summary, words)) : [];
  for (const summary of titled) {
    if (signal.aborted) return;
    yield { summary, title: titleOf(summary, words) };
  }
  const told = new Set(titled);
  const rest = all.summaries.filter(summary => !told.has(summary));
  const looking = new AbortController();
  try {
    const both = AbortSignal.any([signal, looking.signal]);
    const candidates = candidatesIn(dependencies, { ...all, summaries: rest }, words, both);
    for await (const match of inOrder(candidates, candidate => look(dependencies, candidate, words, both), both)) {
      if (signal.aborted) return;
      if (match) yield match;
    }
  } finally {
    looking.abort();
  }
}

interface Candidate {
  readonly summary: ConversationSummary;
  /** Nothing in its texts can have any of the words: there is no need to open it. */
  readonly isTitleAlone: boolean;
  /** It gets a signature on the way. */
  readonly isNew: boolean;
  readonly isContinued: boolean;
}

/** The conversations that may have the words: those that are known not to are passed by. */
async function* candidatesIn(
  { signatures, breathe }: SearchDependencies,
  { summaries, written, continued }: ConversationList,
  words: readonly Word[],
  signal: AbortSignal,
): AsyncGenerator<Candidate, void> {
  for (const [index, summary] of summaries.entries()) {
    if (index % 100 === 0) await breathe();
    if (signal.aborted) return;
    const signature = signatures.of(summary);
    const impossible = signature ? words.filter(({ grams }) => !mayContain(signature, grams)) : [];
    if (impossible.length > 0 && !isInTitle(summary, impossible)) continue;
    const { id } = summary;
    const isNew = !signature && !written.has(id);
    yield { summary, isTitleAlone: impossible.length === words.length, isNew, isContinued: continued.has(id) };
  }
}

/** What becomes of them, in their order, a few of them being worked at at once. */
async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  signal: AbortSignal,
): AsyncGenerator<R, void> {
  const working: Promise<R>[] = [];
  for await (const item of items) {
    if (signal.aborted) break;
    working.push(work(item));
    const first = working.length > AHEAD ? working.shift() : undefined;
    if (first) yield await first;
  }
  for (const result of working) yield await result;
}

/** Looks into one conversation. */
async function look(
  dependencies: SearchDependencies,
  { summary, isTitleAlone, isNew, isContinued }: Candidate,
  words: readonly Word[],
  signal: AbortSignal,
): Promise<HistoryMatch | undefined> {
  const title = titleOf(summary, words);
  if (isTitleAlone) return { summary, title };
  // One that cannot be read must not keep the others from being found.
  const texts = await readTexts(dependencies, summary.id, isContinued, signal).catch(() => undefined);
  if (signal.aborted) return undefined;
  const folded = await foldAll(texts?.found ?? [], dependencies);
  // With what was deleted: when that is brought back, nothing else need have changed.
  if (isNew && texts) await sign(dependencies, summary, [...folded, ...(await foldAll(texts.withdrawn, dependencies))]);
  const inText = words.filter(({ text }) => folded.some(piece => piece.includes(text)));
  if (
    !isInTitle(
      summary,
      words.filter(word => !inText.includes(word)),
    )
  )
    return undefined;
  return { summary, title, ...excerptFrom(texts?.found ?? [], folded, inText) };
}

async function foldAll(
  texts: readonly string[],
  { breathe }: Pick<SearchDependencies, 'breathe'>,
): Promise<readonly string[]> {
  const folded: string[] = [];
  for (const text of texts) {
    folded.push(fold(text));
    await breathe();
  }
  return folded;
}

async function sign(
  { signatures, breathe }: SearchDependencies,
  summary: ConversationSummary,
  folded: readonly string[],
) {
  const maker = createSignatureMaker();
  for (const text of folded) {
    maker.add(text);
    await breathe();
  }
  if (signatures.set(summary, maker.signature()) >= SAVED_AT_ONCE) await signatures.save();
  await breathe();
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
