import type { Transform } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ChatError } from '../errors';
import { MAX_REPLY_BYTES, tooLarge } from './byteQueue';

/** More than two codings on top of each other are an attack, not a server (CVE-2026-22036). */
const MAX_CODINGS = 2;

type CreateDecoder = (zlib: typeof import('node:zlib')) => Transform;

/** An answer may end without the last bytes of its compression; what was said counts all the same. */
const gunzip: CreateDecoder = ({ createGunzip, constants }) => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });

const DECODERS: ReadonlyMap<string, CreateDecoder> = new Map<string, CreateDecoder>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', ({ createInflate, constants }) => createInflate({ finishFlush: constants.Z_SYNC_FLUSH })],
  [
    'br',
    ({ createBrotliDecompress, constants }) =>
      createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  ],
]);

/**
 * A body without its compression. It is never asked for, but some gateways compress whatever they send.
 *
 * @throws ChatError of kind `protocol` for an unknown coding, and while reading for a broken one
 */
export function decoded(body: AsyncIterable<Uint8Array>, contentEncoding: string): AsyncIterable<Uint8Array> {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map(coding => coding.trim())
    .filter(coding => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) throw undecodable(contentEncoding);
  // The last one was applied last, so it goes first.
  return codings.toReversed().reduce((inner, coding) => {
    const create = DECODERS.get(coding);
    if (!create) throw undecodable(contentEncoding);
    const source = inner[Symbol.asyncIterator]();
    return leftAtOnce(decompressed({ [Symbol.asyncIterator]: () => source }, create), source);
  }, body);
}

/** Leaving closes the source at once: a generator that waits for it would first wait until more comes. */
function leftAtOnce(
  items: AsyncGenerator<Uint8Array, void, undefined>,
  source: AsyncIterator<Uint8Array>,
): AsyncIterableIterator<Uint8Array, void, undefined> {
  return {
    next: () => items.next(),
    async return() {
      await source.return?.();
      return items.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Bytes that are given out before others have their turn. */
const TURN = 1024 * 1024;

async function* decompressed(
  body: AsyncIterable<Uint8Array>,
  create: CreateDecoder,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Loaded where it is needed, which is hardly ever: the first answer does not wait for it.
  const decoder = create(await import('node:zlib'));
  let arrived: Uint8Array[] = [];
  let total = 0;
  let given = 0;
  let failure: Error | undefined;
  decoder.on('data', (chunk: Uint8Array) => {
    total += chunk.byteLength;
    if (total <= MAX_REPLY_BYTES) arrived.push(chunk);
    else decoder.destroy(tooLarge());
  });
  decoder.on('error', error => {
    failure = error;
  });
  const take = (): readonly Uint8Array[] => {
    const chunks = arrived;
    arrived = [];
    return chunks;
  };
  try {
    for await (const chunk of body) {
      await processed(callback => decoder.write(chunk, callback), decoder);
      for (const piece of take()) {
        yield piece;
        given += piece.byteLength;
        if (given < TURN) continue;
        // A small chunk may hold much: whoever reads it must not keep everything else waiting.
        given = 0;
        await nextTurn();
      }
      if (failure) throw failure;
    }
    await processed(callback => decoder.end(callback), decoder);
    yield* take();
    if (failure) throw failure;
  } catch (error) {
    throw error === failure && !(error instanceof ChatError) ? undecodable(String(failure?.message)) : error;
  } finally {
    decoder.destroy();
  }
}

/** Resolves when the decoder has made everything of what it was given, or has failed. */
function processed(give: (callback: () => void) => void, decoder: Transform): Promise<void> {
  return new Promise(resolve => {
    decoder.once('close', resolve);
    give(() => {
      decoder.off('close', resolve);
      resolve();
    });
  });
}

function undecodable(words: string): ChatError {
  return new ChatError({
    kind: 'protocol',
    message: 'The reply is compressed in a way that cannot be read.',
    serverMessage: words,
  });
}
