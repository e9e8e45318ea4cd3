import type { AttachProblem, ComposerIntent } from '../../shared/protocol';
import type { ViewAttachment } from '../../shared/viewState';
import { type FilePart, fileWords, type ImagePart, type ImageType, MOST_IMAGE_TOKENS, type ModelInfo } from '../chat';
import type { Endpoint } from '../endpoints/endpoints';
import { chips } from '../page/chips';
import { tokensOf } from './tokens';

/** What waits to go along with the next message. */
export interface Attachment {
  readonly id: string;
  readonly part: FilePart | ImagePart;
  /** An estimate. */
  readonly tokens: number;
}

/** More than fit into a request of most models, and few enough that the chips can be looked through. */
export const MAX_ATTACHMENTS = 20;

/** Pixels for each token of an image: what the large providers say of theirs. */
const PIXELS_PER_TOKEN = 750;

/** With the tokens that it costs, about: those of an image follow from its `pixels`, and without them it counts as none. */
export function attachmentOf(id: string, part: FilePart | ImagePart, pixels = 0): Attachment {
  const tokens =
    part.type === 'file'
      ? tokensOf(fileWords(part))
      : Math.min(MOST_IMAGE_TOKENS, Math.ceil(pixels / PIXELS_PER_TOKEN));
  return { id, part, tokens };
}

/** The list with one more. What is there already, such as the same lines of the same file, is replaced by what it is now. */
export function attach(list: readonly Attachment[], added: Attachment): readonly Attachment[] {
  const index = list.findIndex(({ part }) => isSame(part, added.part));
  return index < 0 ? [...list, added] : list.with(index, added);
}

function isSame(one: Attachment['part'], other: Attachment['part']): boolean {
  if (one.type === 'image') return other.type === 'image' && one.data === other.data;
  return (
    other.type === 'file' &&
    one.name === other.name &&
    one.source === other.source &&
    one.lines?.join() === other.lines?.join() &&
    one.context?.kind === other.context?.kind &&
    (isThereOnce(one) || one.text === other.text)
  );
}

/** Of what was pasted or dropped, or selected in a terminal, nothing but the text tells which is which. */
function isThereOnce({ source, context }: FilePart): boolean {
  return source !== undefined || context?.kind === 'changes' || context?.kind === 'problems';
}

/** As a chip shows it: with the thumbnail of an image, and never with the text or the image itself. */
export function viewAttachment({ id, part, tokens }: Attachment): ViewAttachment {
  const [chip] = chips(part);
  return { id, kind: kindOf(part), label: part.name, ...chip, tokens };
}

function kindOf(part: Attachment['part']): ViewAttachment['kind'] {
  if (part.type === 'image') return 'image';
  return part.context?.kind ?? (part.lines ? 'selection' : 'file');
}

/** Why a model cannot be shown an image; undefined where it can, or where that is not known. */
export function imageProblem(
  { protocol }: Pick<Endpoint, 'protocol'>,
  info: ModelInfo | undefined,
): 'protocol' | 'model' | undefined {
  if (protocol === 'envelope') return 'protocol';
  return info?.vision === false ? 'model' : undefined;
}

/** The part in an `attachImage` intent, or undefined: only complete images of the known formats go any further. */
export function imagePart({
  name,
  image,
  thumbnail,
}: Pick<ComposerIntent & { readonly type: 'attachImage' }, 'name' | 'image' | 'thumbnail'>): ImagePart | undefined {
  const [, type, data] = /^data:(image\/(?:png|jpeg|webp|gif));base64,(.+)$/.exec(image) ?? [];
  const mediaType = IMAGE_TYPES.find(known => known === type);
  if (!mediaType || !data || typeOfBytes(data) !== mediaType) return undefined;
  return { type: 'image', name, mediaType, data, thumbnail };
}

const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const satisfies ImageType[];

/** The format that base64 really holds, whatever its label says: servers refuse the one under the other's name. */
function typeOfBytes(data: string): ImageType | undefined {
  const head = Buffer.from(data.slice(0, 32), 'base64').toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'image/webp';
  return /^GIF8[79]a/.test(head) ? 'image/gif' : undefined;
}

/** Why a text cannot go along: it is longer than the setting allows. */
export function textProblem(text: string, maxKilobytes: number): AttachProblem | undefined {
  return Buffer.byteLength(text) > maxKilobytes * 1024 ? 'tooLarge' : undefined;
}

/** A file of which little is known but its name: one that was pasted or dropped has no source. The end of the name is what fences understand. */
export function namedText(name: string, text: string, source?: string): FilePart {
  const [, ending = ''] = /\.(\w{1,12})$/.exec(name) ?? [];
  return { type: 'file', name, language: ending.toLowerCase(), text, ...(source === undefined ? {} : { source }) };
}
