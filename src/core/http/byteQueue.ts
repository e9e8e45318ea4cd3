import { ChatError, CODES } from '../errors';

/** Bytes that may wait to be read before the socket is paused. */
const HIGH_WATER = 1024 * 1024;

/** Bytes of a reply, before and after decompression. No answer is as long; an endless stream would fill the memory. */
export const MAX_REPLY_BYTES = 64 * 1024 * 1024;

/** Where the bytes come from: a connection of undici, or the host's `fetch`, which does not let itself be paused. */
export interface ByteSource {
  pause(): void;
  resume(): void;
  /** The reader left before the end, or more came than may. */
  close(): void;
}

type Result = IteratorResult<Uint8Array, undefined>;

const END: Result = { done: true, value: undefined };

/**
 * Turns a socket's pushes into an async iterable for one reader, and holds the socket back when the reader is slow. By hand,
 * not as an async generator: for many small chunks those cost more than all the rest of the way.
 */
export class ByteQueue implements AsyncIterableIterator<Uint8Array, undefined, undefined> {
  readonly #source: ByteSource;
  #chunks: Uint8Array[] = [];
  #waiting = 0;
  #total = 0;
  #outcome: { readonly failure?: unknown } | undefined;
  #reader: { readonly resolve: (result: Result) => void; readonly reject: (failure: unknown) => void } | undefined;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Whether it is the reader who holds the reply up. */
  get full(): boolean {
    return this.#waiting > HIGH_WATER;
  }

  push(chunk: Uint8Array): void {
    if (this.#outcome) return;
    this.#total += chunk.byteLength;
    if (this.#total > MAX_REPLY_BYTES) {
      this.fail(tooLarge());
      this.#source.close();
      return;
    }
    const reader = this.#reader;
    if (reader) {
      this.#reader = undefined;
      reader.resolve({ done: false, value: chunk });
      return;
    }
    const wasFull = this.full;
    this.#chunks.push(chunk);
    this.#waiting += chunk.byteLength;
    if (this.full && !wasFull) this.#source.pause();
  }

  end(): void {
    this.#outcome ??= {};
    this.#reader?.resolve(END);
    this.#reader = undefined;
  }

  /** What has arrived is read first; then the reader gets the failure. */
  fail(failure: unknown): void {
    if (this.#outcome) return;
    this.#outcome = { failure };
    if (!this.#reader) return;
    this.#outcome = {};
    this.#reader.reject(failure);
    this.#reader = undefined;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    if (this.#chunks.length > 0) return Promise.resolve({ done: false, value: this.#takeAll() });
    const outcome = this.#outcome;
    if (!outcome) {
      return new Promise((resolve, reject) => {
        this.#reader = { resolve, reject };
      });
    }
    this.#outcome = {};
    return 'failure' in outcome ? Promise.reject(outcome.failure) : Promise.resolve(END);
  }

  /** The reader leaves. */
  return(): Promise<Result> {
    if (!this.#outcome) this.#source.close();
    this.#chunks = [];
    this.#outcome = {};
    return Promise.resolve(END);
  }

  /** Everything that waits, as one: a reader who is behind catches up at once. */
  #takeAll(): Uint8Array {
    const chunks = this.#chunks;
    const wasFull = this.full;
    this.#chunks = [];
    this.#waiting = 0;
    if (wasFull) this.#source.resume();
    const [first] = chunks;
    return chunks.length === 1 && first ? first : Buffer.concat(chunks);
  }
}

/** The error for a reply that is longer than any answer. What came before is kept. */
export function tooLarge(): ChatError {
  return new ChatError({
    kind: 'protocol',
    code: CODES.tooLarge,
    message: `The reply is longer than ${MAX_REPLY_BYTES / 1024 / 1024} MiB.`,
  });
}
