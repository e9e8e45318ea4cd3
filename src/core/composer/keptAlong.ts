import { randomUUID } from 'node:crypto';
import type { Attaching } from '../context/attaching';
import { type Attachment, MAX_ATTACHMENTS } from '../context/attachments';
import type { ComposerDependencies } from './composerTypes';
import type { Drafts } from './drafts';
import { createWaitingFiles } from './waitingFiles';

/** What goes along with a message that is not sent yet outlives the window, as its words do. */
export interface KeptAlong {
  /** Brings back what an earlier window has left, once. */
  restore(): Promise<void>;
  /** Call when the list has changed. What cannot be kept lives as long as the window does. */
  changed(): void;
}

/** The message box whose attachments are kept. */
export interface BoxToKeep extends Pick<ComposerDependencies, 'session'> {
  readonly drafts: Drafts;
  readonly attaching: Pick<Attaching, 'list' | 'set'>;
}

/**
 * One write after the other, each of what is there by then.
 *
 * @param directory of the files of all message boxes
 */
export function createKeptAlong({ session, drafts, attaching }: BoxToKeep, directory: string): KeptAlong {
  const files = createWaitingFiles(directory);
  let restoring: Promise<void> | undefined;
  let isRestored = false;
  let writing: Promise<void> = Promise.resolve();
  let written: readonly Attachment[] = [];

  async function readBack(): Promise<void> {
    await session.restore();
    const name = drafts.along();
    const kept = name === undefined ? [] : await files.read(name);
    isRestored = true;
    written = kept;
    // The window may have gone between sending them and forgetting them.
    const sent = new Set(drafts.questionsSince(session.conversation).flatMap(({ parts }) => parts.map(asText)));
    const waiting = kept.filter(({ part }) => !sent.has(asText(part)));
    if (kept.length > 0) attaching.set([...waiting, ...attaching.list()].slice(0, MAX_ATTACHMENTS));
    else if (attaching.list().length > 0) changed();
  }

  async function write(): Promise<void> {
    const list = session.isKept ? attaching.list() : [];
    if (list === written || (list.length === 0 && written.length === 0)) return;
    const name = drafts.along() ?? randomUUID();
    written = list;
    await files.write(name, list);
    drafts.writeAlong(list.length > 0 ? name : undefined, session.conversation);
  }

  function restore(): Promise<void> {
    restoring ??= readBack().catch(() => {
      // The next change tries it again, and writes over nothing until then.
      restoring = undefined;
    });
    return restoring;
  }

  function changed(): void {
    // What is not read yet must not be written over.
    if (isRestored) writing = writing.then(write).catch(() => undefined);
    else void restore();
  }

  return { restore, changed };
}

function asText(part: unknown): string {
  return JSON.stringify(part);
}
