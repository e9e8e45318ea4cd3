import type { ToPage } from '../../src/shared/protocol';
import type { Post } from '../intents';
import { shrinkImage } from './images';

/** Characters of a text that fits into one message to the host; its own limit is lower. */
const MAX_TEXT = 1_000_000;
/** Bytes of an image that is worth the memory to decode it. */
const MAX_IMAGE = 50_000_000;

/** Files that are pasted, dropped or sent by the host: images are sized down, text is read, the rest is named to the host. */
export interface FileTaker {
  take(files: Iterable<File>): Promise<void>;
  takePiece(fact: ToPage & { readonly type: 'shrinkImage' }): Promise<void>;
}

export function createFileTaker(post: Post): FileTaker {
  const pieces = new Map<string, string[]>();

  async function takeImage(name: string, file: Blob): Promise<void> {
    const shrunk = file.size > MAX_IMAGE ? undefined : await shrinkImage(file).catch(() => undefined);
    if (shrunk) post({ type: 'attachImage', name, ...shrunk });
    else refuse(name, file, file.size > MAX_IMAGE ? 'tooLarge' : 'unreadable');
  }

  async function takeText(name: string, file: Blob): Promise<void> {
    if (file.size > MAX_TEXT) return refuse(name, file, 'tooLarge');
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (!bytes) return refuse(name, file, 'unreadable');
    const text = decode(new Uint8Array(bytes));
    if (text === undefined) refuse(name, file, 'binary');
    else post({ type: 'attachText', name, text });
  }

  function refuse(name: string, { size }: Blob, reason: 'binary' | 'tooLarge' | 'unreadable'): void {
    post({ type: 'cannotAttach', name, reason, bytes: size });
  }

  return {
    async take(files) {
      // One after the other, so that the chips stand in the order of the files.
      for (const file of files) {
        const isImage = file.type.startsWith('image/') && file.type !== 'image/svg+xml';
        await (isImage ? takeImage(plainName(file.name), file) : takeText(plainName(file.name), file));
      }
    },
    async takePiece({ id, name, data, isLast }) {
      const collected = [...(pieces.get(id) ?? []), data];
      pieces.set(id, collected);
      if (!isLast) return;
      pieces.delete(id);
      await takeImage(name, new Blob([bytesOf(collected.join(''))], { type: typeByName(name) }));
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
