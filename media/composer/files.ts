import type { AttachProblem, ToPage } from '../../src/shared/protocol';
import type { Post } from '../intents';
import { shrinkImage } from './images';

/** Bytes of a text that fits into one message to the host, which may be set to take less. */
const MAX_TEXT = 1_000_000;
/** Bytes of an image that is worth the memory to decode it. */
const MAX_IMAGE = 50_000_000;

/** Files that are pasted, dropped or sent by the host: images are sized down, text is read, the rest is named to the host. */
export interface FileTaker {
  take(files: Iterable<File>): void;
  takePiece(fact: ToPage & { readonly type: 'shrinkImage' }): void;
  /** Whether something is still being read or sized down. `onTaken` is called when nothing is any more. */
  isTaking(): boolean;
}

/** The conversation that was shown when they came: another one may be by the time they are read. */
type Shown = { readonly id?: string };

/** Keeps the pieces of an image until the last one has come. Nothing rejects: what cannot be taken is told to the host as `cannotAttach`. */
export function createFileTaker(post: Post, shownId: () => string | undefined, onTaken: () => void): FileTaker {
  const pieces = new Map<string, string[]>();
  let taking = 0;

  async function takeImage(name: string, file: Blob, shown: Shown): Promise<void> {
    const shrunk = file.size > MAX_IMAGE ? undefined : await shrinkImage(file).catch(() => undefined);
    if (shrunk) post({ type: 'attachImage', name, ...shrunk, ...shown });
    else refuse(name, file, file.size > MAX_IMAGE ? 'tooLarge' : 'unreadable', shown);
  }

  async function takeText(name: string, file: Blob, shown: Shown): Promise<void> {
    if (file.size > MAX_TEXT) return refuse(name, file, 'tooLarge', shown);
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (!bytes) return refuse(name, file, 'unreadable', shown);
    const text = decode(new Uint8Array(bytes));
    if (text === undefined) refuse(name, file, 'binary', shown);
    else post({ type: 'attachText', name, text, ...shown });
  }

  function refuse(name: string, { size }: Blob, reason: AttachProblem, shown: Shown): void {
    post({ type: 'cannotAttach', name, reason, bytes: size, ...shown });
  }

  async function takeAll(files: readonly File[], shown: Shown): Promise<void> {
    // One after the other, so that the chips stand in the order of the files.
    for (const file of files) {
      const isImage = file.type.startsWith('image/') && file.type !== 'image/svg+xml';
      await (isImage ? takeImage : takeText)(plainName(file.name), file, shown);
    }
  }

  async function take(work: (shown: Shown) => Promise<void>): Promise<void> {
    const id = shownId();
    taking++;
    await work(id === undefined ? {} : { id });
    taking--;
    if (taking === 0) onTaken();
  }

  return {
    isTaking: () => taking > 0,
    take(files) {
      // A list that comes with an event is empty after it.
      const list = [...files];
      void take(shown => takeAll(list, shown));
    },
    takePiece({ id, name, data, isLast }) {
      const collected = [...(pieces.get(id) ?? []), data];
      pieces.set(id, collected);
      if (!isLast) return;
      pieces.delete(id);
      const image = new Blob([bytesOf(collected.join(''))], { type: typeByName(name) });
      void take(shown => takeImage(name, image, shown));
    },
  };
}

/** As the host accepts it: a name and no path. */
function plainName(name: string): string {
  return name.replace(/[/\\\p{Cc}]/gu, '_').slice(-255) || 'file';
}

function typeByName(name: string): string {
  return /\.jpe?g$/i.test(name) ? 'image/jpeg' : '';
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  } catch {
    // No image, and shown as such.
    return new Uint8Array();
  }
}

/** Text in UTF-8, or in UTF-16 as Windows marks it; undefined where the bytes are something else. */
function decode(bytes: Uint8Array): string | undefined {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text.replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}
