import assert from 'node:assert/strict';
import type { ChatEvent, ChatRequest } from '../../../../src/core/chat';
import type { Conversation, ConversationRecord } from '../../../../src/core/conversation/conversation';
import type { ConversationStore } from '../../../../src/core/conversation/conversationStore';
import { type Endpoint, parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import { ChatSession } from '../../../../src/core/session/chatSession';
import type { SessionChange, SessionDependencies } from '../../../../src/core/session/sessionTypes';

export const text = (value: string): ChatEvent => ({ type: 'text', text: value });
export const stop: ChatEvent = { type: 'finish', reason: 'stop' };
export const hello = [{ type: 'text', text: 'hello' }] as const;

type Answering = (request: ChatRequest, signal: AbortSignal) => AsyncGenerator<ChatEvent, void, undefined>;

/** A session on a scripted client and a store in memory. */
export function setUp(answering: Answering, more: Partial<SessionDependencies> = {}) {
  const log: string[] = [];
  const requests: ChatRequest[] = [];
  const records: ConversationRecord[] = [];
  const changes: SessionChange[] = [];
  const stored = new Map<string, Conversation>();
  const store: ConversationStore = {
    load: async id => stored.get(id),
    append: (_conversation, record) => void records.push(record),
    flush: async () => void log.push(`flushed ${records.length}`),
    close: async () => undefined,
  };
  const { endpoints } = parseEndpoints([
    { name: 'One', url: 'localhost:1', model: 'm1' },
    { name: 'Two', url: 'localhost:2', models: ['m2'] },
    { name: 'Bare', url: 'localhost:3' },
  ]);
  let ids = 0;
  const session = new ChatSession({
    client: async () => ({
      chat(_endpoint: Endpoint, request: ChatRequest, signal: AbortSignal) {
        log.push('asked');
        requests.push(request);
        return answering(request, signal);
      },
      models: async () => undefined,
      async *check() {},
      prepare: async () => undefined,
      close: async () => undefined,
    }),
    store,
    settings: () => ({ endpoints, systemPrompt: 'Be kind.', keepHistory: true }),
    newId: () => `id${ids++}`,
    now: () => 1000 + ids,
    lastTarget: () => undefined,
    renames: () => [],
    ...more,
  });
  session.onChange(change => changes.push(change));
  return { session, log, requests, records, changes, stored };
}

export async function* answer(...events: readonly ChatEvent[]): AsyncGenerator<ChatEvent, void, undefined> {
  yield* events;
}

/** Writes a word, then waits until it is aborted. */
export async function* endless(_request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, void, undefined> {
  yield text('first');
  await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

export function lastAnswer(session: ChatSession) {
  const last = session.conversation.entries.at(-1);
  assert.ok(last?.role === 'assistant');
  return last;
}
