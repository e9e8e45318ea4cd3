import type { ToPage } from '../../shared/protocol';
import { baseName } from '../text';

/** Characters of base64 in one message to the page. */
const PIECE = 512 * 1024;

/** An image on its way to the page, which has a canvas to size it down with. */
export function imagePieces(id: string, name: string, bytes: Uint8Array): readonly ToPage[] {
  const base64 = Buffer.from(bytes).toString('base64');
  const pieces: ToPage[] = [];
  for (let at = 0; at < base64.length; at += PIECE) {
    const isLast = at + PIECE >= base64.length;
    pieces.push({ type: 'shrinkImage', id, name: baseName(name), data: base64.slice(at, at + PIECE), isLast });
  }
  return pieces;
}
