import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { field, parseJson, stringField } from '../unknown';
import type { ConversationIndex } from './conversationIndex';
import { type Files, isMissing } from './files';
import type { ConversationLabel } from './historyTypes';

/** Characters of a title. */
const MOST_CHARACTERS = 200;

/**
 * What the user has said of conversations: a small file beside each, `<id>.label`. It has no lease, and the last one to write it is
 * right: to name a conversation must be possible while another window writes to it, and never make a copy of it.
 */
export interface Labels {
  /** Undefined where the user has said nothing, or where it cannot be read. */
  read(id: string): Promise<ConversationLabel | undefined>;
  /** Rejects where the disk refuses. An empty title takes the title back. */
  change(id: string, change: ConversationLabel): Promise<void>;
}

/** The index is told before a label is written and after it, so that a crash between the two costs no more than a read. */
export interface LabelsDependencies {
  readonly directory: string;
  readonly files: Files;
  readonly index: Pick<ConversationIndex, 'labelChanges' | 'noteLabel' | 'remove'>;
}

function labelName(id: string): string {
  return `${id}.label`;
}

async function readLabel(files: Files, directory: string, id: string): Promise<ConversationLabel | undefined> {
  const text = await files.readFile(path.join(directory, labelName(id)), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined ? undefined : labelFrom(parseJson(text));
}

/** What can be used of it. A title is one line. */
export function labelFrom(value: unknown): ConversationLabel {
  const words = (stringField(value, 'title') ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const title = Array.from(words).slice(0, MOST_CHARACTERS).join('');
  return { ...(title === '' ? {} : { title }), ...(field(value, 'pinned') === true ? { pinned: true } : {}) };
}

/** Keeps nothing: another window may have written a label since it was read. */
export function createLabels({ directory, files, index }: LabelsDependencies): Labels {
  async function write(id: string, label: ConversationLabel): Promise<void> {
    const file = path.join(directory, labelName(id));
    await files.makeDirectory(directory);
    // Two windows may write it at once.
    const temporary = `${file}.${randomUUID()}.new`;
    if (label.title !== undefined || label.pinned)
      await files.replace(file, `${JSON.stringify(label)}\n`, { temporary });
    else
      await files.unlink(file).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
  }

  return {
    read: id => readLabel(files, directory, id).catch(() => undefined),
    async change(id, change) {
      const label = labelFrom({ ...(await readLabel(files, directory, id)), ...change });
      // Told before, too: a crash between the two must not leave the list with what was true before.
      const isTold = await index.labelChanges(id);
      await write(id, label);
      if (!isTold) return index.remove();
      await index.noteLabel(id, label);
      // Another window may have been as fast: then its label is on disk, and which of the two told the list last is not known.
      const found = (await this.read(id)) ?? {};
      if (found.title !== label.title || found.pinned !== label.pinned) await index.labelChanges(id);
    },
  };
}
