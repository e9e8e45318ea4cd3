import type { ToPage } from '../shared/protocol';
import type { ChosenFile } from './composerTypes';

/** Characters of base64 in one message to the page. */
const PIECE = 512 * 1024;

/** Hands an image to the page, which has a canvas to size it down with. */
export function postImage(
  id: string,
  { name, bytes }: ChosenFile & { readonly type: 'bytes' },
  post: (fact: ToPage) => void,
): void {
  const baseName = name.slice(name.lastIndexOf('/') + 1);
  const base64 = Buffer.from(bytes).toString('base64');
  for (let at = 0; at < base64.length; at += PIECE) {
    const isLast = at + PIECE >= base64.length;
    post({ type: 'shrinkImage', id, name: baseName, data: base64.slice(at, at + PIECE), isLast });
  }
}
