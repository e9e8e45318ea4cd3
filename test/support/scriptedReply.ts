import type { RecordedRequest } from './practice/exchange';

export type Bytes = string | Uint8Array;

/**
 * One thing that a scripted server does.
 *
 * - `head`: sends the status line and the headers now; without it they go with the first bytes
 * - `send`: sends bytes, framed as one HTTP chunk of their own, so the client's parser hands them on in just these pieces
 * - `wait`: milliseconds, or a promise that the test settles: a handshake instead of a sleep
 * - `stall`: sends nothing more until the client hangs up
 * - `end`: ends the reply as HTTP wants it; steps after it act on the idle connection
 * - `cut`: closes the connection in the middle, as the kernel does for a killed server
 * - `reset`: the same with RST
 */
export type Step =
  | { readonly head: true }
  | { readonly send: Bytes }
  | { readonly wait: number | Promise<unknown> }
  | { readonly stall: true }
  | { readonly end: true }
  | { readonly cut: true }
  | { readonly reset: true };

/** What the server does with one request. A script that runs out of steps ends the reply properly. */
export interface ScriptedReply {
  /** 200 when left out. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Instead of status and headers: status line, headers and blank line as raw bytes, for what `node:http` refuses to write.
   * Everything that follows is raw too (no chunks, so pieces may arrive joined), and the end closes the connection.
   */
  readonly rawHead?: Bytes;
  /** A generator makes an endless reply; the server runs it only as fast as the client reads. */
  readonly steps: Iterable<Step>;
  /** Which requests the reply is meant for; any when left out. */
  readonly when?: (request: RecordedRequest) => boolean;
}

/** Pieces of the given sizes, which start over as often as needed. Sizes count bytes, so characters get split too. */
export function chunked(bytes: Bytes, sizes: readonly number[]): readonly Step[] {
  if (sizes.length === 0 || sizes.some(size => size < 1)) throw new RangeError('Sizes must be at least one byte.');
  const whole = Buffer.from(bytes);
  const steps: Step[] = [];
  for (let start = 0; start < whole.length; ) {
    const size = sizes[steps.length % sizes.length] ?? whole.length;
    steps.push({ send: whole.subarray(start, start + size) });
    start += size;
  }
  return steps;
}

export function everyByte(bytes: Bytes): readonly Step[] {
  return chunked(bytes, [1]);
}

/** Two pieces: the first `position` bytes, and the rest. */
export function splitAt(bytes: Bytes, position: number): readonly Step[] {
  const whole = Buffer.from(bytes);
  return [{ send: whole.subarray(0, position) }, { send: whole.subarray(position) }].filter(
    ({ send }) => send.length > 0,
  );
}

/** Server-sent events, one per argument: strings such as `[DONE]` as they are, everything else as JSON. */
export function sse(...events: readonly unknown[]): string {
  return events.map(event => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');
}

/** A whole JSON reply. */
export function json(body: unknown, status = 200): ScriptedReply {
  return { status, headers: { 'Content-Type': 'application/json' }, steps: [{ send: JSON.stringify(body) }] };
}
