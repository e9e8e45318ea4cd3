import path from 'node:path';
import type { Part } from '../../chat';
import type { Entry } from '../../conversation/conversation';
import { isConversationRecord } from '../../conversation/recordChecks';
import { segmentName } from '../conversationFile';
import { inSlices } from '../derivedFile';
import { type Files, isMissing } from '../files';
import { readLines } from '../lines';

/** Texts as they were said, not folded; empty ones are left out. */
export interface Texts {
  readonly found: readonly string[];
  /** What the user has deleted, and not brought back: who opens the conversation would look for it in vain. */
  readonly withdrawn: readonly string[];
}

/** `breathe` is awaited after each piece of a file, so that nothing else has to wait for a long one. */
export interface TextsDependencies {
  readonly files: Files;
  readonly directory: string;
  readonly breathe: () => Promise<void>;
}

/**
 * The texts of a conversation that are searched: of questions, the words and the names of what went along, of answers, what they
 * say, whether they are shown or not. As far as they can be read, in about the order in which they were said. Undefined where
 * there is no such conversation, or the search has ended. `isContinued`: it has more than one file.
 *
 * It does less than `readConversation`, which has to know what is shown.
 */
export async function readTexts(
  { files, directory, breathe }: TextsDependencies,
  id: string,
  isContinued: boolean,
  signal: AbortSignal,
): Promise<Texts | undefined> {
  const texts = createTexts();
  for (let segment = 0; ; segment++) {
    const bytes = await files.readFile(path.join(directory, segmentName(id, segment))).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (!bytes) return segment === 0 ? undefined : texts.all();
    for (const slice of inSlices(bytes)) {
      for (const value of valuesIn(slice)) texts.take(value);
      await breathe();
      if (signal.aborted) return undefined;
    }
    if (!isContinued) return texts.all();
  }
}

/** The first version of the format wrote lines without checksums. */
function valuesIn(slice: Buffer): readonly unknown[] {
  const { lines } = readLines(slice, false);
  return (lines.length > 0 ? lines : readLines(slice, true).lines).map(({ value }) => value);
}

function createTexts() {
  /** By the ids of what was said; an answer comes in pieces. */
  const said = new Map<string, string[]>();
  const withdrawn = new Set<string>();

  function takeEntry(entry: Entry): void {
    said.set(entry.id, entry.role === 'user' ? entry.parts.map(wordsOf) : [entry.text]);
  }

  return {
    take(value: unknown): void {
      if (!isConversationRecord(value)) return;
      if (value.type === 'withdrawn') withdrawn.add(value.id);
      else if (value.type === 'restored') withdrawn.delete(value.id);
      else if (value.type === 'question') takeEntry({ ...value, role: 'user' });
      else if (value.type === 'entry') takeEntry(value.entry);
      else if (value.type === 'delta') {
        const before = said.get(value.id) ?? [''];
        said.set(value.id, [(before[0] ?? '') + value.text]);
      }
    },
    all: (): Texts => {
      const of = (isWithdrawn: boolean): readonly string[] =>
        [...said].flatMap(([id, texts]) =>
          withdrawn.has(id) === isWithdrawn ? texts.filter(text => text !== '') : [],
        );
      return { found: of(false), withdrawn: of(true) };
    },
  };
}

function wordsOf(part: Part): string {
  return part.type === 'text' ? part.text : part.name;
}
