import assert from 'node:assert/strict';
import type { ChatEvent, ChatRequest } from '../../../../src/core/chat';
import { createClient } from '../../../../src/core/client/client';
import type { Protocol } from '../../../../src/core/endpoints/endpoints';
import { envelope } from '../../../../src/core/wire/envelope';
import { openai } from '../../../../src/core/wire/openai';
import type { Wire } from '../../../../src/core/wire/wire';
import { startPracticeServer } from '../../../support/practiceServer';
import type { Bytes, Step } from '../../../support/scriptedReply';
import { ask, endpoint, never } from '../client/clientSetup';
import { fastClock } from './fastClock';
import { memoryHttp } from './memoryHttp';
import { assertOutcome, outcomeOf, type WantedOutcome } from './outcome';

/** A reply, and what a reader must get from it, in whatever pieces it arrives. */
export interface WireCase {
  readonly name: string;
  /** `openai` when left out. */
  readonly protocol?: Protocol;
  /** What is asked, where that matters. */
  readonly request?: Partial<ChatRequest>;
  /** 200 when left out. */
  readonly status?: number;
  /** `text/event-stream` when left out; null for a reply without one. */
  readonly contentType?: string | null;
  /** More headers, with names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Bytes | readonly Bytes[];
  /** `cut`: the connection breaks where the body ends. */
  readonly ending?: 'end' | 'cut';
  readonly outcome: WantedOutcome;
  /** How often a client asks in all, where that does not follow from the status. */
  readonly asked?: number;
}

export const WIRES: Readonly<Record<Protocol, Wire>> = { openai, envelope };

/** One test for each case: in memory in every division, then over real connections. */
export function describeCases(title: string, cases: readonly WireCase[]): void {
  describe(title, () => {
    for (const wanted of cases) {
      it(wanted.name, async () => {
        const bytes = bytesOf(wanted.body);
        for (const [how, pieces] of divisions(bytes)) await checkInMemory(wanted, how, pieces);
        await checkOverConnection(wanted, 'whole, over a connection', [bytes]);
        await checkOverConnection(wanted, 'in small pieces, over a connection', smallPieces(bytes));
      });
    }
  });
}

function bytesOf(body: WireCase['body']): Buffer {
  const parts = typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
  return Buffer.concat(parts.map(part => Buffer.from(part)));
}

/** Bodies up to here are cut at every byte; longer ones at a thousand places, or the tests would take hours. */
const EVERY_POSITION = 2000;
/** Bodies longer than this do not arrive byte by byte either. */
const EVERY_BYTE = 20_000;

function* divisions(bytes: Buffer): Generator<readonly [how: string, pieces: readonly Uint8Array[]]> {
  yield ['whole', [bytes]];
  yield ['in small pieces', smallPieces(bytes)];
  const empty = new Uint8Array();
  yield ['with empty pieces between', [empty, ...smallPieces(bytes, 5).flatMap(piece => [piece, empty])]];
  if (bytes.length > EVERY_BYTE) return;
  const step = Math.ceil(bytes.length / EVERY_POSITION);
  for (let position = 1; position < bytes.length; position += step) {
    yield [`cut at ${position}`, [bytes.subarray(0, position), bytes.subarray(position)]];
  }
}

function smallPieces(bytes: Buffer, size = 1): readonly Uint8Array[] {
  const length = bytes.length > EVERY_BYTE ? 1000 * size : size;
  const count = Math.ceil(bytes.length / length);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * length, (index + 1) * length));
}

function headersOf({ contentType = 'text/event-stream', headers = {} }: WireCase): Readonly<Record<string, string>> {
  return { ...(contentType === null ? {} : { 'content-type': contentType }), ...headers };
}

async function checkInMemory(wanted: WireCase, how: string, pieces: readonly Uint8Array[]): Promise<void> {
  const { protocol = 'openai', status = 200, ending = 'end', request, outcome } = wanted;
  const http = memoryHttp({ status, headers: headersOf(wanted), pieces, ending });
  const events: AsyncIterable<ChatEvent> = WIRES[protocol].chat(http, ask('hi', request), never, new Set());
  assertOutcome(await outcomeOf(events), outcome, how);
  assert.equal(http.leaked(), 0, `${how}: the reply was neither read to its end nor left`);
  assert.equal(http.bodies.length, 1, `${how}: asked once`);
}

/** Statuses with which a server may only be busy: the client asks three times in all. */
const ASKED_AGAIN: ReadonlySet<number> = new Set([500, 502, 503, 504, 529]);

async function checkOverConnection(wanted: WireCase, how: string, pieces: readonly Uint8Array[]): Promise<void> {
  const { protocol = 'openai', status = 200, ending = 'end', request, outcome } = wanted;
  const times = wanted.asked ?? (ASKED_AGAIN.has(status) ? 3 : 1);
  const steps: readonly Step[] = [
    ...pieces.filter(piece => piece.length > 0).map(send => ({ send })),
    ending === 'cut' ? { cut: true } : { end: true },
  ];
  const server = await startPracticeServer();
  for (let time = 0; time < times; time++) server.script({ status, headers: headersOf(wanted), steps });
  const path = protocol === 'envelope' ? '/api/v1/chat/completion_messages' : '';
  const client = createClient({ token: async () => undefined, clock: fastClock() });
  try {
    const events = client.chat(endpoint({ url: server.url + path }), ask('hi', request), never);
    assertOutcome(await outcomeOf(events), outcome, how);
    assert.equal(server.requests.length, times, `${how}: requests`);
  } finally {
    await client.close();
    await server.close();
  }
}
