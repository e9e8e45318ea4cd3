import { parseJson } from '../unknown';
import { type Imported, importedConversation } from './importedConversation';
import { isReasonableJson } from './jsonShape';

/** Bytes of one conversation. A file may hold any number of them. */
const MOST_BYTES = 256 * 1024 * 1024;

const NEW_LINE = 0x0a;

/**
 * The conversations of a file: one in JSON of any layout, or one on each line (JSON Lines), as `exportedLines` writes them. Read
 * piece by piece: what one of them is like costs the others nothing.
 */
export async function* importedConversations(
  chunks: AsyncIterable<Uint8Array>,
  newId: () => string,
  mostBytes = MOST_BYTES,
): AsyncGenerator<Imported, void, undefined> {
  for await (const text of documentsIn(chunks, mostBytes)) {
    if (text === 'tooLarge' || !isReasonableJson(text)) {
      yield { type: 'refused', problem: 'tooLarge' };
      continue;
    }
    const value = parseJson(text.toString('utf8'));
    yield value === undefined ? { type: 'refused', problem: 'notJson' } : importedConversation(value, newId);
  }
}

/** The bytes of each document. Where the first line is not a whole one, all lines together are. */
async function* documentsIn(
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<Buffer | 'tooLarge', void, undefined> {
  let isOneDocument = false;
  const whole: Buffer[] = [];
  let wholeBytes = 0;
  let isFirst = true;
  for await (const line of linesIn(chunks, mostBytes)) {
    if (line !== 'tooLarge' && isFirst && isBlank(line)) continue;
    if (isFirst) isOneDocument = line !== 'tooLarge' && !isWholeLine(line);
    isFirst = false;
    if (!isOneDocument) {
      if (line === 'tooLarge' || !isBlank(line)) yield line;
      continue;
    }
    wholeBytes += line === 'tooLarge' ? mostBytes + 1 : line.length;
    if (wholeBytes > mostBytes) {
      yield 'tooLarge';
      return;
    }
    if (line !== 'tooLarge') whole.push(line);
  }
  if (isOneDocument) yield Buffer.concat(whole);
}

/** Lines with their ends, without the mark of a Unicode file. Of one that is too long nothing is kept. */
async function* linesIn(
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<Buffer | 'tooLarge', void, undefined> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  let isFirst = true;
  const take = (): Buffer | 'tooLarge' => {
    const isTooLarge = bytes > mostBytes;
    const line = withoutMark(Buffer.concat(pieces), isFirst);
    isFirst = false;
    pieces = [];
    bytes = 0;
    return isTooLarge ? 'tooLarge' : line;
  };
  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    while (start < buffer.length) {
      const end = buffer.indexOf(NEW_LINE, start);
      const piece = buffer.subarray(start, end < 0 ? undefined : end + 1);
      bytes += piece.length;
      if (bytes <= mostBytes) pieces.push(piece);
      else pieces = [];
      start += piece.length;
      if (end >= 0) yield take();
    }
  }
  if (bytes > 0) yield take();
}

function withoutMark(line: Buffer, isFirst: boolean): Buffer {
  return isFirst && line.subarray(0, 3).equals(Buffer.from('\uFEFF')) ? line.subarray(3) : line;
}

function isBlank(line: Buffer): boolean {
  return line.length < 1024 && line.toString('latin1').trim() === '';
}

/** `{…}` */
function isWholeLine(line: Buffer): boolean {
  const beginning = line.subarray(0, 100).toString('latin1').trimStart();
  const end = line.subarray(-100).toString('latin1').trimEnd();
  return beginning.startsWith('{') && end.endsWith('}') && end !== '';
}
