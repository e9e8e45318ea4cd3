import { arrayField, field, parseJson, stringField } from '../../../src/core/unknown';
import { readRecording } from '../../support/recordings';

/** A recorded stream cut into what a load server repeats. */
export interface RecordedStream {
  /** Status line, headers, and what was sent before the first delta, framed as HTTP chunks. */
  readonly opening: Buffer;
  /** Events with one delta of one character each: so who counts characters counts events, joined or not. Not framed. */
  readonly deltas: readonly Buffer[];
  /** Finish reason, usage, `[DONE]` and the end of the body, framed as HTTP chunks. */
  readonly closing: Buffer;
  /** Bytes of body in one event, on average. */
  readonly bytesPerEvent: number;
}

export function recordedStream(name = 'llamanew-stream-usage'): RecordedStream {
  const { status, headers, body } = readRecording(name);
  const events = Buffer.from(body)
    .toString('utf8')
    .split(/(?<=\n\n)/);
  const texts = events.map(contentOf);
  const first = texts.findIndex(text => text !== '');
  const last = texts.findLastIndex(text => text !== '');
  const deltas = events.slice(first, last + 1);
  if (texts.join('').length !== deltas.length) throw new Error(`The deltas of ${name} are not of one character each.`);
  const head = Object.entries({ ...headers, 'Transfer-Encoding': 'chunked' }).map(([key, value]) => `${key}: ${value}`);
  return {
    opening: Buffer.concat([
      Buffer.from(`${[`HTTP/1.1 ${status} OK`, ...head].join('\r\n')}\r\n\r\n`),
      ...events.slice(0, first).map(httpChunk),
    ]),
    deltas: deltas.map(event => Buffer.from(event)),
    closing: Buffer.concat([...events.slice(last + 1).map(httpChunk), Buffer.from('0\r\n\r\n')]),
    bytesPerEvent: Buffer.byteLength(deltas.join('')) / deltas.length,
  };
}

function contentOf(event: string): string {
  const [choice] = arrayField(parseJson(event.replace(/^data: /, '')), 'choices');
  return stringField(field(choice, 'delta'), 'content') ?? '';
}

/** Framed as one chunk of a body that is sent in chunks (RFC 9112, 7.1). */
export function httpChunk(body: Uint8Array | string): Buffer {
  return Buffer.concat([
    Buffer.from(`${Buffer.byteLength(body).toString(16)}\r\n`),
    Buffer.from(body),
    Buffer.from('\r\n'),
  ]);
}
