import { estimateTokenCount } from 'tokenx';

/** Characters that are counted one by one. Of a longer text pieces of it are, and stand for the rest. */
const COUNTED = 64 * 1024;
const PIECES = 4;

/** Tokens of a text, about; in the same short time for a text of any length. */
export function tokensOf(text: string): number {
  if (text.length <= COUNTED) return estimateTokenCount(text);
  const length = COUNTED / PIECES;
  const step = (text.length - length) / (PIECES - 1);
  let counted = 0;
  for (let piece = 0; piece < PIECES; piece++) {
    const start = Math.round(piece * step);
    counted += estimateTokenCount(text.slice(start, start + length));
  }
  return Math.round((counted / COUNTED) * text.length);
}
