import assert from 'node:assert/strict';
import type { ChatEvent, ChatRequest } from '../../../../src/core/chat';
import { type Client, type ClientDependencies, createClient } from '../../../../src/core/client/client';
import { type Endpoint, parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import { isChatError } from '../../../../src/core/errors';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { type ScriptedReply, type Step, sse } from '../../../support/scriptedReply';

export const TOKEN = 'sk-canary-123';
export const FAST = { firstTokenMs: 0, tokenMs: 0 };
export const EVENT_STREAM = { 'Content-Type': 'text/event-stream' };
export const never = new AbortController().signal;

/** A practice server that wants a token, a client that has it, and its endpoint in both protocols. */
export interface ClientSetup {
  readonly server: PracticeServer;
  readonly client: Client;
  readonly openai: (more?: object) => Endpoint;
  readonly envelope: (more?: object) => Endpoint;
  readonly close: () => Promise<void>;
}

type SetupOptions = Pick<ClientDependencies, 'clock' | 'onModels' | 'tokenChanges'>;

export async function setUpClient(options: SetupOptions = {}): Promise<ClientSetup> {
  const server = await startPracticeServer({ token: TOKEN, pace: FAST });
  const client = createClient({ ...options, token: async origin => (origin === server.url ? TOKEN : undefined) });
  return {
    server,
    client,
    openai: more => endpoint({ url: server.url, ...more }),
    envelope: more => endpoint({ url: `${server.url}/api/v1/chat/completion_messages`, ...more }),
    async close() {
      await client.close();
      await server.close();
    },
  };
}

export function stream(steps: readonly Step[]): ScriptedReply {
  return { headers: EVENT_STREAM, steps };
}

export function delta(content: string): string {
  return sse({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

export function endpoint(setting: { readonly url: string; readonly headers?: Endpoint['headers'] }): Endpoint {
  const [parsed] = parseEndpoints([{ name: 'test', ...setting }]).endpoints;
  assert.ok(parsed);
  return parsed;
}

export function ask(text: string, more: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: 'practice-model',
    messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
    parameters: {},
    stream: true,
    ...more,
  };
}

export function lastRequest(server: PracticeServer) {
  const request = server.requests.at(-1);
  assert.ok(request);
  return request;
}

export async function collect(events: AsyncIterable<ChatEvent>, into: ChatEvent[] = []): Promise<ChatEvent[]> {
  for await (const event of events) into.push(event);
  return into;
}

export function textOf(events: readonly ChatEvent[], type: 'text' | 'reasoning' = 'text'): string {
  return events.flatMap(event => (event.type === type ? [event.text] : [])).join('');
}

export async function failureOf(events: AsyncIterable<ChatEvent>, into?: ChatEvent[]) {
  try {
    await collect(events, into);
  } catch (error) {
    assert.ok(isChatError(error), String(error));
    return error;
  }
  assert.fail('It ended without an error.');
}

/** Aborts after the first text and returns what the generator throws. */
export async function untilFirstText(events: AsyncIterable<ChatEvent>, abort: () => void): Promise<unknown> {
  try {
    for await (const event of events) if (event.type === 'text') abort();
  } catch (reason) {
    return reason;
  }
  return undefined;
}

export async function outcomeOf(client: Client, endpoint: Endpoint, server: PracticeServer, reply: ScriptedReply) {
  server.script(reply);
  const events: ChatEvent[] = [];
  const failure = await collect(client.chat(endpoint, ask('hi'), never), events).then(
    () => undefined,
    (error: unknown) => (isChatError(error) ? error.kind : String(error)),
  );
  const finish = events.flatMap(event => (event.type === 'finish' ? [event.reason] : []));
  return { text: textOf(events), reasoning: textOf(events, 'reasoning'), finish, failure };
}
