import type { ToPage } from '../../shared/protocol';
import type { FilePart } from '../chat';
import type { ChosenFile, ComposerProblem } from '../composer/composerTypes';
import { decodeText } from '../decodeText';
import { imagePieces } from '../page/imagePieces';
import { namedText } from './attachments';
import { notebookCells, notebookText } from './notebook';

/** What a file holds: text, which may still be more than may go along, or an image, which the page sizes down. */
export type FileContent =
  | { readonly type: 'text'; readonly part: FilePart }
  | { readonly type: 'image'; readonly pieces: (id: string) => readonly ToPage[] }
  | { readonly type: 'tooLarge' }
  | { readonly type: 'refused'; readonly problem: ComposerProblem };

/** @param maxBytes of a file that is not looked into: to decode a huge one takes long, only to be refused */
export function contentOf(
  { name, bytes, source }: ChosenFile & { readonly type: 'bytes' },
  maxBytes: number,
): FileContent {
  if (bytes.length === 0) return { type: 'refused', problem: { reason: 'empty', name } };
  if (/\.(png|jpe?g|webp|gif|bmp|avif)$/i.test(name))
    return { type: 'image', pieces: id => imagePieces(id, name, bytes) };
  // The pictures that it has put out make a notebook long, and stay here.
  const cells = /\.ipynb$/i.test(name) ? notebookCells(decodeText(bytes) ?? '') : undefined;
  if (cells) return { type: 'text', part: namedText(name, notebookText(cells), source) };
  if (bytes.length > maxBytes) return { type: 'tooLarge' };
  const text = decodeText(bytes);
  return text === undefined
    ? { type: 'refused', problem: { reason: 'binary', name } }
    : { type: 'text', part: namedText(name, text, source) };
}
