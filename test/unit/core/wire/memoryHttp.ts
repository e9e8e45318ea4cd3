import { ChatError } from '../../../../src/core/errors';
import { decoded } from '../../../../src/core/http/decode';
import type { Http, HttpReply } from '../../../../src/core/http/http';

/** A reply without a network. */
export interface MemoryReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body in the pieces in which it arrives. */
  readonly pieces: Iterable<Uint8Array>;
  /** `cut`: the connection breaks after the last piece. */
  readonly ending: 'end' | 'cut';
}

/** `Http` that gives out prepared replies, one after the other. */
export interface MemoryHttp extends Http {
  /** The bodies of the requests so far. */
  readonly bodies: readonly unknown[];
  /** Replies that were given out and neither read to their end nor left: real ones would keep their connections. */
  readonly leaked: () => number;
}

const REQUEST = 'POST https://example.test/v1/chat/completions';

export function memoryHttp(...replies: readonly MemoryReply[]): MemoryHttp {
  const bodies: unknown[] = [];
  let leaked = 0;

  async function* bytes({ pieces, ending }: MemoryReply): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* pieces;
      if (ending === 'cut') throw new ChatError({ kind: 'truncated', message: 'The connection broke.' });
    } finally {
      leaked--;
    }
  }

  function give(reply: MemoryReply): HttpReply {
    const header = (name: string): string | undefined => reply.headers[name];
    const body = decoded(bytes(reply), header('content-encoding') ?? '');
    leaked++;
    return {
      status: reply.status,
      contentType: (header('content-type') ?? '').toLowerCase(),
      header,
      request: REQUEST,
      body,
    };
  }

  async function post(_path: string, body: unknown): Promise<HttpReply> {
    const reply = replies[bodies.length];
    bodies.push(body);
    if (!reply) throw new Error(`There are only ${replies.length} replies.`);
    return give(reply);
  }

  return { bodies, leaked: () => leaked, post, get: () => post('', null) };
}
