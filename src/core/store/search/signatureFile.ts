import path from 'node:path';
import { onFirstUse } from '../../onFirstUse';
import { isRecord, stringField } from '../../unknown';
import type { ConversationSummary } from '../conversationIndex';
import { createDerivedFile } from '../derivedFile';
import type { Files } from '../files';
import type { Signature } from './signature';

/** The signatures of all conversations, in one file that is read when something is first looked for. */
export interface Signatures {
  /** Resolves when those on disk are known. */
  load(): Promise<void>;
  /** That of the conversation as the summary tells of it; undefined where there is none. */
  of(summary: ConversationSummary): Signature | undefined;
  /** `save` writes it. Returns how many are to be written. */
  set(summary: ConversationSummary, signature: Signature): number;
  /** Failures cost time later, and nothing else. */
  save(): Promise<void>;
  /** Takes all others out of the file. */
  keepOnly(ids: ReadonlySet<string>): Promise<void>;
}

/** `wallTime`, in milliseconds since 1970, numbers the lines; `breathe` is awaited between pieces of work. */
export interface SignaturesDependencies {
  readonly files: Files;
  readonly directory: string;
  readonly wallTime: () => number;
  readonly breathe: () => Promise<void>;
}

/** The conversation that it is of: when it was last changed, and how much it holds. */
interface SignatureEntry extends Pick<ConversationSummary, 'id' | 'updatedAt' | 'messages'> {
  /** Base64. */
  readonly bits: string;
}

interface Known extends Pick<ConversationSummary, 'updatedAt' | 'messages'> {
  readonly signature: Signature;
}

const NAME = 'conversations.search';
/** Entries in the file for each conversation before it is written anew with one of each. */
const MOST_FOR_EACH = 2;
const MOST_FOR_ALL = 100;

/** Keeps all signatures in memory once they were loaded. Those that are set are on disk after the next `save`. */
export function createSignatures({ directory, ...dependencies }: SignaturesDependencies): Signatures {
  const { breathe } = dependencies;
  const file = createDerivedFile<SignatureEntry>({
    ...dependencies,
    ...{ file: path.join(directory, NAME), name: 'signaturesOfLetters', isEntry, isKept: false },
  });
  const known = new Map<string, Known>();
  const unsaved = new Set<string>();

  const loading = onFirstUse(async () => {
    const read = await file.read();
    for (const { id, updatedAt, messages, bits } of read) {
      await breathe();
      if (!unsaved.has(id)) known.set(id, { updatedAt, messages, signature: Buffer.from(bits, 'base64') });
    }
    if (read.length > known.size * MOST_FOR_EACH + MOST_FOR_ALL) await file.rewrite(entriesOf(known.keys()));
  });

  function entriesOf(ids: Iterable<string>): readonly SignatureEntry[] {
    return [...ids].flatMap(id => {
      const found = known.get(id);
      if (!found) return [];
      const { updatedAt, messages, signature } = found;
      return { id, updatedAt, messages, bits: Buffer.from(signature).toString('base64') };
    });
  }

  return {
    load: loading.get,
    of({ id, updatedAt, messages }) {
      const found = known.get(id);
      return found?.updatedAt === updatedAt && found.messages === messages ? found.signature : undefined;
    },
    set({ id, updatedAt, messages }, signature) {
      known.set(id, { updatedAt, messages, signature });
      return unsaved.add(id).size;
    },
    async save() {
      const added = entriesOf(unsaved);
      unsaved.clear();
      await file.add(added);
    },
    async keepOnly(ids) {
      const read = await file.read();
      const isObsolete = read.some(({ id }) => !ids.has(id));
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
      if (!isObsolete && read.length <= ids.size * MOST_FOR_EACH + MOST_FOR_ALL) return;
      const last = new Map(read.map(entry => [entry.id, entry]));
      await file.rewrite([...last.values()].filter(({ id }) => ids.has(id)));
    },
  };
}

function isEntry(value: unknown): value is SignatureEntry {
  return (
    isRecord(value) &&
    ['id', 'bits'].every(name => stringField(value, name) !== undefined) &&
    ['updatedAt', 'messages'].every(name => typeof value[name] === 'number')
  );
}
