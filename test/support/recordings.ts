import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ScriptedReply, Step } from './scriptedReply';

/** A recorded reply taken apart. `body` is what a client must get, byte for byte. */
export interface Recording {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array;
  /** The server went away before the end of its stream. */
  readonly cut: boolean;
}

/**
 * Tests run as bundles, so a path relative to this file leads nowhere: recordings are found from the project's root, which
 * is the current directory, or where `ENDPOINT_CHAT_RECORDINGS` says, as inside an extension host.
 */
function directory(): string {
  const { ENDPOINT_CHAT_RECORDINGS: given } = process.env;
  return given ?? path.resolve('test', 'fixtures', 'recordings');
}

/** Names for `recording`, in alphabetical order. */
export function listRecordings(): readonly string[] {
  const files = readdirSync(directory()).filter(file => file.endsWith('.txt'));
  return files.map(file => path.basename(file, '.txt')).sort();
}

/** The reply of a real server, to be scripted. `divide` cuts the body into pieces: `recording(name, everyByte)`. */
export function recording(name: string, divide: (body: Uint8Array) => readonly Step[] = whole): ScriptedReply {
  const { status, headers, body, cut } = readRecording(name);
  return { status, headers, steps: [...divide(body), cut ? { cut: true } : { end: true }] };
}

function whole(body: Uint8Array): readonly Step[] {
  return [{ send: body }];
}

/** Reads a file as `curl -isN` printed it: head, blank line, body without the chunks of its transfer. */
export function readRecording(name: string): Recording {
  const bytes = readFileSync(path.join(directory(), `${name}.txt`));
  const headEnd = bytes.indexOf('\r\n\r\n');
  // One recording was made without `-i`: it is a stream's body alone.
  if (headEnd < 0 || bytes.subarray(0, 5).toString() !== 'HTTP/') {
    return { status: 200, headers: { 'Content-Type': 'text/event-stream' }, body: bytes, cut: isCut(bytes) };
  }
  const [statusLine = '', ...headerLines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const body = bytes.subarray(headEnd + 4);
  const streamed = headerLines.some(line => /^content-type:\s*text\/event-stream/i.test(line));
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: readHeaders(headerLines),
    body,
    cut: streamed && isCut(body),
  };
}

function isCut(stream: Buffer): boolean {
  return !stream.includes('data: [DONE]');
}

/** How the recorded connection was framed and kept open. Node frames anew, and keeps connections open for its own time. */
const FRAMING = new Set(['content-length', 'transfer-encoding', 'keep-alive']);

function readHeaders(lines: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const headers: Record<string, string[]> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (FRAMING.has(name.toLowerCase())) continue;
    headers[name] = [...(headers[name] ?? []), line.slice(colon + 1).trim()];
  }
  return headers;
}
