/** Bytes that may wait to be read before the socket is paused. */
const HIGH_WATER = 1024 * 1024;

export interface ByteSource {
  pause(): void;
  resume(): void;
  /** The reader left before the end. */
  close(): void;
}

/** Turns a socket's pushes into an async iterable for one reader, and holds the socket back when the reader is slow. */
export class ByteQueue implements AsyncIterable<Uint8Array> {
  readonly #source: ByteSource;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #outcome: { readonly failure?: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    if (this.#bytes > HIGH_WATER) this.#source.pause();
    this.#wake?.();
  }

  end(): void {
    this.#outcome ??= {};
    this.#wake?.();
  }

  /** What has arrived is read first; then the reader gets the failure. */
  fail(failure: unknown): void {
    this.#outcome ??= { failure };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        yield* this.#take();
        if (this.#chunks.length > 0) continue;
        if (this.#outcome) break;
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
      if ('failure' in this.#outcome) throw this.#outcome.failure;
    } finally {
      if (!this.#outcome) this.#source.close();
    }
  }

  #take(): readonly Uint8Array[] {
    const chunks = this.#chunks;
    if (this.#bytes > HIGH_WATER) this.#source.resume();
    this.#chunks = [];
    this.#bytes = 0;
    return chunks;
  }
}
